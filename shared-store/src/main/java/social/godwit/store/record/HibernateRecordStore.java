package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.negentropy.HibernateTouched;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;
import social.godwit.store.replication.Replicas;

/** {@link RecordStore} in PostgreSQL. */
@ApplicationScoped
class HibernateRecordStore implements RecordStore {
    private static final String COLUMNS = "did, hash, number, standing, attempts, stored_at, bytes";
    private static final String KNOWN = "hash, kind, subject, instance, rank_at, received_at, second, standing";

    private final Database database;
    private final Replicas replicas;
    private final InstantSource clock;

    HibernateRecordStore(Database database, Replicas replicas, InstantSource clock) {
        this.database = database;
        this.replicas = replicas;
        this.clock = clock;
    }

    @Override
    public Uni<List<Taking>> take(Did account, List<GatewayRecord.Signed> records, Standing standing) {
        if (records.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return database.inTransaction(session -> locked(session, account)
                .chain(number -> number.isEmpty()
                        ? Uni.createFrom().item(Collections.nCopies(records.size(), Taking.NO_REPOSITORY))
                        : there(session, account, records)
                                .chain(known ->
                                        pending(session, account, standing).map(pending -> new Taken(known, pending)))
                                .chain(taken -> {
                                    List<Taking> outcomes = records.stream()
                                            .map(record -> taken.take(record, standing))
                                            .toList();
                                    return insert(session, account, taken, number.get())
                                            .chain(() -> remove(session, account, taken.dropped()))
                                            .chain(() -> count(session, account, hashes(taken), taken.dropped()))
                                            .chain(() -> noticed(session, account, taken))
                                            .chain(() -> tell(account, taken, standing, number.get()))
                                            .replaceWith(outcomes);
                                })));
    }

    /** The last number given out; the repository is ours until the transaction ends. */
    private static Uni<Optional<Long>> locked(Mutiny.StatelessSession session, Did account) {
        return Database.query(
                        session, "select last_number from repository where did = $1 for update", account.toString())
                .map(rows -> rows.stream().findFirst().map(row -> row.getLong("last_number")));
    }

    private static Uni<List<Taken.Known>> there(
            Mutiny.StatelessSession session, Did account, List<GatewayRecord.Signed> records) {
        byte[][] hashes = records.stream().map(record -> record.hash().bytes()).toArray(byte[][]::new);
        String[] kinds = records.stream()
                .filter(record -> record.record().kind().isSingle())
                .map(record -> record.record().kind().name())
                .toArray(String[]::new);
        String[] subjects = records.stream()
                .filter(record -> record.record().kind().isSingle())
                .map(record -> record.record().subject())
                .toArray(String[]::new);
        return Database.query(
                        session,
                        "select " + KNOWN + " from gateway_record where did = $1 and hash = any ($2::bytea[])"
                                + " union select " + KNOWN
                                + " from gateway_record where did = $1 and (kind, subject) in"
                                + " (select * from unnest($3::text[], $4::text[]))",
                        account.toString(),
                        hashes,
                        kinds,
                        subjects)
                .map(rows -> rows.stream().map(HibernateRecordStore::known).toList());
    }

    private static Uni<Map<String, Long>> pending(Mutiny.StatelessSession session, Did account, Standing standing) {
        return standing != Standing.PENDING
                ? Uni.createFrom().item(Map.of())
                : Database.query(
                                session,
                                "select instance, count(*) as many from gateway_record"
                                        + " where did = $1 and standing = 'PENDING' group by instance",
                                account.toString())
                        .map(rows -> {
                            Map<String, Long> pending = new HashMap<>();
                            rows.forEach(row -> pending.put(row.getString("instance"), row.getLong("many")));
                            return pending;
                        });
    }

    private Uni<Void> insert(Mutiny.StatelessSession session, Did account, Taken taken, long lastNumber) {
        List<GatewayRecord.Signed> kept = taken.kept();
        if (kept.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Function<Function<GatewayRecord, String>, String[]> texts =
                value -> kept.stream().map(one -> value.apply(one.record())).toArray(String[]::new);
        Function<Function<GatewayRecord, Instant>, Instant[]> times =
                value -> kept.stream().map(one -> value.apply(one.record())).toArray(Instant[]::new);
        return Database.execute(
                        session,
                        """
                        insert into gateway_record (did, hash, number, instance, kind, subject, rank_at, received_at,
                            second, standing, due_at, stored_at, bytes)
                        select $1, hash, $2 + n, instance, kind, subject, rank_at, received_at,
                            second, standing, $3, $3, bytes
                        from unnest($4::bytea[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                            $9::timestamptz[], $10::bigint[], $11::text[], $12::bytea[]) with ordinality
                            as r (hash, instance, kind, subject, rank_at, received_at, second, standing, bytes, n)
                        """,
                        account.toString(),
                        lastNumber,
                        clock.instant(),
                        kept.stream().map(one -> one.hash().bytes()).toArray(byte[][]::new),
                        texts.apply(record -> record.instance().toString()),
                        texts.apply(record -> record.kind().name()),
                        texts.apply(GatewayRecord::subject),
                        times.apply(GatewayRecord::rank),
                        times.apply(GatewayRecord::received),
                        kept.stream()
                                .map(one -> Item.of(one.record().received(), one.hash())
                                        .second())
                                .toArray(Long[]::new),
                        kept.stream()
                                .map(one -> taken.standing(one.hash()).name())
                                .toArray(String[]::new),
                        kept.stream().map(GatewayRecord.Signed::bytes).toArray(byte[][]::new))
                .chain(() -> Database.execute(
                        session,
                        "update repository set last_number = $2 where did = $1",
                        account.toString(),
                        lastNumber + kept.size()))
                .replaceWithVoid();
    }

    /** The account's key log has to be looked at again when another word came on when an entry was there. */
    private Uni<Void> noticed(Mutiny.StatelessSession session, Did account, Taken taken) {
        return taken.kept().stream().noneMatch(one -> one.record().kind() == RecordKind.ENTRY)
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                "update repository set key_log_due = least(key_log_due, $2) where did = $1",
                                account.toString(),
                                clock.instant())
                        .replaceWithVoid();
    }

    /** What was observed here is to be pushed. */
    private Uni<Void> tell(Did account, Taken taken, Standing standing, long lastNumber) {
        return standing == Standing.VERIFIED && !taken.kept().isEmpty()
                ? replicas.recorded(account, lastNumber + taken.kept().size())
                : Uni.createFrom().voidItem();
    }

    private static Uni<Void> remove(Mutiny.StatelessSession session, Did account, List<Taken.Known> dropped) {
        return dropped.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                "delete from gateway_record where did = $1 and hash = any ($2::bytea[])",
                                account.toString(),
                                dropped.stream().map(one -> one.hash().bytes()).toArray(byte[][]::new))
                        .replaceWithVoid();
    }

