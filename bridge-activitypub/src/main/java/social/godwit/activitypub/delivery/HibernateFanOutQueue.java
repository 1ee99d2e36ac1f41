package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.delivery.FanOut.Place;
import social.godwit.activitypub.delivery.FanOut.Spread;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link FanOutQueue} in PostgreSQL. */
@ApplicationScoped
class HibernateFanOutQueue implements FanOutQueue {
    /** The account's row stays locked until the commit, so numbers are given in the order of commits. */
    private static final String ADD = """
            with turn as (
                insert into delivery_account as a (account, newest, done, due) values ($1, 1, 0, $2)
                on conflict (account) do update set newest = a.newest + 1, due = coalesce(a.due, excluded.due)
                returning newest),
            kept as (
                insert into delivery_activity (account, hash, activity, body, signer, created)
                values ($1, $3, $4, $5, $6, $2)
                on conflict (account, hash) do update set created = excluded.created, signer = excluded.signer)
            insert into delivery_fanout (account, number, hash, actors, inboxes, followers, created)
            select $1, newest, $3, $7, $8, $9, $2 from turn""";

    private static final String CLAIM = """
            with due as (
                select account from delivery_account
                where due <= $1 and (claimed_until is null or claimed_until < $1)
                order by due limit $2 for update skip locked)
            update delivery_account a set claimed_until = $3 from due where a.account = due.account
            returning a.account""";

    private static final String WINDOWS = """
            select f.number, f.actors, f.inboxes, f.followers, b.account, b.hash, b.activity, b.body, b.signer,
                b.created as kept
            from unnest($1::text[]) c(account) cross join lateral (
                select * from delivery_fanout f where f.account = c.account order by number limit $2) f
            join delivery_activity b on b.account = f.account and b.hash = f.hash
            order by f.account, f.number""";

    /** Locks hosts in one order, whoever spreads what, and takes as many numbers of each as there are entries for it. */
    private static final String TAKE_NUMBERS = """
            with locked as (
                select p.host, u.size from delivery_peer p join unnest($1::text[], $2::int[]) u(host, size)
                    on u.host = p.host
                order by p.host for update of p)
            update delivery_peer p set newest = p.newest + l.size, due = coalesce(p.due, $3)
            from locked l where p.host = l.host
            returning p.host, p.newest - l.size as before""";

    private static final String INSERT_ENTRIES = """
            insert into delivery_entry (host, number, account, hash, inboxes, created)
            select host, number, $1, $2, string_to_array(inboxes, E'\\n'), $3
            from unnest($4::text[], $5::bigint[], $6::text[]) e(host, number, inboxes)""";

    private static final String CLAIM_ADDRESSES = """
            with due as (
                select account, number, actor from delivery_address d
                where due <= $1 and (claimed_until is null or claimed_until < $1)
                  and not exists (select 1 from delivery_address e
                      where e.account = d.account and e.actor = d.actor and e.number < d.number)
                order by due limit $2 for update skip locked),
            claimed as (
                update delivery_address d set claimed_until = $3 from due
                where d.account = due.account and d.number = due.number and d.actor = due.actor
                returning d.*)
            select d.number, d.actor, d.followers, d.attempts, b.account, b.hash, b.activity, b.body,
                b.signer, b.created as kept
            from claimed d join delivery_activity b on b.account = d.account and b.hash = d.hash""";

    private final Database database;

    HibernateFanOutQueue(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> add(Outgoing outgoing, Instant now) {
        String hash =
                Sha256.of(outgoing.body().getBytes(StandardCharsets.UTF_8)).hex();
        return database.inTransaction(session -> Database.execute(
                        session,
                        ADD,
                        outgoing.account().toString(),
                        now,
                        hash,
                        outgoing.activityId(),
                        outgoing.body(),
                        outgoing.signer().name(),
                        outgoing.actors().toArray(String[]::new),
                        outgoing.inboxes().toArray(String[]::new),
                        outgoing.followers()))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<List<FanOut>>> claim(int accounts, Instant now, Instant until) {
        return database.inTransaction(session -> Database.query(session, CLAIM, now, accounts, until)
                .chain(claimed -> claimed.isEmpty() ? Uni.createFrom().item(List.of()) : windows(session, claimed)));
    }

    private static Uni<List<List<FanOut>>> windows(Mutiny.StatelessSession session, List<Row> claimed) {
        String[] accounts =
                claimed.stream().map(row -> row.getString("account")).toArray(String[]::new);
        return Database.query(session, WINDOWS, accounts, WINDOW).map(rows -> {
            Map<String, List<FanOut>> byAccount = new LinkedHashMap<>();
            for (Row row : rows) {
                byAccount
                        .computeIfAbsent(row.getString("account"), account -> new ArrayList<>())
                        .add(fanOut(row));
            }
            return List.copyOf(byAccount.values());
        });
    }

    private static FanOut fanOut(Row row) {
        return new FanOut(
                row.getLong("number"),
                HibernateDeliveryQueue.body(row),
                Set.of(row.getArrayOfStrings("actors")),
                Set.of(row.getArrayOfStrings("inboxes")),
                row.getBoolean("followers"));
    }

    @Override
    public Uni<Void> spread(FanOut fanOut, Spread spread, Instant now) {
        Body body = fanOut.body();
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from delivery_fanout where account = $1 and number = $2",
                        body.account(),
                        fanOut.number())
                .chain(deleted -> deleted == 0
                        ? Uni.createFrom().voidItem()
                        : enter(session, body, spread.places(), now)
                                .chain(() -> address(session, fanOut, spread.unresolved(), now))));
    }

