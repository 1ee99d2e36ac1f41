package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.store.Database;

/** {@link DeliveryQueue} in PostgreSQL: {@code delivery_peer} and {@code delivery_entry}. */
@ApplicationScoped
class HibernateDeliveryQueue implements DeliveryQueue {
    private static final int SWEEP_MAX = 5_000;

    private static final String CLAIM = """
            with due as (
                select host from delivery_peer
                where due <= $1 and (claimed_until is null or claimed_until < $1) and not host = any($6::text[])
                  and (failures = 0 and last_success is not null) = $2
                order by due limit $3 for update skip locked)
            update delivery_peer p set claims = p.claims + 1, claimed_by = $4, claimed_until = $5, seen = $1
            from due where p.host = due.host
            returning p.host, p.claims, p.failures, p.failing_since, p.last_success is not null and p.failures = 0 as proven""";

    /** Passes over what the host has put off, and whatever the same account said after that. */
    private static final String WINDOWS = """
            select e.* from unnest($1::text[], $2::int[]) c(host, size) cross join lateral (
                select host, number, account, hash, inboxes, attempts from delivery_entry e
                where e.host = c.host and (e.held_until is null or e.held_until <= $3)
                  and not exists (select 1 from delivery_entry h
                      where h.host = e.host and h.account = e.account and h.number < e.number and h.held_until > $3)
                order by number limit c.size) e
            order by e.host, e.number""";

    private static final String BODIES = """
            select a.account, a.hash, a.activity, a.body, a.signer, a.created as kept from delivery_activity a
            join unnest($1::text[], $2::text[]) w(account, hash) on a.account = w.account and a.hash = w.hash""";

    private static final String FINISH = """
            delete from delivery_entry e
            using unnest($1::text[], $2::bigint[], $3::bigint[]) f(host, number, token), delivery_peer p
            where e.host = f.host and e.number = f.number and p.host = f.host and p.claims = f.token""";

    private static final String KEEP = """
            update delivery_entry e
            set inboxes = string_to_array(k.inboxes, E'\\n'), attempts = k.attempts, held_until = k.held_until
            from unnest($1::text[], $2::bigint[], $3::text[], $4::int[], $5::timestamptz[], $6::bigint[])
                k(host, number, inboxes, attempts, held_until, token), delivery_peer p
            where e.host = k.host and e.number = k.number and p.host = k.host and p.claims = k.token""";

    /** Nobody can claim a host that is locked, or take a number of it: what is seen after it is the whole queue. */
    private static final String LOCK =
            "select host from delivery_peer where host = any($1::text[]) order by host for update";

    private static final String RELEASE = """
            update delivery_peer p set
                claimed_by = null, claimed_until = null, seen = $1, failures = r.failures, failing_since = r.failing_since,
                last_success = coalesce(r.last_success, p.last_success),
                last_problem = coalesce(r.problem, p.last_problem),
                refused = p.refused + r.refused, last_refusal = coalesce(r.refusal, p.last_refusal),
                position = coalesce((select min(e.number) - 1 from delivery_entry e where e.host = p.host), p.newest),
                due = case
                    when not exists (select 1 from delivery_entry e where e.host = p.host) then null
                    when r.retry_at is not null then r.retry_at
                    when exists (select 1 from delivery_entry e
                        where e.host = p.host and (e.held_until is null or e.held_until <= $1)
                          and not exists (select 1 from delivery_entry h where h.host = e.host
                              and h.account = e.account and h.number < e.number and h.held_until > $1)) then $1
                    else (select min(e.held_until) from delivery_entry e where e.host = p.host) end
            from unnest($2::text[], $3::timestamptz[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::text[],
                $8::int[], $9::text[], $10::bigint[])
                r(host, retry_at, failures, failing_since, last_success, problem, refused, refusal, token)
            where p.host = r.host and p.claims = r.token""";

    private final Database database;