    private static List<Sha256> hashes(Taken taken) {
        return taken.kept().stream().map(GatewayRecord.Signed::hash).toList();
    }

    /** Brings number, newest second and sum up to date, under the repository's lock. */
    private static Uni<Void> count(
            Mutiny.StatelessSession session, Did account, List<Sha256> added, List<Taken.Known> dropped) {
        if (added.isEmpty() && dropped.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tally gone = Tally.ofHashes(dropped.stream().map(Taken.Known::hash).toList());
        return Database.query(session, "select records, sum from gateway_record_set where did = $1", account.toString())
                .map(rows -> rows.isEmpty()
                        ? Tally.NONE
                        : Tally.of(rows.getFirst().getLong("records"), Database.bytes(rows.getFirst(), "sum")))
                .map(before -> before.plus(Tally.ofHashes(added)).minus(gone))
                .chain(tally -> Database.execute(session, """
                        insert into gateway_record_set (did, records, newest_second, sum)
                        select $1, $2, coalesce((select max(second) from gateway_record where did = $1), 0), $3
                        on conflict (did) do update set records = excluded.records,
                            newest_second = excluded.newest_second, sum = excluded.sum
                        """, account.toString(), tally.count(), tally.sum()))
                .chain(() -> HibernateTouched.note(session, account.toString()));
    }

    @Override
    public Uni<List<StoredRecord>> after(Did account, Did instance, long number, int limit) {
        return list(
                "where did = $1 and instance = $2 and number > $3 order by number limit $4",
                account.toString(),
                instance.toString(),
                number,
                page(limit));
    }

    @Override
    public Uni<List<StoredRecord>> find(Did account, Collection<Sha256> hashes) {
        return list(
                "where did = $1 and hash = any ($2::bytea[])",
                account.toString(),
                hashes.stream().map(Sha256::bytes).toArray(byte[][]::new));
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select hash, octet_length(bytes) as size from gateway_record where did = $1 and hash = any ($2::bytea[])",
                        account.toString(),
                        hashes.stream().map(Sha256::bytes).toArray(byte[][]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(HibernateRecordStore::hash, row -> row.getInteger("size"))));
    }