    private static Uni<Void> address(
            Mutiny.StatelessSession session, FanOut fanOut, List<String> unresolved, Instant now) {
        return unresolved.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                """
                                insert into delivery_address (account, number, actor, hash, followers, due, created)
                                select $1, $2, actor, $3, $4, $5, $5 from unnest($6::text[]) a(actor)
                                on conflict do nothing""",
                                fanOut.body().account(),
                                fanOut.number(),
                                fanOut.body().hash(),
                                fanOut.followers(),
                                now,
                                unresolved.toArray(String[]::new))
                        .replaceWithVoid();
    }

    /** Puts a body into the queues of hosts: a few statements, however many there are. */
    private static Uni<Void> enter(Mutiny.StatelessSession session, Body body, Collection<Place> places, Instant now) {
        if (places.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, List<String>> chunks = chunks(places);
        String[] hosts = chunks.keySet().toArray(String[]::new);
        Integer[] sizes = chunks.values().stream().map(List::size).toArray(Integer[]::new);
        return Database.execute(session, """
                        insert into delivery_peer (host, newest, position, seen)
                        select host, 0, 0, $2 from unnest($1::text[]) h(host) order by host on conflict do nothing""", hosts, now)
                .chain(() -> Database.query(session, TAKE_NUMBERS, hosts, sizes, now))
                .chain(rows -> insertEntries(session, body, chunks, rows, now));
    }

    /** The entries of each host: its inboxes, at most {@link Entry#INBOXES_MAX} each, a line an inbox. */
    private static Map<String, List<String>> chunks(Collection<Place> places) {
        Map<String, List<String>> inboxes = new TreeMap<>();
        places.forEach(place ->
                inboxes.computeIfAbsent(place.host(), host -> new ArrayList<>()).add(place.inbox()));
        Map<String, List<String>> chunks = new TreeMap<>();
        inboxes.forEach((host, all) -> {
            List<String> lines = new ArrayList<>();
            for (int from = 0; from < all.size(); from += Entry.INBOXES_MAX) {
                lines.add(String.join("\n", all.subList(from, Math.min(all.size(), from + Entry.INBOXES_MAX))));
            }
            chunks.put(host, lines);
        });
        return chunks;
    }

    private static Uni<Void> insertEntries(
            Mutiny.StatelessSession session,
            Body body,
            Map<String, List<String>> chunks,
            List<Row> numbered,
            Instant now) {
        List<String> hosts = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<String> inboxes = new ArrayList<>();
        for (Row row : numbered) {
            String host = row.getString("host");
            long number = row.getLong("before");
            for (String lines : chunks.getOrDefault(host, List.of())) {
                hosts.add(host);
                numbers.add(++number);
                inboxes.add(lines);
            }
        }
        return Database.execute(
                        session,
                        INSERT_ENTRIES,
                        body.account(),
                        body.hash(),
                        now,
                        hosts.toArray(String[]::new),
                        numbers.toArray(Long[]::new),
                        inboxes.toArray(String[]::new))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> release(String account, Instant now) {
        // Whoever adds one at the same time holds the row's lock: newest is read after that commit.
        return database.inTransaction(session -> Database.query(
                                session, "select 1 from delivery_account where account = $1 for update", account)
                        .chain(() -> Database.execute(session, """
                                update delivery_account a set claimed_until = null,
                                    done = coalesce(
                                        (select min(number) - 1 from delivery_fanout f where f.account = a.account),
                                        a.newest),
                                    due = case when exists (
                                        select 1 from delivery_fanout f where f.account = a.account) then $2::timestamptz end
                                where a.account = $1""", account, now)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Address>> claimAddresses(int most, Instant now, Instant until) {
        return database.inTransaction(session -> Database.query(session, CLAIM_ADDRESSES, now, most, until))
                .map(rows -> rows.stream()
                        .map(row -> new Address(
                                row.getLong("number"),
                                row.getString("actor"),
                                HibernateDeliveryQueue.body(row),
                                row.getBoolean("followers"),
                                row.getInteger("attempts")))
                        .toList());
    }

    @Override
    public Uni<Void> found(Address address, Collection<Place> places, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from delivery_address where account = $1 and number = $2 and actor = $3",
                        address.body().account(),
                        address.number(),
                        address.actor())
                .chain(deleted ->
                        deleted == 0 ? Uni.createFrom().voidItem() : enter(session, address.body(), places, now)));
    }

    @Override
    public Uni<Void> postpone(Address address, Instant due) {
        return database.inTransaction(session -> Database.execute(
                        session, """
                        update delivery_address set attempts = attempts + 1, due = $4, claimed_until = null
                        where account = $1 and number = $2 and actor = $3""", address.body().account(), address.number(), address.actor(), due))
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> sweep(Instant now, Duration patience) {
        return database.inTransaction(session ->
                Database.execute(session, "delete from delivery_address where created < $1", now.minus(patience)));
    }
}
