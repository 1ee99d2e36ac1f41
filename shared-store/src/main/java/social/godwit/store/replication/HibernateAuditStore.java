package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.Database;

/** {@link AuditStore} in PostgreSQL. */
final class HibernateAuditStore implements AuditStore {
    private static final JsonLimits EVIDENCE = new JsonLimits(16 << 20, 16, 1_000_000, 10_000, false);

    private final Database database;

    HibernateAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> keep(Receipt receipt, JsonObject map) {
        String did = receipt.account().toString();
        String peer = receipt.instance().toString();
        return database.inTransaction(session -> Database.query(
                        session, """
                        insert into peer_receipt (did, peer, number, received_at, bytes)
                        select $1, $2, coalesce(max(number), 0) + 1, $3, $4 from peer_receipt where did = $1 and peer = $2
                        returning number
                        """, did, peer, receipt.received(), Jcs.bytes(map))
                .chain(rows -> {
                    long number = rows.getFirst().getLong("number");
                    return Database.execute(
                                    session,
                                    """
                                    insert into peer_receipt_hash (did, peer, hash, number)
                                    select $1, $2, hash, $3::bigint from unnest($4::bytea[]) as t (hash)
                                    on conflict (did, peer, hash) do update set number = excluded.number
                                    """,
                                    did,
                                    peer,
                                    number,
                                    receipt.hashes().stream().map(Sha256::bytes).toArray(byte[][]::new))
                            .chain(() -> Database.execute(
                                    session,
                                    "delete from peer_receipt_hash where did = $1 and peer = $2 and number <= $3",
                                    did,
                                    peer,
                                    number - MAX_RECEIPTS))
                            .chain(() -> Database.execute(
                                    session,
                                    "delete from peer_receipt where did = $1 and peer = $2 and number <= $3",
                                    did,
                                    peer,
                                    number - MAX_RECEIPTS));
                })
                .replaceWithVoid());
    }

    @Override
    public Uni<Map<Sha256, JsonObject>> receipts(Did account, Did peer, Collection<Sha256> hashes) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select hash, number from peer_receipt_hash where did = $1 and peer = $2 and hash = any($3)",
                        account.toString(),
                        peer.toString(),
                        hashes.stream().map(Sha256::bytes).toArray(byte[][]::new))
                .chain(rows -> Database.query(
                                session,
                                "select number, bytes from peer_receipt where did = $1 and peer = $2 and number = any($3)",
                                account.toString(),
                                peer.toString(),
                                rows.stream()
                                        .map(row -> row.getLong("number"))
                                        .distinct()
                                        .toArray(Long[]::new))
                        .map(receipts -> byHash(rows, receipts))));
    }

    private static Map<Sha256, JsonObject> byHash(List<Row> hashes, List<Row> receipts) {
        Map<Long, JsonObject> byNumber = new HashMap<>();
        receipts.forEach(row -> byNumber.put(row.getLong("number"), json(Database.bytes(row, "bytes"))));
        Map<Sha256, JsonObject> byHash = new LinkedHashMap<>();
        for (Row row : hashes) {
            JsonObject receipt = byNumber.get(row.getLong("number"));
            if (receipt != null) {
                byHash.put(Sha256.ofHash(Database.bytes(row, "hash")), receipt);
            }
        }
        return byHash;
    }

    private static JsonObject json(byte[] bytes) {
        return switch (StrictJson.read(bytes, EVIDENCE)) {
            case JsonReading.Read(JsonObject object) -> object;
            default -> throw new IllegalStateException("a receipt in the database is damaged");
        };
    }

    @Override
    public Uni<Void> note(AuditReport report) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into audit_report (did, peer, origin, at, state, as_of, listed, checked, held, gone,
                            lacking, withheld, sampled, delivered, evidence)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                        on conflict (did, peer) do update set origin = excluded.origin, at = excluded.at,
                            state = excluded.state, as_of = excluded.as_of, listed = excluded.listed,
                            checked = excluded.checked, held = excluded.held, gone = excluded.gone,
                            lacking = excluded.lacking, withheld = excluded.withheld, sampled = excluded.sampled,
                            delivered = excluded.delivered, evidence = excluded.evidence
                        """,
                        report.account().toString(),
                        report.peer().key().toString(),
                        report.peer().origin().toString(),
                        report.at(),
                        report.state().name(),
                        report.asOf().orElse(null),
                        report.listed(),
                        report.checked(),
                        report.held(),
                        report.gone(),
                        report.lacking(),
                        report.withheld(),
                        report.sampled(),
                        report.delivered(),
                        Jcs.bytes(JsonObject.builder()
                                .put("evidence", report.evidenceJson())
                                .build())))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<AuditReport>> reports(Optional<Did> account, int limit) {
        return account.map(did -> list(
                        "select * from audit_report where did = $1 order by did, peer limit $2",
                        did.toString(),
                        clamped(limit)))
                .orElseGet(() -> list("select * from audit_report order by did, peer limit $1", clamped(limit)));
    }

    @Override
    public Uni<List<AuditReport>> withheld(int limit) {
        return list("select * from audit_report where state = 'WITHHELD' order by did, peer limit $1", clamped(limit));
    }

    private static int clamped(int limit) {
        return Math.clamp(limit, 1, MAX_LIST);
    }

    private Uni<List<AuditReport>> list(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters))
                .map(rows -> rows.stream().map(HibernateAuditStore::report).toList());
    }

    private static AuditReport report(Row row) {
        OffsetDateTime asOf = row.getOffsetDateTime("as_of");
        return new AuditReport(
                Did.parse(row.getString("did")).orElseThrow(),
                new Peer(
                        Origin.parse(row.getString("origin")).orElseThrow(),
                        Did.parse(row.getString("peer")).orElseThrow()),
                Database.instant(row, "at"),
                AuditReport.State.valueOf(row.getString("state")),
                Optional.ofNullable(asOf).map(OffsetDateTime::toInstant),
                row.getLong("listed"),
                row.getLong("checked"),
                row.getLong("held"),
                row.getLong("gone"),
                row.getLong("lacking"),
                row.getLong("withheld"),
                row.getLong("sampled"),
                row.getLong("delivered"),
                AuditReport.readEvidence(json(Database.bytes(row, "evidence")).list("evidence")));
    }

    @Override
    public Uni<List<Replica>> due(Instant before, int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        select r.* from replica r left join audit_report a on a.did = r.did and a.peer = r.peer
                        where a.at is null or a.at < $1
                        order by a.at nulls first limit $2
                        """, before, clamped(limit)))
                .map(rows -> rows.stream().map(HibernateReplicas::replica).toList());
    }
}
