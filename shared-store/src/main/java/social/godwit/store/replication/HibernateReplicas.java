package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.InTurn;
import social.godwit.store.negentropy.HibernateTouched;

/**
 * {@link Replicas} in PostgreSQL. Rows of an account stand side by side; what changes with every document is one statement
 * over them. {@link HibernatePeers} has what is kept per peer.
 */
@ApplicationScoped
class HibernateReplicas implements Replicas {
    private static final String BEHIND = "(taken_documents < newest_documents or taken_records < newest_records)";

    /** Turns may lie this far ahead, as the clocks of this instance's processes differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** Rows that are locked at once to note what a peer has taken. */
    private static final int TAKEN = 32;

    private static final Comparator<Peer> BY_KEY =
            Comparator.comparing(peer -> peer.key().toString());

    private final Database database;
    private final AuditStore audits;
    private final MirrorStore mirrors;

    HibernateReplicas(Database database) {
        this.database = database;
        this.audits = new HibernateAuditStore(database);
        this.mirrors = new HibernateMirrorStore(database);
    }

    @Override
    public Uni<Void> share(Did account, long newest, List<Peer> gateways) {
        String[] keys = gateways.stream().map(peer -> peer.key().toString()).toArray(String[]::new);
        return database.inTransaction(session -> HibernateTouched.note(session, account.toString())
                .chain(() -> Database.query(
                        session,
                        "delete from replica where did = $1 and peer <> all($2) returning peer",
                        account.toString(),
                        keys))
                .chain(gone -> HibernatePeers.add(
                                session, gateways.stream().sorted(BY_KEY).toList())
                        .chain(() -> HibernatePeers.left(session, gone.stream().map(row -> row.getString("peer")))))
                .chain(() -> gateways.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : insert(session, account, newest, gateways, keys))
                .chain(() -> HibernateTouched.note(session, account.toString())));
    }

    @Override
    public Optional<CommonItems> common() {
        return Optional.of(new HibernateCommonItems(database));
    }

    private static Uni<Void> insert(
            Mutiny.StatelessSession session, Did account, long newest, List<Peer> gateways, String[] keys) {
        return Database.execute(
                        session,
                        """
                        insert into replica (did, peer, origin, newest_documents, newest_records, turn_at)
                        select $1, peer, origin, $4, 0, $5 from unnest($2::text[], $3::text[]) as t (peer, origin)
                        on conflict (did, peer) do update set origin = excluded.origin,
                            newest_documents = greatest(replica.newest_documents, excluded.newest_documents)
                        """,
                        account.toString(),
                        keys,
                        gateways.stream().map(peer -> peer.origin().toString()).toArray(String[]::new),
                        newest,
                        Instant.EPOCH)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> stored(Map<Did, Long> newest) {
        List<Map.Entry<Did, Long>> entries = inOrder(newest);
        return run(
                """
                update replica r set newest_documents = t.newest
                from (select l.did, l.peer, u.newest from unnest($1::text[], $2::bigint[]) as u (did, newest)
                      join replica l on l.did = u.did and l.newest_documents < u.newest
                      order by l.did, l.peer for update of l) t
                where r.did = t.did and r.peer = t.peer
                """,
                entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new),
                entries.stream().map(Map.Entry::getValue).toArray(Long[]::new));
    }

    @Override
    public Uni<Void> recorded(Did account, long newest) {
        return run(
                "update replica set newest_records = $2 where did = $1 and newest_records < $2",
                account.toString(),
                newest);
    }

    @Override
    public Uni<List<Replica>> of(Did account) {
        return list("select * from replica where did = $1 order by peer", account.toString());
    }

