package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.store.Database;

/** Looks again at a key log that time may have changed, and derives everything of the account if it has. */
final class HibernateSettling {
    private final Mutiny.StatelessSession session;
    private final Did owner;
    private final String did;
    private final Instant now;
    private final Watcher watcher;
    private final Notices notices;
    private final HibernateKeyLog keyLog;

    HibernateSettling(Mutiny.StatelessSession session, Did owner, Instant now, Watcher watcher, Notices notices) {
        this.session = session;
        this.owner = owner;
        this.did = owner.toString();
        this.now = now;
        this.watcher = watcher;
        this.notices = notices;
        this.keyLog = new HibernateKeyLog(session, did);
    }

    /** The log as it is now; nothing without a genesis. */
    static Uni<Optional<KeyLog>> log(Mutiny.StatelessSession session, Did owner, Instant now, Notices notices) {
        return new HibernateKeyLog(session, owner.toString()).entries().chain(entries -> {
            KeyLogEntry.Genesis genesis = entries.genesis();
            return genesis == null
                    ? Uni.createFrom().item(Optional.empty())
                    : HibernateReads.actor(session, owner)
                            .chain(actor -> notices.of(owner, actor))
                            .map(known -> Optional.of(KeyLog.fold(genesis, entries.all(), known, now)));
        });
    }

    /** Whether anything changed. */
    Uni<Boolean> settle() {
        return Database.query(session, "select last_number, gated from repository where did = $1 for update", did)
                .chain(rows -> log(session, owner, now, notices)
                        .chain(log -> log.isEmpty()
                                ? keyLog.lookAgain(Optional.empty()).replaceWith(false)
                                : keyLog.devices().chain(before -> settle(rows.getFirst(), before, log.get()))));
    }

    private Uni<Boolean> settle(Row repository, Devices before, KeyLog log) {
        Devices after = Devices.of(log);
        if (before.equals(after) && repository.getBoolean("gated") == log.requiresCheckpoints()) {
            return keyLog.lookAgain(log.nextChange()).replaceWith(false);
        }
        return keyLog.write(log)
                .chain(() -> new HibernateCheckpoints(session, did).recount(after))
                .chain(() -> new HibernateDerived(session, did, now).everything(log.requiresCheckpoints()))
                .chain(shown -> HibernateReads.standalone(session, owner, shown))
                .chain(counting -> HibernateReads.actor(session, owner)
                        .map(actor -> change(repository.getLong("last_number"), counting, actor)))
                .chain(change -> watcher.changed(List.of(change)))
                .replaceWith(true);
    }

    private RepositoryChange change(long lastNumber, List<StoredDocument> counting, Optional<StoredDocument> actor) {
        return new RepositoryChange(owner, lastNumber, lastNumber, counting, true, actor);
    }
}
