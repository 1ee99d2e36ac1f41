package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.Database;

/**
 * One owner's batch on its way into PostgreSQL, when what matters is loaded: decide, insert in a few statements (the same ones for
 * all owners of a transaction), then derive what checkpoints and tombstones change for others.
 */
final class HibernateAdmission {
    private final Mutiny.StatelessSession session;
    private final Did owner;
    private final String did;
    private final Batch batch;
    private final Snapshot snapshot;
    /** The last number that was given out before. */
    private final long before;

    private final Instant now;
    private final Notices notices;
    private final HibernateDerived derived;
    private final HibernateKeyLog keyLog;
    private @Nullable KeyLogIntake intake;
    private Devices devices = Devices.none();
    /** What has come to be listed. */
    private final List<Sha256> shown = new ArrayList<>();

    HibernateAdmission(
            Mutiny.StatelessSession session, Did owner, Batch batch, Snapshot snapshot, Instant now, Notices notices) {
        this.session = session;
        this.owner = owner;
        this.did = owner.toString();
        this.batch = batch;
        this.snapshot = snapshot;
        this.before = snapshot.lastNumber;
        this.now = now;
        this.notices = notices;
        this.derived = new HibernateDerived(session, did, now);
        this.keyLog = new HibernateKeyLog(session, did);
    }

    /** All or nothing; into the repository, which is locked. */
    Uni<Publication> publish() {
        return judge().chain(() -> {
            Optional<Publication> obstacle = batch.refusal().or(() -> batch.conflict(snapshot));
            return obstacle.isPresent()
                    ? keepEvidence().replaceWith(obstacle.get())
                    : store(session, List.of(this), now)
                            .map(List::getFirst)
                            .map(stored -> new Publication.Published(stored.outcomes(), stored.change()));
        });
    }

    /** Each document of each owner by itself; into their repositories, which are locked. What came of it in their order. */
    static Uni<List<Stored>> admit(Mutiny.StatelessSession session, List<HibernateAdmission> all, Instant now) {
        return eachOf(all, HibernateAdmission::judge).chain(() -> store(session, all, now));
    }