    @Override
    public Uni<List<Item>> items(Did account, Optional<Item> after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select second, hash from gateway_record where did = $1 and (second, hash) > ($2, $3)"
                                + " order by second, hash limit $4",
                        account.toString(),
                        after.map(Item::second).orElse(Long.MIN_VALUE),
                        after.map(item -> item.hash().bytes()).orElseGet(() -> new byte[0]),
                        page(limit)))
                .map(rows -> rows.stream()
                        .map(row -> new Item(row.getLong("second"), hash(row)))
                        .toList());
    }

    @Override
    public Uni<Optional<ClassSummary>> summary(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select records, newest_second, sum from gateway_record_set where did = $1 and records > 0",
                        account.toString()))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new ClassSummary(
                                row.getLong("records"), row.getLong("newest_second"), Database.bytes(row, "sum"))));
    }

    @Override
    public Uni<List<StoredRecord>> about(Did account, RecordKind kind, String subject, int limit) {
        return list(
                "where did = $1 and kind = $2 and subject = $3 order by received_at desc, hash desc limit $4",
                account.toString(),
                kind.name(),
                subject,
                page(limit));
    }

    @Override
    public Uni<List<StoredRecord>> page(
            Did account, RecordKind kind, Standing standing, String afterSubject, int limit) {
        return list(
                "where did = $1 and kind = $2 and standing = $3 and subject > $4 order by subject, hash limit $5",
                account.toString(),
                kind.name(),
                standing.name(),
                afterSubject,
                page(limit));
    }

    @Override
    public Uni<List<StoredRecord>> claim(int limit) {
        Instant now = clock.instant();
        return database.inTransaction(
                        session -> Database.query(session, """
                        update gateway_record set due_at = $2 where (did, hash) in (
                            select did, hash from gateway_record where standing = 'PENDING' and due_at <= $1
                            order by due_at, number limit $3 for update skip locked)
                        returning\s""" + COLUMNS, now, now.plus(CLAIM), (long) limit))
                .map(rows -> rows.stream()
                        .map(HibernateRecordStore::stored)
                        .sorted(Comparator.comparingLong(StoredRecord::number))
                        .toList());
    }

    @Override
    public Uni<Boolean> verified(Did account, Sha256 hash) {
        return database.inTransaction(session -> locked(session, account)
                .chain(number -> list(session, "where did = $1 and hash = $2", account.toString(), hash.bytes()))
                .chain(found ->
                        found.isEmpty() ? Uni.createFrom().item(false) : verified(session, account, found.getFirst())));
    }

    private static Uni<Boolean> verified(Mutiny.StatelessSession session, Did account, StoredRecord stored) {
        var signed = new GatewayRecord.Signed(stored.record(), stored.bytes());
        return there(session, account, List.of(signed)).chain(known -> {
            Taken taken = new Taken(known, Map.of());
            boolean counts = taken.verify(Taken.Known.of(signed, stored.standing()));
            return Database.execute(
                            session,
                            "update gateway_record set standing = 'VERIFIED', due_at = null where did = $1 and hash = $2",
                            account.toString(),
                            stored.hash().bytes())
                    .chain(() -> remove(session, account, taken.dropped()))
                    .chain(() -> count(session, account, List.of(), taken.dropped()))
                    .replaceWith(counts);
        });
    }

    @Override
    public Uni<Void> putOff(Did account, Sha256 hash, Instant until) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update gateway_record set due_at = $3, attempts = attempts + 1"
                                + " where did = $1 and hash = $2 and standing = 'PENDING'",
                        account.toString(),
                        hash.bytes(),
                        until))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> unverified(Did account, Sha256 hash) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update gateway_record set standing = 'UNVERIFIED', due_at = null"
                                + " where did = $1 and hash = $2 and standing = 'PENDING'",
                        account.toString(),
                        hash.bytes()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> forgetOld(int limit) {
        Instant now = clock.instant();
        Uni<Integer> over = drop(
                """
                select did, hash from gateway_record where received_at < $1 and kind = 'ACTIVITY'
                union all select did, hash from gateway_record where received_at < $2 and kind = 'DELIVERED' limit $3
                """, RecordRules.oldest(RecordKind.ACTIVITY, now), RecordRules.oldest(RecordKind.DELIVERED, now), (long)
                        limit);
        Uni<Integer> tooMany = drop("""
                select r.did, r.hash from (
                    select did, kind, count(*) as many,
                        case when kind in ('ACTIVITY', 'DELIVERED') then $1::bigint else $2::bigint end as most
                    from gateway_record group by did, kind) c,
                lateral (
                    select did, hash from gateway_record k where k.did = c.did and k.kind = c.kind
                    order by second desc, hash desc offset c.most limit $3) r
                where c.many > c.most
                """, (long) PASSING_MAX, (long) STATE_MAX, (long) limit);
        Uni<Integer> unverified = drop("""
                select r.did, r.hash from (
                    select did, instance from gateway_record where standing = 'UNVERIFIED'
                    group by did, instance having count(*) > $1) c,
                lateral (
                    select did, hash from gateway_record k
                    where k.did = c.did and k.instance = c.instance and k.standing = 'UNVERIFIED'
                    order by second desc, hash desc offset $1 limit $2) r
                """, (long) UNVERIFIED_MAX, (long) limit);
        return over.chain(first -> tooMany.chain(second -> unverified.map(third -> first + second + third)));
    }

    /** Removes what the query names, an account after the other, each under its repository's lock. */
    private Uni<Integer> drop(String query, Object... parameters) {
        return database.inTransaction(session -> Database.query(session, query, parameters))
                .chain(rows -> {
                    Map<String, List<Sha256>> byAccount = new TreeMap<>();
                    rows.forEach(row -> byAccount
                            .computeIfAbsent(row.getString("did"), absent -> new ArrayList<>())
                            .add(hash(row)));
                    Uni<Integer> all = Uni.createFrom().item(0);
                    for (var entry : byAccount.entrySet()) {
                        Did account = Did.parse(entry.getKey()).orElseThrow();
                        all = all.chain(count -> drop(account, entry.getValue()).map(some -> count + some));
                    }
                    return all;
                });
    }

    private Uni<Integer> drop(Did account, List<Sha256> hashes) {
        return database.inTransaction(session -> locked(session, account)
                .chain(number -> Database.query(
                        session,
                        "select " + KNOWN + " from gateway_record where did = $1 and hash = any ($2::bytea[])",
                        account.toString(),
                        hashes.stream().map(Sha256::bytes).toArray(byte[][]::new)))
                .map(rows -> rows.stream().map(HibernateRecordStore::known).toList())
                .chain(dropped -> remove(session, account, dropped)
                        .chain(() -> count(session, account, List.of(), dropped))
                        .replaceWith(dropped.size())));
    }

    private Uni<List<StoredRecord>> list(String where, Object... parameters) {
        return database.inTransaction(session -> list(session, where, parameters));
    }

    private static Uni<List<StoredRecord>> list(Mutiny.StatelessSession session, String where, Object... parameters) {
        return Database.query(session, "select " + COLUMNS + " from gateway_record " + where, parameters)
                .map(rows -> rows.stream().map(HibernateRecordStore::stored).toList());
    }

    private static long page(int limit) {
        return Math.min(limit, PAGE_MAX);
    }

    private static Sha256 hash(Row row) {
        return Sha256.ofHash(Database.bytes(row, "hash"));
    }

    private static Taken.Known known(Row row) {
        return new Taken.Known(
                hash(row),
                RecordKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getString("instance"),
                Database.instant(row, "rank_at"),
                Database.instant(row, "received_at"),
                Standing.valueOf(row.getString("standing")));
    }

    private static StoredRecord stored(Row row) {
        byte[] bytes = Database.bytes(row, "bytes");
        return new StoredRecord(
                GatewayRecord.stored(bytes),
                hash(row),
                bytes,
                row.getLong("number"),
                Standing.valueOf(row.getString("standing")),
                row.getInteger("attempts"),
                Database.instant(row, "stored_at"));
    }
}
