package social.godwit.activitypub.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.request.PreparedRequest;
import social.godwit.store.Database;

/** Relayed requests in PostgreSQL. */
@ApplicationScoped
class HibernateRelay {
    /** How long everything is kept. */
    static final Duration KEPT = Duration.ofDays(30);

    /** How long an activity that goes before is waited for. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Servers answer before they have read: what goes before gets a moment of its own. */
    private static final Duration INTRODUCED = Duration.ofSeconds(3);

    private final Database database;

    HibernateRelay(Database database) {
        this.database = database;
    }

    /**
     * A request whose time has come.
     *
     * @param attempts how often it was tried
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Due(
            String account,
            String hash,
            String host,
            byte[] body,
            PreparedRequest request,
            int attempts,
            Instant expires) {}

    /** How many requests of the account are kept. */
    Uni<Long> count(Did account) {
        return database.inTransaction(session -> Database.query(
                        session, "select count(*) as n from relay_request where account = $1", account.toString()))
                .map(rows -> rows.getFirst().getLong("n"));
    }

    /**
     * Keeps requests. An inbox that has taken or refused the activity is left alone; a younger signature replaces an older one.
     *
     * @param after an activity that goes before; empty: none
     */
    Uni<Void> add(
            Did account,
            String activity,
            byte[] body,
            String after,
            List<PreparedRequest> requests,
            Instant expires,
            Instant now) {
        String hash = Sha256.of(body).hex();
        return database.inTransaction(session -> Database.execute(
                                session,
                                """
                        insert into relay_body (account, hash, activity, body, after, created)
                        values ($1, $2, $3, $4, $5, $6) on conflict do nothing""",
                                account.toString(),
                                hash,
                                activity,
                                new String(body, StandardCharsets.UTF_8),
                                after,
                                now)
                        .chain(() -> Database.execute(
                                session,
                                """
                        insert into relay_request
                            (account, hash, inbox, host, date, signature, state, patient_until, expires, due)
                        select $1, $2, r.inbox, r.host, r.date, r.signature, 'WAITING', $7, $8, $9
                        from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as r(inbox, host, date, signature)
                        on conflict (account, hash, inbox) do update
                            set date = excluded.date, signature = excluded.signature, state = 'WAITING',
                                expires = excluded.expires, due = excluded.due
                            where relay_request.state in ('WAITING', 'EXPIRED')""",
                                account.toString(),
                                hash,
                                texts(requests, PreparedRequest::inbox),
                                texts(
                                        requests,
                                        request -> URI.create(request.inbox()).getRawAuthority()),
                                texts(requests, PreparedRequest::date),
                                texts(requests, PreparedRequest::signature),
                                now.plus(PATIENCE),
                                expires,
                                after.isEmpty() ? now : now.plus(INTRODUCED))))
                .replaceWithVoid();
    }

    private static String[] texts(
            List<PreparedRequest> requests, java.util.function.Function<PreparedRequest, String> part) {
        return requests.stream().map(part).toArray(String[]::new);
    }

    /**
     * Takes requests whose time has come, those that wait longest first, to be looked at again at {@code again} unless something
     * is recorded before.
     *
     * @param busy hosts that are served already
     */
    Uni<List<Due>> take(Collection<String> busy, int limit, Instant now, Instant again) {
        return database.inTransaction(
                        session -> Database.query(session, """
                        with due as (
                            select r.account, r.hash, r.inbox, b.body
                            from relay_request r join relay_body b on b.account = r.account and b.hash = r.hash
                            where r.due <= $1 and r.host <> all($2::text[])
                            and (b.after = '' or r.patient_until <= $1 or not exists (
                                    select 1 from delivery_activity a
                                    join delivery_entry e on e.account = a.account and e.hash = a.hash
                                    where a.account = r.account and a.activity = b.after and e.host = r.host)
                                and not exists (
                                    select 1 from delivery_activity a
                                    join delivery_fanout f on f.account = a.account and f.hash = a.hash
                                    where a.account = r.account and a.activity = b.after))
                            order by r.due limit $3
                            for update of r skip locked)
                        update relay_request r set due = $4 from due
                        where r.account = due.account and r.hash = due.hash and r.inbox = due.inbox
                        returning r.account, r.hash, r.inbox, r.host, r.date, r.signature, r.attempts, r.expires,
                            due.body as body""", now, busy.toArray(String[]::new), limit, again))
                .map(rows -> rows.stream()
                        .map(row -> new Due(
                                row.getString("account"),
                                row.getString("hash"),
                                row.getString("host"),
                                row.getString("body").getBytes(StandardCharsets.UTF_8),
                                new PreparedRequest(
                                        row.getString("inbox"), row.getString("date"), row.getString("signature")),
                                row.getInteger("attempts"),
                                Database.instant(row, "expires")))
                        .toList());
    }

