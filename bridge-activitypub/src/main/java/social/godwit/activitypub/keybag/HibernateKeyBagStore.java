package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Database;

/** Key bags in PostgreSQL. */
@ApplicationScoped
class HibernateKeyBagStore implements KeyBagStore {
    private static final String LEFT = "select did from account where status = 'DELETED'"
            + " or position(' ' || origin || ' ' in ' ' || gateways || ' ') = 0";

    private final Database database;

    HibernateKeyBagStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Optional<Kept>> find(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select version, bag, fetch_hash, proof_hash from key_bag where did = $1",
                        account.toString()))
                .map(rows -> rows.stream().findFirst().map(HibernateKeyBagStore::kept));
    }

    private static Kept kept(Row row) {
        return switch (StrictJson.read(Database.bytes(row, "bag"), JsonLimits.PLAIN)) {
            case JsonReading.Read(JsonObject bag) ->
                new Kept(
                        row.getLong("version"),
                        bag,
                        Sha256.ofHash(Database.bytes(row, "fetch_hash")),
                        Sha256.ofHash(Database.bytes(row, "proof_hash")));
            default -> throw new IllegalStateException("a key bag in the database is damaged");
        };
    }

    @Override
    public Uni<Boolean> keep(Did account, Kept kept, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into key_bag (did, version, bag, fetch_hash, proof_hash, kept_at)"
                                + " values ($1, $2, $3, $4, $5, $6) on conflict (did) do update set version = $2, bag = $3,"
                                + " fetch_hash = $4, proof_hash = $5, kept_at = $6, leaving_at = null"
                                + " where key_bag.version < $2",
                        account.toString(),
                        kept.version(),
                        Jcs.bytes(kept.bag()),
                        kept.fetch().bytes(),
                        kept.proof().bytes(),
                        now))
                .map(changed -> changed == 1);
    }

    @Override
    public Uni<Optional<Did>> byHandle(String handle) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select did from key_bag where handle = $1 order by kept_at limit 1",
                        handle.toLowerCase(Locale.ROOT)))
                .map(rows -> rows.stream().findFirst().flatMap(row -> Did.parse(row.getString("did"))));
    }

    @Override
    public Uni<List<Did>> unconfirmed(Instant before, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select b.did from key_bag b join account a on a.did = b.did where a.status <> 'DELETED'"
                                + " and split_part(a.gateways, ' ', 1) <> a.origin"
                                + " and (b.handle is null or b.handle <> lower(a.username || '@'"
                                + " || split_part(split_part(a.gateways, ' ', 1), '://', 2)))"
                                + " and (b.asked_at is null or b.asked_at < $1)"
                                + " order by b.asked_at nulls first, b.did limit $2",
                        before,
                        limit))
                .map(rows -> rows.stream()
                        .flatMap(row -> Did.parse(row.getString("did")).stream())
                        .toList());
    }

    @Override
    public Uni<Void> asked(Did account, Optional<String> handle, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update key_bag set asked_at = $2, handle = coalesce($3, handle) where did = $1",
                        account.toString(),
                        now,
                        handle.map(text -> text.toLowerCase(Locale.ROOT)).orElse(null)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> eraseLeft(Instant now, Instant before) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update key_bag set leaving_at = null where leaving_at is not null and did not in (" + LEFT
                                + ")")
                .chain(() -> Database.execute(
                        session,
                        "update key_bag set leaving_at = $1 where leaving_at is null and did in (" + LEFT + ")",
                        now))
                .chain(() -> Database.execute(session, "delete from key_bag where leaving_at < $1", before))
                .replaceWithVoid());
    }
}
