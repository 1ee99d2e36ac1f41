package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.Database;
import social.godwit.store.InTurn;

/** {@link AuditStore} in PostgreSQL. */
final class HibernateAuditStore implements AuditStore {
    private static final JsonLimits EVIDENCE = new JsonLimits(16 << 20, 16, 1_000_000, 10_000, false);

    private final Database database;

    HibernateAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> keep(Did peer, List<Signed> receipts) {
        return database.inTransaction(session -> Database.query(
                        session,
                        """
                        insert into peer_receipt (did, peer, number, received_at, bytes)
                        select t.did, $1, 1 + coalesce((select max(k.number) from peer_receipt k
                            where k.did = t.did and k.peer = $1), 0), t.received_at, t.bytes
                        from unnest($2::text[], $3::timestamptz[], $4::bytea[]) as t (did, received_at, bytes)
                        where exists (select 1 from replica r where r.did = t.did and r.peer = $1)
                        on conflict do nothing
                        returning did, number
                        """,
                        peer.toString(),
                        receipts.stream()
                                .map(one -> one.receipt().account().toString())
                                .toArray(String[]::new),
                        receipts.stream().map(one -> one.receipt().received()).toArray(Instant[]::new),
                        receipts.stream().map(one -> Jcs.bytes(one.map())).toArray(byte[][]::new))
                .chain(rows -> {
                    Map<String, Long> numbers = new HashMap<>();
                    rows.forEach(row -> numbers.put(row.getString("did"), row.getLong("number")));
                    return hashes(session, peer, receipts, numbers).chain(() -> forget(session, peer, numbers));
                }));
    }

    private static Uni<Void> hashes(
            Mutiny.StatelessSession session, Did peer, List<Signed> receipts, Map<String, Long> numbers) {
        List<String> accounts = new ArrayList<>();
        List<byte[]> hashes = new ArrayList<>();
        for (Signed signed : receipts) {
            String account = signed.receipt().account().toString();
            if (numbers.containsKey(account)) {
                signed.receipt().hashes().forEach(hash -> {
                    accounts.add(account);
                    hashes.add(hash.bytes());
                });
            }
        }
        return Database.execute(
                        session,
                        """
                        insert into peer_receipt_hash (did, peer, hash, number)
                        select t.did, $1, t.hash, n.number from unnest($2::text[], $3::bytea[]) as t (did, hash)
                        join unnest($4::text[], $5::bigint[]) as n (did, number) on n.did = t.did
                        order by t.did, t.hash
                        on conflict (did, peer, hash) do update set number = excluded.number
                        """,
                        peer.toString(),
                        accounts.toArray(String[]::new),
                        hashes.toArray(byte[][]::new),
                        numbers.keySet().toArray(String[]::new),
                        numbers.values().toArray(Long[]::new))
                .replaceWithVoid();
    }

    /** Receipts before the newest thousand. */
    private static Uni<Void> forget(Mutiny.StatelessSession session, Did peer, Map<String, Long> numbers) {
        Map<String, Long> old = new HashMap<>();
        numbers.forEach((account, number) -> {
            if (number > MAX_RECEIPTS) {
                old.put(account, number - MAX_RECEIPTS);
            }
        });
        return old.isEmpty()
                ? Uni.createFrom().voidItem()
                : InTurn.each(
                        List.of("peer_receipt_hash", "peer_receipt"),
                        table -> Database.execute(
                                session,
                                "delete from " + table + " k using unnest($2::text[], $3::bigint[]) as t (did, number)"
                                        + " where k.did = t.did and k.peer = $1 and k.number <= t.number",
                                peer.toString(),
                                old.keySet().toArray(String[]::new),
                                old.values().toArray(Long[]::new)));
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