    @Override
    public Uni<Optional<Replica>> find(Did peer, Did account) {
        return list("select * from replica where did = $1 and peer = $2", account.toString(), peer.toString())
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<Replica>> with(Did peer, Optional<Did> after, int limit) {
        return list(
                "select * from replica where peer = $1 and did > $2 order by did limit $3",
                peer.toString(),
                text(after),
                limit(limit));
    }

    @Override
    public Uni<List<Peer>> peers(Optional<Did> after) {
        return database.inTransaction(session -> HibernatePeers.sharing(session, text(after), MAX_LIST));
    }

    @Override
    public Uni<List<Peer>> toPush(Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select p.peer, p.origin from replica_peer p where p.shares and exists"
                                + " (select 1 from replica r where r.peer = p.peer and " + BEHIND
                                + " and r.turn_at <= $2 and (r.paused_until is null or r.paused_until <= $1))"
                                + " order by p.peer limit $3",
                        now,
                        now.plus(SKEW),
                        MAX_LIST)
                .map(rows -> rows.stream().map(HibernatePeers::peer).toList()));
    }

    @Override
    public Uni<List<Replica>> unplaced(Did peer, int limit) {
        return list(
                "select * from replica where peer = $1 and taken_documents is null order by did limit $2",
                peer.toString(),
                limit(limit));
    }

    @Override
    public Uni<List<Replica>> toPush(Did peer, Instant now, int limit) {
        return list(
                "select * from replica where peer = $1 and " + BEHIND
                        + " and turn_at <= $3 and (paused_until is null or paused_until <= $2)"
                        + " order by turn_at, did limit $4",
                peer.toString(),
                now,
                now.plus(SKEW),
                limit(limit));
    }

    /**
     * Some at a time, in the order in which admissions lock these rows: nobody waits for both of two who wait for each other, and
     * an admission waits for no more than a few rows.
     */
    @Override
    public Uni<Void> taken(Did peer, Map<Did, Position> positions, Instant now) {
        return InTurn.each(InTurn.parts(inOrder(positions), TAKEN), some -> takenOf(peer, some, now));
    }

    @Override
    public Uni<Void> brought(Did peer, Map<Did, Brought> numbers) {
        List<Map.Entry<Did, Brought>> entries = inOrder(numbers);
        return run(
                """
                update replica r set taken_documents = t.last
                from (select l.did, u.last from unnest($2::text[], $3::bigint[], $4::bigint[]) as u (did, before, last)
                      join replica l on l.did = u.did and l.peer = $1 and l.taken_documents = u.before
                      order by l.did for update of l) t
                where r.peer = $1 and r.did = t.did
                """,
                peer.toString(),
                entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new),
                entries.stream().map(entry -> entry.getValue().before()).toArray(Long[]::new),
                entries.stream().map(entry -> entry.getValue().last()).toArray(Long[]::new));
    }

    /** By the accounts' text. */
    private static <T> List<Map.Entry<Did, T>> inOrder(Map<Did, T> byAccount) {
        return byAccount.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .toList();
    }

    private Uni<Void> takenOf(Did peer, List<Map.Entry<Did, Position>> entries, Instant now) {
        return run(
                """
                update replica r
                set taken_documents = greatest(coalesce(r.taken_documents, 0), t.documents),
                    taken_records = greatest(coalesce(r.taken_records, 0), t.records),
                    turn_at = greatest($5, coalesce(r.paused_until, $5))
                from (select l.did, u.documents, u.records
                      from unnest($2::text[], $3::bigint[], $4::bigint[]) as u (did, documents, records)
                      join replica l on l.did = u.did and l.peer = $1
                      order by l.did for update of l) t
                where r.peer = $1 and r.did = t.did
                """,
                peer.toString(),
                entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new),
                entries.stream().map(entry -> entry.getValue().documents()).toArray(Long[]::new),
                entries.stream().map(entry -> entry.getValue().records()).toArray(Long[]::new),
                now);
    }

    @Override
    public Uni<Void> pause(Did peer, Did account, Instant until) {
        return run(
                "update replica set paused_until = $3, turn_at = greatest(turn_at, $3) where did = $1 and peer = $2",
                account.toString(),
                peer.toString(),
                until);
    }

    @Override
    public Uni<Void> pull(Did account) {
        return run("""
                update replica set pull_position = 0, pull_newest = 0, pull_done = false
                where did = $1 and pull_position is null
                """, account.toString());
    }

    @Override
    public Uni<List<Replica>> toPull(int limit) {
        return list("select * from replica where not pull_done order by did, peer limit $1", limit(limit));
    }

    @Override
    public Uni<Void> pulled(Did peer, Did account, Replica.Pull pull) {
        return run("""
                update replica set pull_position = $3, pull_newest = $4, pull_done = $5
                where did = $1 and peer = $2 and pull_position is not null
                """, account.toString(), peer.toString(), pull.position(), pull.newest(), pull.done());
    }

    @Override
    public Uni<Boolean> claim(Did peer, Work work, Instant now, Duration lease) {
        return database.inTransaction(
                session -> Database.execute(session, """
                        insert into replica_turn (peer, work, held_until) values ($1, $2, $4)
                        on conflict (peer, work) do update set held_until = excluded.held_until
                            where replica_turn.held_until <= $3
                        """, peer.toString(), work.name(), now, now.plus(lease))
                        .map(rows -> rows > 0));
    }

    @Override
    public Uni<Void> release(Did peer, Work work) {
        return run("delete from replica_turn where peer = $1 and work = $2", peer.toString(), work.name());
    }

    @Override
    public Uni<PeerState> state(Did peer) {
        return database.inTransaction(session -> HibernatePeers.state(session, peer));
    }

    @Override
    public Uni<List<Silent>> silent(Instant since) {
        return database.inTransaction(session -> HibernatePeers.silent(session, since, MAX_LIST));
    }

    @Override
    public Uni<Shared> shared(Did peer) {
        return database.inTransaction(session -> Database.query(session, """
                        select count(*) as accounts,
                            count(*) filter (where taken_documents is null or taken_documents < newest_documents
                                or taken_records < newest_records) as behind,
                            cast(coalesce(sum(greatest(newest_documents - coalesce(taken_documents, 0), 0)
                                + greatest(newest_records - coalesce(taken_records, 0), 0)), 0) as bigint) as records
                        from replica where peer = $1
                        """, peer.toString()))
                .map(rows -> rows.getFirst())
                .map(row -> new Shared(row.getLong("accounts"), row.getLong("behind"), row.getLong("records")));
    }

    @Override
    public MirrorStore mirrors() {
        return mirrors;
    }

    @Override
    public AuditStore audits() {
        return audits;
    }

    @Override
    public Uni<Void> note(Did peer, Exchange exchange) {
        return database.inTransaction(session -> HibernatePeers.note(session, peer, exchange));
    }

    @Override
    public Uni<List<Lag>> lags() {
        return database.inTransaction(session -> Database.query(session, """
                        select peer, min(origin) as origin, count(*) as accounts,
                            sum(greatest(0, newest_documents - taken_documents)
                                + greatest(0, newest_records - taken_records))::bigint as numbers
                        from replica where taken_documents < newest_documents or taken_records < newest_records
                        group by peer order by peer limit $1
                        """, MAX_LIST)
                .map(rows -> rows.stream()
                        .map(row -> new Lag(HibernatePeers.peer(row), row.getLong("accounts"), row.getLong("numbers")))
                        .toList()));
    }

    @Override
    public Uni<Set<Sha256>> poisoned(Did peer, Collection<Sha256> hashes, Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select hash from replica_poison where peer = $1 and hash = any($2) and until > $3",
                        peer.toString(),
                        bytes(hashes),
                        now)
                .map(rows -> {
                    Set<Sha256> poisoned = new LinkedHashSet<>();
                    rows.forEach(row -> poisoned.add(Sha256.ofHash(Database.bytes(row, "hash"))));
                    return poisoned;
                }));
    }

    @Override
    public Uni<Void> poison(Did peer, Collection<Sha256> hashes, Instant now) {
        return database.inTransaction(session -> Database.execute(session, """
                        delete from replica_poison where (peer, hash) in
                            (select peer, hash from replica_poison where until <= $1 order by until limit 1000)
                        """, now)
                .chain(() -> Database.execute(session, """
                        insert into replica_poison (peer, hash, until) select distinct $1, hash, $3::timestamptz
                        from unnest($2::bytea[]) as t (hash)
                        on conflict (peer, hash) do update set until = excluded.until
                        """, peer.toString(), bytes(hashes), now.plus(POISONED)))
                .chain(() -> Database.execute(session, """
                        delete from replica_poison where peer = $1 and hash in
                            (select hash from replica_poison where peer = $1 order by until desc, hash offset $2)
                        """, peer.toString(), (long) MAX_POISON))
                .replaceWithVoid());
    }

    private static byte[][] bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::bytes).toArray(byte[][]::new);
    }

    private Uni<Void> run(String sql, @Nullable Object... parameters) {
        return database.inTransaction(
                session -> Database.execute(session, sql, parameters).replaceWithVoid());
    }

    private Uni<List<Replica>> list(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters)
                .map(rows -> rows.stream().map(HibernateReplicas::replica).toList()));
    }

    private static int limit(int wanted) {
        return Math.min(wanted, MAX_LIST);
    }

    private static String text(Optional<Did> after) {
        return after.map(Did::toString).orElse("");
    }

    static Replica replica(Row row) {
        Long documents = row.getLong("taken_documents");
        Long position = row.getLong("pull_position");
        OffsetDateTime paused = row.getOffsetDateTime("paused_until");
        return new Replica(
                HibernatePeers.peer(row),
                Did.parse(row.getString("did")).orElseThrow(),
                new Position(row.getLong("newest_documents"), row.getLong("newest_records")),
                documents == null
                        ? Optional.empty()
                        : Optional.of(new Position(documents, row.getLong("taken_records"))),
                position == null
                        ? Optional.empty()
                        : Optional.of(
                                new Replica.Pull(position, row.getLong("pull_newest"), row.getBoolean("pull_done"))),
                Optional.ofNullable(paused).map(OffsetDateTime::toInstant));
    }
}