    HibernateDeliveryQueue(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Claim>> claim(
            String worker, Collection<String> busy, int proven, int others, Instant now, Instant until) {
        String[] own = busy.toArray(String[]::new);
        return database.inTransaction(session -> claimed(session, worker, own, true, proven, now, until)
                .chain(first -> claimed(session, worker, own, false, others, now, until)
                        .map(second -> concatenated(first, second)))
                .chain(peers -> withEntries(session, peers, now)));
    }

    private static Uni<List<Row>> claimed(
            Mutiny.StatelessSession session,
            String worker,
            String[] busy,
            boolean proven,
            int most,
            Instant now,
            Instant until) {
        return most <= 0
                ? Uni.createFrom().item(List.of())
                : Database.query(session, CLAIM, now, proven, most, worker, until, busy);
    }

    private static List<Row> concatenated(List<Row> first, List<Row> second) {
        List<Row> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Uni<List<Claim>> withEntries(Mutiny.StatelessSession session, List<Row> peers, Instant now) {
        if (peers.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        String[] hosts = peers.stream().map(peer -> peer.getString("host")).toArray(String[]::new);
        // A host that may be down is asked with one entry: the probe.
        Integer[] sizes = peers.stream()
                .map(peer -> peer.getInteger("failures") > 0 ? 1 : WINDOW)
                .toArray(Integer[]::new);
        return Database.query(session, WINDOWS, hosts, sizes, now)
                .chain(entries -> bodies(session, entries).map(bodies -> claims(peers, entries, bodies)));
    }

    private static Uni<Map<String, Body>> bodies(Mutiny.StatelessSession session, List<Row> entries) {
        Map<String, Row> wanted = new LinkedHashMap<>();
        entries.forEach(entry -> wanted.put(bodyKey(entry), entry));
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String[] accounts =
                wanted.values().stream().map(row -> row.getString("account")).toArray(String[]::new);
        String[] hashes =
                wanted.values().stream().map(row -> row.getString("hash")).toArray(String[]::new);
        return Database.query(session, BODIES, accounts, hashes).map(rows -> {
            Map<String, Body> bodies = new HashMap<>();
            rows.forEach(row -> bodies.put(bodyKey(row), body(row)));
            return bodies;
        });
    }

    private static String bodyKey(Row row) {
        return row.getString("account") + ' ' + row.getString("hash");
    }

    static Body body(Row row) {
        return new Body(
                row.getString("account"),
                row.getString("hash"),
                row.getString("activity"),
                row.getString("body"),
                Signer.valueOf(row.getString("signer")),
                Database.instant(row, "kept"));
    }

    private static List<Claim> claims(List<Row> peers, List<Row> rows, Map<String, Body> bodies) {
        Map<String, List<Entry>> entries = new HashMap<>();
        for (Row row : rows) {
            Body body = bodies.get(bodyKey(row));
            if (body != null) {
                entries.computeIfAbsent(row.getString("host"), host -> new ArrayList<>())
                        .add(new Entry(
                                row.getString("host"),
                                row.getLong("number"),
                                body,
                                Arrays.asList(row.getArrayOfStrings("inboxes")),
                                row.getInteger("attempts")));
            }
        }
        return peers.stream()
                .map(peer -> new Claim(
                        peer.getString("host"),
                        peer.getLong("claims"),
                        peer.getBoolean("proven"),
                        peer.getInteger("failures"),
                        optionalInstant(peer, "failing_since"),
                        entries.getOrDefault(peer.getString("host"), List.of())))
                .toList();
    }

    static Optional<Instant> optionalInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    @Override
    public Uni<Void> record(Collection<Settled> settled, Collection<Release> released, Instant now) {
        List<Settled> finished =
                settled.stream().filter(one -> one.remaining().isEmpty()).toList();
        List<Settled> kept =
                settled.stream().filter(one -> !one.remaining().isEmpty()).toList();
        String[] hosts = Stream.concat(
                        settled.stream().map(Settled::host), released.stream().map(Release::host))
                .distinct()
                .toArray(String[]::new);
        return database.inTransaction(session -> Database.query(session, LOCK, (Object) hosts)
                .chain(() -> finish(session, finished))
                .chain(() -> keep(session, kept))
                .chain(() -> release(session, List.copyOf(released), now)));
    }

    private static Uni<Void> finish(Mutiny.StatelessSession session, List<Settled> finished) {
        return finished.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                FINISH,
                                strings(finished, Settled::host),
                                longs(finished, Settled::number),
                                longs(finished, Settled::token))
                        .replaceWithVoid();
    }

    private static Uni<Void> keep(Mutiny.StatelessSession session, List<Settled> kept) {
        return kept.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                KEEP,
                                strings(kept, Settled::host),
                                longs(kept, Settled::number),
                                strings(kept, one -> String.join("\n", one.remaining())),
                                integers(kept, Settled::attempts),
                                instants(kept, Settled::heldUntil),
                                longs(kept, Settled::token))
                        .replaceWithVoid();
    }

    private static Uni<Void> release(Mutiny.StatelessSession session, List<Release> released, Instant now) {
        return released.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                RELEASE,
                                now,
                                strings(released, Release::host),
                                instants(released, Release::retryAt),
                                integers(released, Release::failures),
                                instants(released, Release::failingSince),
                                instants(released, Release::lastSuccess),
                                strings(released, one -> one.problem().orElse(null)),
                                integers(released, Release::refused),
                                strings(released, one -> one.refusal().orElse(null)),
                                longs(released, Release::token))
                        .replaceWithVoid();
    }

