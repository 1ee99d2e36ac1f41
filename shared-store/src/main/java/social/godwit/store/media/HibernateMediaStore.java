package social.godwit.store.media;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link MediaStore} in PostgreSQL. The blob's row is the lock between storing again and removing. */
@ApplicationScoped
class HibernateMediaStore implements MediaStore {
    /** Parts that one statement inserts: 4 MiB. */
    private static final int PARTS_AT_ONCE = 16;

    private final Database database;
    private final InstantSource clock;

    HibernateMediaStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Uni<Blob> put(Did account, byte[] bytes, String type) {
        MediaLimits.check(bytes);
        Sha256 hash = Sha256.of(bytes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.inTransaction(session -> touch(session, hash, type, bytes.length, now)
                .chain(() -> storeParts(session, hash, bytes))
                .chain(() -> keep(session, account, hash, now))
                .chain(() -> session.get(BlobRow.class, hash.hex()))
                .map(BlobRow::blob));
    }

    /** Inserts the row or makes it young again, and locks it either way. */
    private static Uni<Integer> touch(
            Mutiny.StatelessSession session, Sha256 hash, String type, long size, Instant now) {
        return Database.execute(session, """
                insert into blob (hash, type, size, stored_at) values ($1, $2, $3, $4)
                on conflict (hash) do update set stored_at = excluded.stored_at
                """, hash.hex(), type, size, now);
    }

    private static Uni<Integer> storeParts(Mutiny.StatelessSession session, Sha256 hash, byte[] bytes) {
        return Database.query(session, "select 1 from blob_part where hash = $1 and part = 0", hash.hex())
                .chain(there -> there.isEmpty()
                        ? insertParts(session, hash, bytes, 0)
                        : Uni.createFrom().item(0));
    }

    private static Uni<Integer> insertParts(Mutiny.StatelessSession session, Sha256 hash, byte[] bytes, int first) {
        if ((long) first * MediaStore.PART_BYTES >= bytes.length) {
            return Uni.createFrom().item(0);
        }
        List<Integer> numbers = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>();
        for (int part = first; part < first + PARTS_AT_ONCE; part++) {
            int start = part * MediaStore.PART_BYTES;
            if (start >= bytes.length) {
                break;
            }
            numbers.add(part);
            parts.add(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + MediaStore.PART_BYTES)));
        }
        return Database.execute(
                        session,
                        "insert into blob_part (hash, part, bytes) select $1, * from unnest($2::integer[], $3::bytea[])",
                        hash.hex(),
                        numbers.toArray(Integer[]::new),
                        parts.toArray(byte[][]::new))
                .chain(() -> insertParts(session, hash, bytes, first + PARTS_AT_ONCE));
    }

    private static Uni<Integer> keep(Mutiny.StatelessSession session, Did account, Sha256 hash, Instant now) {
        return Database.execute(
                session,
                "insert into blob_reference (did, hash, since) values ($1, $2, $3) on conflict do nothing",
                account.toString(),
                hash.hex(),
                now);
    }

    @Override
    public Uni<Optional<Blob>> find(Sha256 hash) {
        return database.inTransaction(session -> session.get(BlobRow.class, hash.hex()))
                .map(row -> Optional.ofNullable(row).map(BlobRow::blob));
    }

    @Override
    public Uni<Optional<byte[]>> part(Sha256 hash, int part) {
        return database.inTransaction(session -> Database.query(
                        session, "select bytes from blob_part where hash = $1 and part = $2", hash.hex(), part))
                .map(rows -> rows.stream().findFirst().map(row -> Database.bytes(row, "bytes")));
    }

    @Override
    public Uni<Boolean> release(Did account, Sha256 hash) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from blob_reference where did = $1 and hash = $2",
                        account.toString(),
                        hash.hex()))
                .map(rows -> rows > 0);
    }

    @Override
    public Uni<Integer> releaseAll(Did account) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from blob_reference where did = $1", account.toString()));
    }

    @Override
    public Uni<List<Did>> keepers(Sha256 hash, Optional<Did> after, int limit) {
        return dids(
                "select did from blob_reference where did > $1 and hash = $3 order by did limit $2",
                after,
                limit,
                hash.hex());
    }

    @Override
    public Uni<List<Did>> keepers(Optional<Did> after, int limit) {
        return dids("select distinct did from blob_reference where did > $1 order by did limit $2", after, limit);
    }

    private Uni<List<Did>> dids(String sql, Optional<Did> after, int limit, String... more) {
        Object[] values = Stream.concat(Stream.of(after.map(Did::toString).orElse(""), limit), Stream.of(more))
                .toArray();
        return database.inTransaction(session -> Database.query(session, sql, values))
                .map(rows -> rows.stream()
                        .flatMap(row -> Did.parse(row.getString("did")).stream())
                        .toList());
    }

    @Override
    public Uni<Boolean> keeps(Did account, Sha256 hash) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select 1 from blob_reference where did = $1 and hash = $2",
                        account.toString(),
                        hash.hex()))
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<Long> used(Did account) {
        return database.inTransaction(session -> Database.query(session, """
                        select coalesce(sum(b.size), 0)::bigint as used
                        from blob_reference r join blob b on b.hash = r.hash where r.did = $1
                        """, account.toString()))
                .map(rows -> rows.getFirst().getLong("used"));
    }

    @Override
    public Uni<Integer> removeUnused(Instant storedBefore, int limit) {
        return database.inTransaction(session -> unused(session, storedBefore, limit)
                .chain(hashes -> hashes.length == 0
                        ? Uni.createFrom().item(0)
                        : Database.execute(session, "delete from blob_part where hash = any($1)", (Object) hashes)
                                .chain(() -> Database.execute(
                                        session, "delete from blob where hash = any($1)", (Object) hashes))));
    }

    private static Uni<String[]> unused(Mutiny.StatelessSession session, Instant storedBefore, int limit) {
        return Database.query(session, """
                        select hash from blob b
                        where stored_at < $1
                          and not exists (select 1 from blob_reference r where r.hash = b.hash)
                        order by hash limit $2
                        for update skip locked
                        """, storedBefore, limit)
                .map(rows -> rows.stream().map(HibernateMediaStore::hash).toArray(String[]::new));
    }

    private static String hash(Row row) {
        return row.getString("hash");
    }
}