    /** Records what is final. */
    Uni<Void> end(Due due, Relayed.State state, String problem) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update relay_request set state = $4, problem = $5, attempts = attempts + 1, due = null"
                                + " where account = $1 and hash = $2 and inbox = $3",
                        due.account(),
                        due.hash(),
                        due.request().inbox(),
                        state.name(),
                        problem))
                .replaceWithVoid();
    }

    /** Puts a request off. */
    Uni<Void> putOff(Due due, String problem, Instant until) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update relay_request set problem = $4, attempts = attempts + 1, due = $5"
                                + " where account = $1 and hash = $2 and inbox = $3",
                        due.account(),
                        due.hash(),
                        due.request().inbox(),
                        problem,
                        until))
                .replaceWithVoid();
    }

    /** Puts everything for a host off. */
    Uni<Void> putOff(String host, Instant until) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update relay_request set due = $2 where host = $1 and due is not null and due < $2",
                        host,
                        until))
                .replaceWithVoid();
    }

    /** Ends what is too old to be believed, and lets go of what was kept for {@link #KEPT}. */
    Uni<Void> sweep(Instant now) {
        Instant old = now.minus(KEPT);
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update relay_request set state = 'EXPIRED', due = null where due is not null and expires <= $1",
                        now)
                .chain(() -> Database.execute(
                        session,
                        "delete from relay_request r using relay_body b"
                                + " where b.account = r.account and b.hash = r.hash and b.created < $1",
                        old))
                .chain(() -> Database.execute(session, "delete from relay_body where created < $1", old))
                .replaceWithVoid());
    }

    /** How far an activity has come. */
    Uni<Relayed> of(Did account, String activity) {
        Uni<Map<Relayed.State, Long>> counts = database.inTransaction(
                        session -> Database.query(session, """
                        select r.state, count(*) as n from relay_request r
                        join relay_body b on b.account = r.account and b.hash = r.hash
                        where r.account = $1 and b.activity = $2 group by r.state""", account.toString(), activity))
                .map(rows -> {
                    Map<Relayed.State, Long> byState = new EnumMap<>(Relayed.State.class);
                    rows.forEach(row -> byState.put(Relayed.State.valueOf(row.getString("state")), row.getLong("n")));
                    return byState;
                });
        return counts.chain(all -> open(account, activity).map(open -> new Relayed(all, open)));
    }

    /** A host that fails to take what goes before has been tried, and in vain. */
    private Uni<List<Relayed.Inbox>> open(Did account, String activity) {
        return database.inTransaction(
                        session -> Database.query(session, """
                        select r.inbox, r.state, coalesce(r.problem, p.last_problem) as problem,
                            case when b.after <> '' and p.host is not null then greatest(r.attempts, 1)
                                else r.attempts end as attempts
                        from relay_request r
                        join relay_body b on b.account = r.account and b.hash = r.hash
                        left join delivery_peer p on p.host = r.host and p.failures > 0
                        where r.account = $1 and b.activity = $2 and r.state <> 'TAKEN' order by r.inbox limit $3""", account.toString(), activity, Relayed.OPEN_MAX))
                .map(rows -> rows.stream()
                        .map(row -> new Relayed.Inbox(
                                row.getString("inbox"),
                                Relayed.State.valueOf(row.getString("state")),
                                row.getInteger("attempts"),
                                Optional.ofNullable(row.getString("problem")).orElse("")))
                        .toList());
    }
}
