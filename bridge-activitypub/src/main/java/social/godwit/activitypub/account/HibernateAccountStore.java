package social.godwit.activitypub.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.Database;

/** Accounts in PostgreSQL, with a small memory of those in use: reading an RSA key costs more than most requests. */
@ApplicationScoped
class HibernateAccountStore implements AccountStore {
    private static final int REMEMBERED_MAX = 10_000;
    private static final String COLUMNS =
            "did, origin, username, actor_path, inbox_path, outbox_path, followers_path, following_path, featured_path,"
                    + " liked_path, display_name, own_handle, locked, named, gateways, foreign_gateways, status, listed_key_id, key_pem, registered_at";

    private final Database database;
    private final Instance instance;
    private final InstantSource clock;
    private final Cache<Did, Account> remembered;
    private volatile AnyShared anyShared = new AnyShared(false, Instant.MIN);

    private record AnyShared(boolean any, Instant until) {}

    HibernateAccountStore(Database database, Instance instance, InstantSource clock) {
        this.database = database;
        this.instance = instance;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofSeconds(STALE_SECONDS_MAX))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<Optional<Account>> find(Did did) {
        Account known = remembered.getIfPresent(did);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return database.inTransaction(session ->
                        Database.query(session, "select " + COLUMNS + " from account where did = $1", did.toString()))
                .map(this::first);
    }

    @Override
    public Uni<Optional<Account>> findByUsername(String username) {
        return findByUsername(Origin.parse(instance.origin()).orElseThrow(), username);
    }

