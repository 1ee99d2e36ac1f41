package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.Place;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.document.Kind;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.Database;
import social.godwit.store.record.GatewayRecord;

/** Load, decide, write: for a batch of strangers' activities, and for one activity of an owner. */
@Singleton
final class HibernateEffects implements OwnerEffects {
    private final Database database;
    private final HibernateFacts facts;
    private final HibernateChanges changes;
    private final Witness witness;

    @Inject
    HibernateEffects(Database database, HibernateFacts facts, HibernateChanges changes, Witness witness) {
        this.database = database;
        this.facts = facts;
        this.changes = changes;
        this.witness = witness;
    }

    /** Applies strangers' activities in order, in the running transaction; true when something is to be sent. */
    Uni<Boolean> apply(Map<Place, Incoming> activities, Map<String, Peer> peers) {
        if (activities.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return database.inTransaction(session -> facts.load(session, activities.values(), peers)
                .chain(world -> {
                    List<GatewayRecord> observed = new ArrayList<>();
                    ChangeBatch batch = decide(activities, world, observed);
                    return changes.write(session, batch)
                            .chain(() -> witness.keep(observed))
                            .replaceWith(!batch.outgoing.isEmpty());
                }));
    }

    private ChangeBatch decide(Map<Place, Incoming> activities, World world, List<GatewayRecord> observed) {
        ChangeBatch batch = new ChangeBatch();
        activities.forEach((place, in) -> {
            List<Change> decided = Decisions.of(in, world);
            observed.addAll(Observations.of(in, decided, world, witness.instance()));
            for (Change change : decided) {
                world.apply(change);
                batch.add(change, Optional.of(place), in.at());
            }
        });
        return batch;
    }

    @Override
    public Uni<Recipients> apply(Account account, PortableDocument activity, Instant at) {
        if (activity.kind() != Kind.ACTIVITY) {
            return Uni.createFrom().item(Recipients.NONE);
        }
        Incoming in = incoming(account, activity, at.truncatedTo(ChronoUnit.MICROS));
        return database.inTransaction(session -> facts.load(session, List.of(in), Map.of())
                .map(world -> OwnerDecisions.of(account, in, world))
                .chain(outcome -> {
                    ChangeBatch batch = new ChangeBatch();
                    outcome.changes().forEach(change -> batch.add(change, Optional.empty(), in.at()));
                    return changes.write(session, batch).replaceWith(outcome.recipients());
                }));
    }

    private static Incoming incoming(Account account, PortableDocument activity, Instant at) {
        String actor = activity.json().id("actor").orElse(account.actorId());
        return new Incoming(
                activity.json(),
                new String(activity.bytes(), StandardCharsets.UTF_8),
                activity.json().string("id").orElse(activity.id().canonical()),
                Types.of(activity.json()),
                account.actor().canonical(),
                actor,
                true,
                Arrival.Proof.INTEGRITY,
                Optional.empty(),
                account.paths().followers().map(account::idOf),
                at,
                Optional.empty());
    }

    /**
     * True when a failure is the fault of what was to be written, or of our own code, so that trying the same again would
     * fail again; false when the database or the way to it is the trouble.
     */
    static boolean isAboutData(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = sqlState(cause);
            if (state != null) {
                return state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("42")
                        || state.startsWith("54");
            }
            if (cause instanceof NullPointerException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof IllegalStateException
                    || cause instanceof ClassCastException
                    || cause instanceof IndexOutOfBoundsException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String sqlState(Throwable failure) {
        return switch (failure) {
            case SQLException sql -> sql.getSQLState();
            case DatabaseException database -> database.getSqlState();
            default -> null;
        };
    }
}
