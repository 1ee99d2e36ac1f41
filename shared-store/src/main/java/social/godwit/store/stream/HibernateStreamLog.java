package social.godwit.store.stream;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.RepositoryChange;

/** {@link StreamLog} in PostgreSQL. */
@ApplicationScoped
@Typed(StreamLog.class)
class HibernateStreamLog implements StreamLog {
    private final Database database;
    private final InstantSource clock;

    HibernateStreamLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A statement for each partition, in their order, so that two admissions never wait for each other; a partition is locked
     * from here until the transaction ends.
     */
    @Override
    public Uni<Void> changed(List<RepositoryChange> changes) {
        Map<Integer, List<Entry>> partitions = new TreeMap<>();
        changes.forEach(change -> StreamLog.entries(change)
                .forEach(entry -> partitions
                        .computeIfAbsent(entry.partition(), none -> new ArrayList<>())
                        .add(entry)));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var some : partitions.entrySet()) {
            all = all.chain(() -> append(some.getKey(), some.getValue()));
        }
        return all;
    }

    private Uni<Void> append(int partition, List<Entry> entries) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        with taken as (
                            update stream_partition set last_number = last_number + $2
                            where partition = $1 returning last_number)
                        insert into stream_event (partition, number, kind, did, hash, size, path, at)
                        select $1, taken.last_number - $2 + e.place, e.kind, e.did, e.hash, e.size, e.path, $3
                        from taken cross join unnest($4::text[], $5::text[], $6::bytea[], $7::integer[], $8::text[])
                            with ordinality as e(did, kind, hash, size, path, place)
                        """,
                        partition,
                        (long) entries.size(),
                        clock.instant(),
                        entries.stream()
                                .map(entry -> entry.account().toString())
                                .toArray(String[]::new),
                        entries.stream().map(HibernateStreamLog::kind).toArray(String[]::new),
                        hashes(entries),
                        entries.stream().map(Entry::size).toArray(Integer[]::new),
                        paths(entries)))
                .replaceWithVoid();
    }

    private static String kind(Entry entry) {
        if (entry.hash().isPresent()) {
            return "DOCUMENT";
        }
        return entry.deleted().isPresent() ? "DELETION" : "REVISION";
    }

    private static byte[] @Nullable [] hashes(List<Entry> entries) {
        byte[][] hashes = new byte[entries.size()][];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = entries.get(i).hash().map(Sha256::bytes).orElse(null);
        }
        return hashes;
    }

    private static @Nullable String[] paths(List<Entry> entries) {
        String[] paths = new String[entries.size()];
        for (int i = 0; i < paths.length; i++) {
            paths[i] = entries.get(i).deleted().map(PortableId::canonical).orElse(null);
        }
        return paths;
    }

    @Override
    public Uni<StreamCursor> newest() {
        return cursor("last_number");
    }

    @Override
    public Uni<StreamCursor> forgotten() {
        return cursor("forgotten");
    }

    private Uni<StreamCursor> cursor(String column) {
        return database.inTransaction(session -> Database.query(
                        session, "select " + column + " as number from stream_partition order by partition"))
                .map(rows -> new StreamCursor(
                        rows.stream().map(row -> row.getLong("number")).toList()));
    }

    @Override
    public Uni<List<Entry>> after(StreamCursor cursor) {
        Integer[] partitions = new Integer[StreamCursor.PARTITIONS];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = i;
        }
        return database.inTransaction(session -> Database.query(
                        session,
                        """
                        select e.* from unnest($1::integer[], $2::bigint[]) as c(partition, number)
                        cross join lateral (select * from stream_event
                            where partition = c.partition and number > c.number order by number limit $3) e
                        order by e.number - c.number, e.partition
                        """,
                        partitions,
                        cursor.numbers().toArray(Long[]::new),
                        MAX_ENTRIES / StreamCursor.PARTITIONS))
                .map(rows -> rows.stream().map(HibernateStreamLog::entry).toList());
    }

    private static Entry entry(Row row) {
        Did account = Did.parse(row.getString("did")).orElseThrow();
        return new Entry(
                row.getInteger("partition"),
                row.getLong("number"),
                account,
                Optional.ofNullable(row.getBuffer("hash")).map(hash -> Sha256.ofHash(hash.getBytes())),
                row.getInteger("size"),
                Optional.ofNullable(row.getString("path")).flatMap(PortableId::parse));
    }

    /** The row of the partition is locked, so that nobody reads a place as known while it goes. */
    @Override
    public Uni<Integer> forget(Instant before, int limit) {
        List<Integer> gone = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (int i = 0; i < StreamCursor.PARTITIONS; i++) {
            int partition = i;
            all = all.chain(() -> forget(partition, before, limit))
                    .invoke(gone::add)
                    .replaceWithVoid();
        }
        return all.map(done -> gone.stream().mapToInt(Integer::intValue).sum());
    }

    private Uni<Integer> forget(int partition, Instant before, int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        delete from stream_event where partition = $1 and at < $2 and number in
                            (select number from stream_event where partition = $1 order by number limit $3)
                        returning number
                        """, partition, before, limit)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : Database.execute(
                                        session,
                                        "update stream_partition set forgotten = $2"
                                                + " where partition = $1 and forgotten < $2",
                                        partition,
                                        rows.stream()
                                                .mapToLong(row -> row.getLong("number"))
                                                .max()
                                                .orElseThrow())
                                .replaceWith(rows.size())));
    }
}
