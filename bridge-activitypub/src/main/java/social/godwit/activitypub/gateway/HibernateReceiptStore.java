package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import social.godwit.activitypub.Instance;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Database;

/** Receipts in PostgreSQL, beside those that other gateways gave. */
@ApplicationScoped
class HibernateReceiptStore implements ReceiptStore {
    private final Database database;
    private final Instance instance;

    HibernateReceiptStore(Database database, Instance instance) {
        this.database = database;
        this.instance = instance;
    }

    @Override
    public Uni<Void> keep(Did account, Collection<Sha256> subjects, Instant received, JsonObject receipt) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into receipt (did, subject, gateway, received_at, bytes)"
                                + " select $1, subject, $3, $4, $5 from unnest($2::bytea[]) as subject"
                                + " on conflict (did, subject, gateway) do nothing",
                        account.toString(),
                        bytes(subjects),
                        instance.origin(),
                        received,
                        Jcs.bytes(receipt)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<JsonObject>> find(Did account, Collection<Sha256> subjects) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select distinct bytes from receipt where did = $1 and gateway = $3 and subject = any($2::bytea[])",
                        account.toString(),
                        bytes(subjects),
                        instance.origin()))
                .map(rows -> rows.stream().map(HibernateReceiptStore::receipt).toList());
    }

    private static byte[][] bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::bytes).toArray(byte[][]::new);
    }

    private static JsonObject receipt(Row row) {
        return switch (StrictJson.read(Database.bytes(row, "bytes"), JsonLimits.PLAIN)) {
            case JsonReading.Read(JsonObject receipt) -> receipt;
            default -> throw new IllegalStateException("a receipt in the database is damaged");
        };
    }
}