    @Override
    public Uni<Optional<Account>> findByUsername(Origin origin, String username) {
        if (Handles.LENGTH_MAX < username.length()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.inTransaction(session -> Database.query(
                        session,
                        "select " + COLUMNS + " from account where did ="
                                + " (select n.did from account_name n where n.origin = $1 and n.name = $2)",
                        origin.toString(),
                        Handles.fold(username)))
                .map(this::first);
    }

    private Optional<Account> first(List<Row> rows) {
        Optional<Account> found = rows.stream().findFirst().map(HibernateAccountStore::account);
        found.ifPresent(account -> remembered.put(account.did(), account));
        return found;
    }

    @Override
    public Uni<List<Account>> page(Optional<Did> after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select " + COLUMNS + " from account where did > $1 order by did limit $2",
                        after.map(Did::toString).orElse(""),
                        limit))
                .map(rows -> rows.stream().map(HibernateAccountStore::account).toList());
    }

    @Override
    public Uni<Slice<Account>> newest(Window window) {
        Paged paged = Paged.of(window, "registered_at", "did");
        return database.inTransaction(session -> Database.query(
                        session,
                        "select " + COLUMNS + " from account where true" + paged.condition() + paged.order(),
                        paged.parameters()))
                .map(rows -> paged.slice(
                        rows,
                        HibernateAccountStore::account,
                        one -> new Cursor(one.registeredAt(), one.did().toString())));
    }

    @Override
    public Uni<Long> count() {
        return database.inTransaction(session ->
                        Database.query(session, "select count(*) as n from account where status <> 'DELETED'"))
                .map(rows -> rows.getFirst().getLong("n"));
    }

    @Override
    public Uni<Boolean> anyShared() {
        Instant now = clock.instant();
        AnyShared known = anyShared;
        return known.until().isAfter(now)
                ? Uni.createFrom().item(known.any())
                : database.inTransaction(session ->
                                Database.query(session, "select did from account where gateways like '% %' limit 1"))
                        .map(rows -> !rows.isEmpty())
                        .invoke(any -> anyShared = new AnyShared(any, now.plusSeconds(STALE_SECONDS_MAX)));
    }

    @Override
    public Uni<Boolean> suspend(Did did, boolean suspended) {
        Status from = suspended ? Status.ACTIVE : Status.SUSPENDED;
        Status to = suspended ? Status.SUSPENDED : Status.ACTIVE;
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update account set status = $1 where did = $2 and status in ($1, $3)",
                        to.name(),
                        did.toString(),
                        from.name()))
                .map(changed -> changed == 1)
                .invoke(() -> forget(did));
    }

    @Override
    public Uni<Claim> register(Account account, String sealedKey) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select did from account where did = $1",
                        account.did().toString())
                .flatMap(rows -> rows.isEmpty()
                        ? reserve(session, account, account.username())
                                .flatMap(named -> named || !account.home()
                                        ? insert(session, account, named, sealedKey)
                                        : Uni.createFrom().item(Claim.NAME_TAKEN))
                        : Uni.createFrom().item(Claim.KNOWN)));
    }

    private static Uni<Boolean> reserve(StatelessSession session, Account account, String username) {
        return Database.execute(
                        session,
                        "insert into account_name (origin, name, did, reserved_at) values ($1, $2, $3, $4)"
                                + " on conflict (origin, name) do update set did = account_name.did"
                                + " where account_name.did = excluded.did",
                        account.origin().toString(),
                        Handles.fold(username),
                        account.did().toString(),
                        account.registeredAt())
                .map(reserved -> reserved == 1);
    }

    private static Uni<Claim> insert(StatelessSession session, Account account, boolean named, String sealedKey) {
        ActorPaths paths = account.paths();
        return Database.execute(
                        session,
                        "insert into account (" + COLUMNS + ", key_multibase, sealed_key)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
                                + " $18, $19, $20, $21, $22)",
                        account.did().toString(),
                        account.origin().toString(),
                        account.username(),
                        paths.actor(),
                        paths.inbox(),
                        paths.outbox(),
                        paths.followers().orElse(null),
                        paths.following().orElse(null),
                        paths.featured().orElse(null),
                        paths.liked().orElse(null),
                        account.displayName(),
                        account.ownHandle().orElse(null),
                        account.locked(),
                        named,
                        joined(account.gateways()),
                        joined(account.foreign()),
                        account.status().name(),
                        account.listedKeyId().orElse(null),
                        account.key().pem(),
                        account.registeredAt(),
                        account.key().publicKey().multibase(),
                        sealedKey)
                .replaceWith(Claim.REGISTERED);
    }

    @Override
    public Uni<Optional<String>> sealedKey(Did did) {
        return database.inTransaction(session ->
                        Database.query(session, "select sealed_key from account where did = $1", did.toString()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("sealed_key")));
    }

    @Override
    public Uni<Void> refresh(Account account, ActorFacts facts, Optional<String> listedKeyId) {
        ActorPaths paths = facts.paths();
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update account set inbox_path = $2, outbox_path = $3, followers_path = $4, following_path = $5,"
                                + " featured_path = $6, liked_path = $7, display_name = $8, locked = $9, gateways = $10,"
                                + " listed_key_id = $11, foreign_gateways = $12, origin = $13, own_handle = $14 where did = $1",
                        account.did().toString(),
                        paths.inbox(),
                        paths.outbox(),
                        paths.followers().orElse(null),
                        paths.following().orElse(null),
                        paths.featured().orElse(null),
                        paths.liked().orElse(null),
                        facts.displayName(),
                        facts.locked(),
                        joined(facts.gateways()),
                        listedKeyId.orElse(null),
                        joined(facts.foreign()),
                        account.origin().toString(),
                        facts.ownHandle().orElse(null)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> releaseNames(Origin origin, Did holder) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from account_name where origin = $1 and did <> $2",
                        origin.toString(),
                        holder.toString()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> name(Account account, String username) {
        return database.inTransaction(session -> reserve(session, account, username)
                .call(reserved -> Database.execute(
                        session,
                        "update account set username = $2, named = $3 where did = $1",
                        account.did().toString(),
                        reserved ? username : account.username(),
                        reserved)));
    }

    @Override
    public Uni<Void> markDeleted(Did did) {
        return database.inTransaction(session -> Database.execute(
                        session, "update account set status = 'DELETED' where did = $1", did.toString()))
                .replaceWithVoid();
    }

    @Override
    public void forget(Did did) {
        remembered.invalidate(did);
    }

    private static String joined(List<Origin> gateways) {
        return gateways.stream().map(Origin::toString).collect(Collectors.joining(" "));
    }

    private static List<Origin> origins(String joined) {
        return Arrays.stream(joined.split(" "))
                .flatMap(origin -> Origin.parse(origin).stream())
                .toList();
    }

    private static Account account(Row row) {
        return new Account(
                Did.parse(row.getString("did")).orElseThrow(),
                row.getString("username"),
                row.getBoolean("named"),
                Origin.parse(row.getString("origin")).orElseThrow(),
                new ActorPaths(
                        row.getString("actor_path"),
                        row.getString("inbox_path"),
                        row.getString("outbox_path"),
                        Optional.ofNullable(row.getString("followers_path")),
                        Optional.ofNullable(row.getString("following_path")),
                        Optional.ofNullable(row.getString("featured_path")),
                        Optional.ofNullable(row.getString("liked_path"))),
                row.getString("display_name"),
                Optional.ofNullable(row.getString("own_handle")),
                row.getBoolean("locked"),
                Status.valueOf(row.getString("status")),
                RsaKeyPair.fromPem(row.getString("key_pem")).orElseThrow(),
                Optional.ofNullable(row.getString("listed_key_id")),
                origins(row.getString("gateways")),
                origins(row.getString("foreign_gateways")),
                Database.instant(row, "registered_at"));
    }
}
