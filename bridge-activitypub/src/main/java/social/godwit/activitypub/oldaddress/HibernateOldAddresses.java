package social.godwit.activitypub.oldaddress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.Database;

/** Old addresses in PostgreSQL, remembered for a moment: every delivery asks for them, and hardly any account has one. */
@ApplicationScoped
class HibernateOldAddresses implements OldAddresses {
    /** For so long another process may go on with a key that was taken back. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int REMEMBERED_MAX = 50_000;

    private final Database database;
    private final InstantSource clock;
    private final Cache<Did, Optional<OldAddress>> remembered;

    HibernateOldAddresses(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<Optional<OldAddress>> find(Did account) {
        Optional<OldAddress> known = remembered.getIfPresent(account);
        Uni<Optional<OldAddress>> read = known != null
                ? Uni.createFrom().item(known)
                : read(account).invoke(found -> remembered.put(account, found));
        return read.map(found -> found.filter(address -> address.expires().isAfter(clock.instant())));
    }

    private Uni<Optional<OldAddress>> read(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select gateway, key_id, key_pem, expires from old_address where account = $1",
                        account.toString()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new OldAddress(
                                Origin.parse(row.getString("gateway")).orElseThrow(),
                                row.getString("key_id"),
                                RsaKeyPair.fromPem(row.getString("key_pem")).orElseThrow(),
                                Database.instant(row, "expires"))));
    }

    @Override
    public Uni<Optional<Knows>> at(Did account, String host) {
        return find(account)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : database.inTransaction(session -> Database.query(
                                        session,
                                        "select moved from old_address_host where account = $1 and host = $2",
                                        account.toString(),
                                        host))
                                .map(rows -> rows.stream()
                                        .findFirst()
                                        .map(row -> new Knows(found.get(), row.getBoolean("moved")))));
    }

    @Override
    public Uni<Void> put(Did account, OldAddress address, List<String> hosts) {
        return database.inTransaction(session -> Database.execute(session, """
                        delete from old_address_host where account = $1
                        and not exists (select 1 from old_address where account = $1 and key_id = $2)""", account.toString(), address.keyId())
                        .chain(() -> Database.execute(
                                session,
                                """
                        insert into old_address (account, gateway, key_id, key_pem, expires) values ($1, $2, $3, $4, $5)
                        on conflict (account) do update set gateway = excluded.gateway, key_id = excluded.key_id,
                            key_pem = excluded.key_pem, expires = excluded.expires""",
                                account.toString(),
                                address.gateway().toString(),
                                address.keyId(),
                                address.key().pem(),
                                address.expires()))
                        .chain(() -> Database.execute(session, """
                        insert into old_address_host (account, host, moved)
                        select $1, h.host, false from unnest($2::text[]) as h(host) on conflict do nothing""", account.toString(), hosts.toArray(String[]::new))))
                .replaceWithVoid()
                .invoke(() -> remembered.invalidate(account));
    }

    @Override
    public Uni<Counts> counts(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) filter (where not moved) as waiting, count(*) filter (where moved) as moved"
                                + " from old_address_host where account = $1",
                        account.toString()))
                .map(rows -> new Counts(
                        rows.getFirst().getLong("waiting"), rows.getFirst().getLong("moved")));
    }

    @Override
    public Uni<Void> disbelieved(Did account, String host) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from old_address_host where account = $1 and host = $2",
                        account.toString(),
                        host))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> drop(Did account) {
        return database.inTransaction(session -> Database.execute(
                                session, "delete from old_address where account = $1", account.toString())
                        .chain(() -> Database.execute(
                                session, "delete from old_address_host where account = $1", account.toString())))
                .replaceWithVoid()
                .invoke(() -> remembered.invalidate(account));
    }

    @Override
    public Uni<Void> sweep(Instant now) {
        return database.inTransaction(session -> Database.execute(
                                session,
                                "delete from old_address_host h using old_address a"
                                        + " where a.account = h.account and a.expires <= $1",
                                now)
                        .chain(() -> Database.execute(session, "delete from old_address where expires <= $1", now)))
                .replaceWithVoid();
    }
}
