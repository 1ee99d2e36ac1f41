package social.godwit.network.host;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link NetworkStore} in the tables {@code hosted_network}, {@code network_act}, {@code network_source} and {@code network_member}. */
@ApplicationScoped
class HibernateNetworkStore implements NetworkStore {
    private final Database database;

    HibernateNetworkStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Hosted>> hosted() {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select network, last_number, ends_at from hosted_network where dismissed_at is null"
                                + " order by hosted_at, network limit $1",
                        MAX_NETWORKS)
                .map(rows -> rows.stream()
                        .map(row -> new Hosted(
                                did(row.getString("network")),
                                row.getLong("last_number"),
                                Optional.ofNullable(row.getOffsetDateTime("ends_at"))
                                        .map(OffsetDateTime::toInstant)))
                        .toList()));
    }

    @Override
    public Uni<Boolean> host(Did network, Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) as n from hosted_network where dismissed_at is null and network <> $1",
                        network.toString())
                .chain(rows -> rows.getFirst().getLong("n") >= MAX_NETWORKS
                        ? Uni.createFrom().item(false)
                        : Database.execute(
                                        session,
                                        "insert into hosted_network (network, hosted_at) values ($1, $2)"
                                                + " on conflict (network) do update set dismissed_at = null, ends_at = null",
                                        network.toString(),
                                        now)
                                .replaceWith(true)));
    }

    @Override
    public Uni<Boolean> hostFirst(Did network, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into hosted_network (network, hosted_at, first) values ($1, $2, true)"
                                + " on conflict (first) do nothing",
                        network.toString(),
                        now)
                .map(count -> count > 0));
    }

    @Override
    public Uni<Boolean> announceEnd(Did network, Instant ends) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update hosted_network set ends_at = $2 where network = $1 and dismissed_at is null",
                        network.toString(),
                        ends)
                .map(count -> count > 0));
    }

    @Override
    public Uni<Boolean> dismiss(Did network, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update hosted_network set dismissed_at = $2 where network = $1 and dismissed_at is null",
                        network.toString(),
                        now)
                .call(() -> Database.execute(session, "delete from network_act where network = $1", network.toString()))
                .call(() ->
                        Database.execute(session, "delete from network_source where network = $1", network.toString()))
                .call(() ->
                        Database.execute(session, "delete from network_member where network = $1", network.toString()))
                .map(count -> count > 0));
    }

    @Override
    public Uni<Integer> keep(Did network, List<KeptAct> acts, Instant now) {
        if (acts.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return database.inTransaction(session -> Database.query(
                        session,
                        "select last_number from hosted_network where network = $1 and dismissed_at is null for update",
                        network.toString())
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : fresh(session, network, acts)
                                .chain(fresh -> insert(
                                        session, network, fresh, rows.getFirst().getLong("last_number"), now))));
    }

    /** Those that are not here and for which there is room. */
    private static Uni<List<KeptAct>> fresh(Mutiny.StatelessSession session, Did network, List<KeptAct> acts) {
        byte[][] hashes = acts.stream().map(act -> act.act().hash().bytes()).toArray(byte[][]::new);
        String[] authors = acts.stream()
                .map(act -> act.act().author().toString())
                .distinct()
                .toArray(String[]::new);
        return Database.query(
                        session,
                        "select hash from network_act where network = $1 and hash = any($2)",
                        network.toString(),
                        hashes)
                .chain(known -> Database.query(
                                session,
                                "select author, count(*) as n from network_act where network = $1 and author = any($2)"
                                        + " group by author",
                                network.toString(),
                                authors)
                        .chain(counts -> Database.query(
                                        session,
                                        "select count(*) as n from network_act where network = $1",
                                        network.toString())
                                .map(all -> {
                                    Set<Sha256> seen = new HashSet<>();
                                    known.forEach(row -> seen.add(Sha256.ofHash(Database.bytes(row, "hash"))));
                                    Map<String, Long> byAuthor = new HashMap<>();
                                    counts.forEach(row -> byAuthor.put(row.getString("author"), row.getLong("n")));
                                    return fitting(
                                            network,
                                            acts,
                                            seen,
                                            byAuthor,
                                            all.getFirst().getLong("n"));
                                })));
    }

    private static List<KeptAct> fitting(
            Did network, List<KeptAct> acts, Set<Sha256> seen, Map<String, Long> byAuthor, long all) {
        List<KeptAct> fitting = new ArrayList<>();
        for (KeptAct act : acts) {
            String author = act.act().author().toString();
            boolean fits = act.act().act().network().equals(network)
                    && all + fitting.size() < MAX_ACTS
                    && byAuthor.getOrDefault(author, 0L) < MAX_OF_AUTHOR
                    && seen.add(act.act().hash());
            if (fits) {
                byAuthor.merge(author, 1L, Long::sum);
                fitting.add(act);
            }
        }
        return fitting;
    }

    private static Uni<Integer> insert(
            Mutiny.StatelessSession session, Did network, List<KeptAct> acts, long last, Instant now) {
        if (acts.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        Long[] numbers = new Long[acts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = last + i + 1;
        }
        return Database.execute(
                        session,
                        "insert into network_act (network, hash, number, author, kept_at, document)"
                                + " select $1, t.hash, t.number, t.author, $2, t.document"
                                + " from unnest($3::bytea[], $4::bigint[], $5::text[], $6::bytea[])"
                                + " as t (hash, number, author, document)",
                        network.toString(),
                        now,
                        acts.stream().map(act -> act.act().hash().bytes()).toArray(byte[][]::new),
                        numbers,
                        acts.stream().map(act -> act.act().author().toString()).toArray(String[]::new),
                        acts.stream().map(KeptAct::bytes).toArray(byte[][]::new))
                .call(() -> Database.execute(
                        session,
                        "update hosted_network set last_number = $2 where network = $1",
                        network.toString(),
                        last + acts.size()));
    }

    @Override
    public Uni<Acts> acts(Did network, long after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select number, document from network_act where network = $1 and number > $2"
                                + " order by number limit $3",
                        network.toString(),
                        after,
                        limit)
                .map(rows -> new Acts(
                        rows.stream()
                                .map(row -> Database.bytes(row, "document"))
                                .toList(),
                        rows.isEmpty() ? after : rows.getLast().getLong("number"))));
    }

    @Override
    public Uni<Boolean> addSource(Did network, String origin) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into network_source (network, origin) select $1, $2 where"
                                + " (select count(*) from network_source where network = $1) < $3"
                                + " on conflict (network, origin) do nothing",
                        network.toString(),
                        origin,
                        MAX_SOURCES)
                .chain(count -> count > 0
                        ? Uni.createFrom().item(true)
                        : Database.query(
                                        session,
                                        "select 1 from network_source where network = $1 and origin = $2",
                                        network.toString(),
                                        origin)
                                .map(rows -> !rows.isEmpty())));
    }

    @Override
    public Uni<List<Source>> sources() {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select network, origin, position, joined from network_source order by network, origin limit $1",
                        MAX_NETWORKS * MAX_SOURCES)
                .map(rows -> rows.stream()
                        .map(row -> new Source(
                                did(row.getString("network")),
                                row.getString("origin"),
                                row.getLong("position"),
                                row.getString("joined")))
                        .toList()));
    }

    @Override
    public Uni<Void> members(Source source, String joined, Map<Did, byte[]> documents) {
        List<Map.Entry<Did, byte[]>> kept =
                documents.entrySet().stream().limit(MAX_MEMBERS).toList();
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from network_member where network = $1 and origin = $2",
                        source.network().toString(),
                        source.origin())
                .chain(() -> Database.execute(
                        session,
                        "insert into network_member (network, origin, member, document)"
                                + " select $1, $2, t.member, t.document"
                                + " from unnest($3::text[], $4::bytea[]) as t (member, document)",
                        source.network().toString(),
                        source.origin(),
                        kept.stream().map(one -> one.getKey().toString()).toArray(String[]::new),
                        kept.stream().map(Map.Entry::getValue).toArray(byte[][]::new)))
                .chain(() -> Database.execute(
                        session,
                        "update network_source set joined = $3 where network = $1 and origin = $2",
                        source.network().toString(),
                        source.origin(),
                        joined))
                .replaceWithVoid());
    }

    @Override
    public Uni<List<byte[]>> members(Did network) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select distinct on (member) member, document from network_member where network = $1"
                                + " order by member, origin limit $2",
                        network.toString(),
                        MAX_MEMBERS)
                .map(rows -> rows.stream()
                        .map(row -> Database.bytes(row, "document"))
                        .toList()));
    }

    @Override
    public Uni<Void> rewind(Did network) {
        return database.inTransaction(session -> Database.execute(
                        session, "update network_source set position = 0 where network = $1", network.toString())
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> asked(Source source, long position, String fault, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update network_source set position = $3, asked_at = $4, fault = nullif($5, '')"
                                + " where network = $1 and origin = $2",
                        source.network().toString(),
                        source.origin(),
                        position,
                        now,
                        fault)
                .replaceWithVoid());
    }

    private static Did did(String text) {
        return Did.parse(text).orElseThrow(() -> new IllegalStateException("not a DID in the database: " + text));
    }
}
