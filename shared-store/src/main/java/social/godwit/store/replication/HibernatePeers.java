package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.Database;

/** The table of peers: whether they share an account with this instance, and how they have done. */
final class HibernatePeers {
    private static final String UNHEARD = """
            insert into replica_peer (peer, origin, shares, heard_at, failures, bytes_sent, bytes_received, rejected, demerits)
            """;

    private HibernatePeers() {}

    /**
     * Notes that these share an account. Their rows are locked until the transaction ends, so that one who takes the last
     * account from a peer sees what is added at the same time.
     */
    static Uni<Void> add(Mutiny.StatelessSession session, List<Peer> peers) {
        if (peers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Database.execute(
                        session,
                        UNHEARD + """
                        select peer, origin, true, $3, 0, 0, 0, 0, 0
                        from unnest($1::text[], $2::text[]) as t (peer, origin) order by peer
                        on conflict (peer) do update set shares = true, origin = excluded.origin
                        """,
                        peers.stream().map(peer -> peer.key().toString()).toArray(String[]::new),
                        peers.stream().map(peer -> peer.origin().toString()).toArray(String[]::new),
                        Instant.EPOCH)
                .replaceWithVoid();
    }

    /** Looks whether those from whom an account was taken share another one. */
    static Uni<Void> left(Mutiny.StatelessSession session, Stream<String> keys) {
        String[] sorted = keys.sorted().toArray(String[]::new);
        if (sorted.length == 0) {
            return Uni.createFrom().voidItem();
        }
        // two statements: the second sees what was committed while the first waited for the lock
        return Database.query(
                        session, "select peer from replica_peer where peer = any($1) order by peer for update", (Object)
                                sorted)
                .chain(() -> Database.execute(session, """
                        update replica_peer p set shares = exists (select 1 from replica r where r.peer = p.peer)
                        where p.peer = any($1)
                        """, (Object) sorted))
                .replaceWithVoid();
    }

    static Uni<List<Peer>> sharing(Mutiny.StatelessSession session, String after, int limit) {
        return Database.query(
                        session,
                        "select peer, origin from replica_peer where shares and peer > $1 order by peer limit $2",
                        after,
                        limit)
                .map(rows -> rows.stream().map(HibernatePeers::peer).toList());
    }

    static Uni<List<Replicas.Silent>> silent(Mutiny.StatelessSession session, Instant since, int limit) {
        return Database.query(session, """
                        select * from replica_peer
                        where shares and (last_success_at is null or last_success_at < $1) order by peer limit $2
                        """, since, limit)
                .map(rows -> rows.stream()
                        .map(row -> new Replicas.Silent(peer(row), state(row)))
                        .toList());
    }

    static Uni<PeerState> state(Mutiny.StatelessSession session, Did peer) {
        return Database.query(session, "select * from replica_peer where peer = $1", peer.toString())
                .map(rows ->
                        rows.stream().findFirst().map(HibernatePeers::state).orElse(PeerState.NEW));
    }

    static Uni<Void> note(Mutiny.StatelessSession session, Did peer, Exchange exchange) {
        String key = peer.toString();
        return Database.execute(
                        session,
                        UNHEARD + "values ($1, null, false, $2, 0, 0, 0, 0, 0) on conflict do nothing",
                        key,
                        exchange.at())
                .chain(added -> added == 0 ? Uni.createFrom().voidItem() : forget(session))
                .chain(() -> Database.query(session, "select * from replica_peer where peer = $1 for update", key))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : write(session, key, state(rows.getFirst()).after(exchange), exchange.at()));
    }

    private static Uni<Void> forget(Mutiny.StatelessSession session) {
        return Database.execute(session, """
                        delete from replica_peer where not shares and peer in
                            (select peer from replica_peer where not shares order by heard_at desc, peer offset $1)
                        """, (long) Replicas.MAX_STRANGERS).replaceWithVoid();
    }

    private static Uni<Void> write(Mutiny.StatelessSession session, String peer, PeerState state, Instant now) {
        return Database.execute(
                        session,
                        """
                        update replica_peer set heard_at = greatest(heard_at, $2), last_success_at = $3, failures = $4,
                            not_before = $5, reconciled_at = $6, bytes_sent = $7, bytes_received = $8, rejected = $9,
                            demerits = $10, demerits_at = $11
                        where peer = $1
                        """,
                        peer,
                        now,
                        state.lastSuccess().orElse(null),
                        state.failures(),
                        state.notBefore().orElse(null),
                        state.lastReconciled().orElse(null),
                        state.sent(),
                        state.received(),
                        state.rejected(),
                        state.demerits(),
                        state.demeritsAt().orElse(null))
                .replaceWithVoid();
    }

    /** Of a row with {@code peer} and {@code origin}. */
    static Peer peer(Row row) {
        return new Peer(
                Origin.parse(row.getString("origin")).orElseThrow(),
                Did.parse(row.getString("peer")).orElseThrow());
    }

    private static PeerState state(Row row) {
        return new PeerState(
                row.getBoolean("shares"),
                instant(row, "last_success_at"),
                row.getInteger("failures"),
                instant(row, "not_before"),
                instant(row, "reconciled_at"),
                row.getLong("bytes_sent"),
                row.getLong("bytes_received"),
                row.getLong("rejected"),
                row.getDouble("demerits"),
                instant(row, "demerits_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        @Nullable OffsetDateTime time = row.getOffsetDateTime(column);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