    private static <T> String[] strings(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Long[] longs(List<T> rows, Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    private static <T> Integer[] integers(List<T> rows, Function<T, Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    private static <T> Instant[] instants(List<T> rows, Function<T, Optional<Instant>> column) {
        return rows.stream().map(row -> column.apply(row).orElse(null)).toArray(Instant[]::new);
    }

    @Override
    public Uni<Void> prolong(String worker, Collection<String> hosts, Instant until) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update delivery_peer set claimed_until = $1 where claimed_by = $2 and host = any($3::text[])",
                        until,
                        worker,
                        hosts.toArray(String[]::new)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<PositionNotes.Document>> end(Instant now) {
        return database.inTransaction(
                        session -> Database.query(session, """
                        delete from delivery_activity where created < $1 and (account, hash) in (
                            select account, hash from delivery_activity a
                            where created < $1
                              and not exists (select 1 from delivery_entry e
                                  where e.account = a.account and e.hash = a.hash)
                              and not exists (select 1 from delivery_fanout f
                                  where f.account = a.account and f.hash = a.hash)
                              and not exists (select 1 from delivery_address d
                                  where d.account = a.account and d.hash = a.hash)
                            limit $2)
                        returning account, hash""", now.minus(Duration.ofHours(1)), ENDED_MAX))
                .map(rows -> rows.stream()
                        .map(row -> new PositionNotes.Document(row.getString("account"), row.getString("hash")))
                        .toList());
    }

    @Override
    public Uni<Integer> sweep(Instant now, Duration patience) {
        Instant old = now.minus(patience);
        return database.inTransaction(session -> Database.execute(session, """
                        delete from delivery_entry where (host, number) in (
                            select e.host, e.number from delivery_peer p join delivery_entry e on e.host = p.host
                            where p.failing_since < $1 and e.created < $1 limit $2)""", old, SWEEP_MAX)
                .chain(count -> Database.execute(session, """
                                delete from delivery_peer where host in (
                                    select host from delivery_peer p
                                    where seen < $1 and not exists (
                                        select 1 from delivery_entry e where e.host = p.host)
                                    order by seen limit $2 for update skip locked)""", old, SWEEP_MAX).map(peers -> count + peers)));
    }
}