    private static Uni<Void> eachOf(List<HibernateAdmission> all, Function<HibernateAdmission, Uni<Void>> work) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (HibernateAdmission one : all) {
            done = done.chain(() -> work.apply(one));
        }
        return done;
    }

    private Uni<Void> judge() {
        return judgeKeyLog().chain(this::judgeCheckpoints);
    }

    private Uni<Void> judgeKeyLog() {
        if (!batch.has(DocumentKind.KEY_LOG)) {
            return Uni.createFrom().voidItem();
        }
        return keyLog.entries()
                .chain(here -> HibernateReads.actor(session, owner)
                        .chain(actor -> notices.of(owner, actor))
                        .invoke(known -> judgeKeyLog(here, known)))
                .replaceWithVoid();
    }

    private void judgeKeyLog(HibernateKeyLog.Entries here, Map<Sha256, Notice> known) {
        var judged = KeyLogIntake.of(here.genesis(), here.all(), batch.candidates(), known, now);
        intake = judged;
        batch.refuse(judged.refused());
        judged.log().ifPresent(log -> {
            snapshot.gated = log.requiresCheckpoints();
            devices = Devices.of(log);
        });
    }

    private Uni<Void> judgeCheckpoints() {
        if (!batch.has(DocumentKind.CHECKPOINT)) {
            return Uni.createFrom().voidItem();
        }
        Uni<Devices> known =
                intake == null ? keyLog.devices() : Uni.createFrom().item(devices);
        return known.invoke(loaded -> {
                    devices = loaded;
                    batch.readLinks(snapshot, loaded);
                })
                .replaceWithVoid();
    }

    /** What is the same for all owners takes one statement for all of them. */
    private static Uni<List<Stored>> store(Mutiny.StatelessSession session, List<HibernateAdmission> all, Instant now) {
        all.forEach(one -> one.batch.settle(one.snapshot));
        List<Stored> stored = new ArrayList<>();
        return new HibernateInsert(session)
                .all(
                        all.stream()
                                .flatMap(one -> one.batch.fresh().stream()
                                        .map(candidate -> new HibernateInsert.Fresh(one.did, candidate)))
                                .toList(),
                        now)
                .chain(() -> eachOf(all, HibernateAdmission::derive))
                .chain(() -> new HibernateCounts(session).add(items(all)))
                .chain(() -> numbered(session, all))
                .chain(() -> eachOf(all, one -> one.stored().invoke(stored::add).replaceWithVoid()))
                .replaceWith(stored);
    }

    private static HibernateCounts.Items items(List<HibernateAdmission> all) {
        var items = new HibernateCounts.Items(new TreeMap<>());
        all.forEach(one -> items.byOwner().put(one.did, one.batch.items()));
        return items;
    }

    private static Uni<Void> numbered(Mutiny.StatelessSession session, List<HibernateAdmission> all) {
        return Database.execute(
                        session,
                        """
                        update repository r set last_number = t.last_number
                        from unnest($1::text[], $2::bigint[]) as t (did, last_number)
                        where r.did = t.did and r.last_number < t.last_number
                        """,
                        all.stream().map(one -> one.did).toArray(String[]::new),
                        all.stream().map(one -> one.snapshot.lastNumber).toArray(Long[]::new))
                .replaceWithVoid();
    }

    /** What the new documents change for others. */
    private Uni<Void> derive() {
        return promote()
                .chain(this::storeLinks)
                .chain(this::listed)
                .invoke(shown::addAll)
                .chain(() -> new HibernateEvidence(session, owner, now).keep(batch.contradictions()))
                .chain(this::keepEvidence);
    }

    private Uni<Stored> stored() {
        return change().map(change -> new Stored(batch.outcomes(), change));
    }

    private Uni<Optional<RepositoryChange>> change() {
        if (!batch.changes()) {
            return Uni.createFrom().item(Optional.empty());
        }
        boolean revised = batch.revises(devices);
        return counting()
                .chain(counting -> (RepositoryChange.touchesActor(counting, revised)
                                ? HibernateReads.actor(session, owner)
                                : Uni.createFrom().item(Optional.<StoredDocument>empty()))
                        .map(actor -> Optional.of(
                                new RepositoryChange(owner, before, snapshot.lastNumber, counting, revised, actor))));
    }

    private Uni<List<StoredDocument>> counting() {
        List<StoredDocument> counting = new ArrayList<>(batch.counting());
        Set<Sha256> known = counting.stream().map(StoredDocument::hash).collect(Collectors.toSet());
        List<Sha256> others =
                shown.stream().filter(hash -> !known.contains(hash)).toList();
        if (others.isEmpty()) {
            return Uni.createFrom().item(counting);
        }
        return HibernateReads.standalone(session, owner, others).map(documents -> {
            counting.addAll(documents);
            counting.sort(Comparator.comparingLong(StoredDocument::number));
            return counting;
        });
    }

    private Uni<Void> storeLinks() {
        Map<Candidate, Checkpoint> links = batch.links();
        if (links.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var checkpoints = new HibernateCheckpoints(session, did);
        return checkpoints
                .insert(links, devices)
                .chain(() -> checkpoints.forks(links))
                .chain(forks -> new HibernateEvidence(session, owner, now).keep(Evidence.Kind.CHECKPOINTS, forks));
    }

    /** Returns what came to be listed. Derives as little as the batch allows: everything only when the key log or a revoked device has spoken. */
    private Uni<List<Sha256>> listed() {
        Optional<KeyLog> log = Optional.ofNullable(intake).flatMap(KeyLogIntake::log);
        boolean revoked = batch.links().values().stream().anyMatch(link -> devices.revoked(link.device()));
        if (log.isPresent() || revoked) {
            return log.map(keyLog::write)
                    .orElse(Uni.createFrom().voidItem())
                    .chain(() -> new HibernateCheckpoints(session, did).recount(devices))
                    .chain(() -> derived.everything(snapshot.gated));
        }
        return (snapshot.gated
                        ? derived.list(batch.listedNow())
                        : Uni.createFrom().item(List.<Sha256>of()))
                .call(() -> batch.mayBury() ? derived.bury() : Uni.createFrom().voidItem());
    }

    private Uni<Void> keepEvidence() {
        return intake == null
                ? Uni.createFrom().voidItem()
                : new HibernateEvidence(session, owner, now).keep(Evidence.Kind.KEY_LOG, intake.contradictions());
    }

    /** What was a part of others only is an item of its own now, with a number that readers have not passed. */
    private Uni<Void> promote() {
        List<Candidate> promoted = batch.promoted();
        if (promoted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Database.execute(
                        session,
                        """
                        update document d set standalone = true, number = u.number
                        from unnest($2::bytea[], $3::bigint[]) as u(hash, number)
                        where d.did = $1 and d.hash = u.hash
                        """,
                        did,
                        promoted.stream().map(c -> c.hash().bytes()).toArray(byte[][]::new),
                        promoted.stream().map(c -> c.number).toArray(Long[]::new))
                .replaceWithVoid();
    }
}
