package social.godwit.store.document;

import static social.godwit.store.document.HibernateRows.COLUMNS;
import static social.godwit.store.document.HibernateRows.NEWEST;
import static social.godwit.store.document.HibernateRows.SHOWN;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** The questions that {@link HibernateRepositories} answers, as SQL. */
final class HibernateReads {
    private HibernateReads() {}

    static Uni<Lookup> find(Mutiny.StatelessSession session, PortableId id, @Nullable Origin asked) {
        String did = id.did().toString();
        String path = Facts.path(id);
        return Database.query(
                        session,
                        "select effective_at from tombstone where did = $1 and path = $2 and effective_at is not null",
                        did,
                        path)
                .chain(deleted -> deleted.isEmpty() ? newest(session, did, path, asked) : deleted(session, did, path));
    }

    private static Uni<Lookup> newest(
            Mutiny.StatelessSession session, String did, String path, @Nullable Origin asked) {
        return Database.query(
                        session,
                        "select " + COLUMNS + " from document d where did = $1 and path = $2 and " + SHOWN
                                + " order by (spelling is not null and spelling = $3) desc, rank desc limit 1",
                        did,
                        path,
                        asked == null ? "" : asked.toString())
                .map(rows -> rows.isEmpty()
                        ? new Lookup.Missing()
                        : new Lookup.Found(HibernateRows.document(rows.getFirst())));
    }

    /** The class is that of the newest version that was there, else of the newest Delete; the tombstone the newest that was signed. */
    private static Uni<Lookup> deleted(Mutiny.StatelessSession session, String did, String path) {
        return Database.query(session, """
                        (select class, 0 as place from document
                         where did = $1 and path = $2 and type <> 'Tombstone' and listed order by rank desc limit 1)
                        union all
                        (select d.class, 1 from tombstone t join document d on d.did = t.did and d.hash = t.source
                         where t.did = $1 and t.path = $2 and d.type = 'Delete' and d.listed order by d.rank desc limit 1)
                        order by place limit 1
                        """, did, path)
                .map(rows -> rows.isEmpty()
                        ? Visibility.SELF
                        : Visibility.valueOf(rows.getFirst().getString("class")))
                .chain(visibility -> Database.query(
                                session,
                                "select " + COLUMNS + " from document d where did = $1 and path = $2"
                                        + " and type = 'Tombstone' and listed and bytes is not null"
                                        + " order by rank desc limit 1",
                                did,
                                path)
                        .map(rows -> new Lookup.Deleted(
                                visibility, rows.stream().findFirst().map(HibernateRows::document))));
    }

    static Uni<Optional<StoredDocument>> find(Mutiny.StatelessSession session, Did owner, Sha256 hash) {
        return Database.query(
                        session,
                        "select " + COLUMNS + " from document d where did = $1 and hash = $2 and bytes is not null",
                        owner.toString(),
                        hash.bytes())
                .map(rows -> rows.stream().findFirst().map(HibernateRows::document));
    }

    /** Those of these that are here by themselves. */
    static Uni<List<StoredDocument>> standalone(Mutiny.StatelessSession session, Did owner, Collection<Sha256> hashes) {
        return Database.query(
                        session,
                        "select " + COLUMNS
                                + " from document d where did = $1 and hash = any($2) and standalone and bytes is not null",
                        owner.toString(),
                        bytes(hashes))
                .map(HibernateReads::documents);
    }

    /** The actor document that counts: of all that are shown the one with the greatest rank. */
    static Uni<Optional<StoredDocument>> actor(Mutiny.StatelessSession session, Did owner) {
        return Database.query(
                        session,
                        "select " + COLUMNS + " from document d where did = $1 and kind = 'ACTOR' and " + SHOWN
                                + " order by rank desc limit 1",
                        owner.toString())
                .map(rows -> rows.stream().findFirst().map(HibernateRows::document));
    }

    static Uni<Map<Sha256, Held>> held(Mutiny.StatelessSession session, Did owner, Collection<Sha256> hashes) {
        return Database.query(
                        session,
                        "select " + COLUMNS + ", gone from document d where did = $1 and hash = any($2)",
                        owner.toString(),
                        bytes(hashes.stream().limit(Repositories.MAX_PAGE).toList()))
                .map(rows -> {
                    Map<Sha256, Held> held = new HashMap<>();
                    rows.forEach(row -> held.put(HibernateRows.hash(row, "hash"), held(row)));
                    return held;
                });
    }

    static Uni<Map<Sha256, Integer>> sizes(
            Mutiny.StatelessSession session, Did owner, Collection<Sha256> hashes, Set<Visibility> classes) {
        return Database.query(
                        session,
                        "select hash, coalesce(octet_length(bytes), 0) as size from document where did = $1"
                                + " and hash = any($2) and class = any($3)",
                        owner.toString(),
                        bytes(hashes.stream().limit(Repositories.MAX_PAGE).toList()),
                        names(classes))
                .map(rows -> {
                    Map<Sha256, Integer> sizes = new HashMap<>();
                    rows.forEach(row -> sizes.put(HibernateRows.hash(row, "hash"), row.getInteger("size")));
                    return sizes;
                });
    }

    private static Held held(Row row) {
        String gone = row.getString("gone");
        return gone == null
                ? new Held.Here(HibernateRows.document(row))
                : new Held.Gone(
                        Held.Reason.valueOf(gone),
                        Visibility.valueOf(row.getString("class")),
                        row.getLong("proof_second"));
    }

    static Uni<List<StoredDocument>> shown(
            Mutiny.StatelessSession session, Map<Did, ? extends Collection<Sha256>> hashes) {
        List<String> dids = new ArrayList<>();
        List<Sha256> wanted = new ArrayList<>();
        hashes.forEach((owner, some) -> some.forEach(hash -> {
            dids.add(owner.toString());
            wanted.add(hash);
        }));
        return Database.query(
                        session,
                        "select " + COLUMNS + " from unnest($1::text[], $2::bytea[]) as w(did, hash)"
                                + " join document d on d.did = w.did and d.hash = w.hash where " + SHOWN,
                        dids.toArray(String[]::new),
                        bytes(wanted))
                .map(HibernateReads::documents);
    }

    static Uni<List<Filed>> filed(Mutiny.StatelessSession session, Optional<Filed.Place> after, int limit) {
        return Database.query(
                        session,
                        "select " + COLUMNS + " from document d where (did, hash) > ($1, $2) and bytes is not null"
                                + " order by did, hash limit $3",
                        after.map(place -> place.repository().toString()).orElse(""),
                        after.map(place -> place.hash().bytes()).orElseGet(() -> new byte[0]),
                        Paging.limit(limit))
                .map(rows -> rows.stream()
                        .map(row -> new Filed(HibernateRows.did(row), HibernateRows.document(row)))
                        .toList());
    }

    static Uni<List<StoredDocument>> versions(Mutiny.StatelessSession session, PortableId id, int limit) {
        return Database.query(
                        session,
                        "select " + COLUMNS
                                + " from document d where did = $1 and path = $2 and bytes is not null"
                                + " order by rank desc limit $3",
                        id.did().toString(),
                        Facts.path(id),
                        Paging.limit(limit))
                .map(HibernateReads::documents);
    }

    static Uni<Page> page(
            Mutiny.StatelessSession session, Did owner, Selection selection, Optional<VersionRank> before, int limit) {
        int wanted = Paging.limit(limit);
        return Database.query(
                        session,
                        "select " + COLUMNS + " from document d where did = $1 and kind = any($2) and class = any($3)"
                                + " and ($4 or type = any($5)) and rank < $6 and " + SHOWN + " and " + NEWEST
                                + " order by rank desc limit $7",
                        owner.toString(),
                        names(selection.kinds()),
                        names(selection.classes()),
                        selection.types().isEmpty(),
                        selection.types().toArray(String[]::new),
                        Paging.bound(before),
                        wanted + 1)
                .map(rows -> Paging.page(documents(rows), wanted));
    }

    static Uni<Long> count(Mutiny.StatelessSession session, Did owner, Selection selection) {
        return Database.query(
                        session,
                        "select count(*) as n from document d where did = $1 and kind = any($2) and class = any($3)"
                                + " and ($4 or type = any($5)) and " + SHOWN + " and " + NEWEST,
                        owner.toString(),
                        names(selection.kinds()),
                        names(selection.classes()),
                        selection.types().isEmpty(),
                        selection.types().toArray(String[]::new))
                .map(rows -> rows.getFirst().getLong("n"));
    }

    static Uni<Page> naming(
            Mutiny.StatelessSession session,
            Did network,
            Set<Visibility> classes,
            Optional<VersionRank> before,
            int limit) {
        int wanted = Paging.limit(limit);
        return Database.query(
                        session,
                        "select " + COLUMNS
                                + " from named_network m join document d on d.did = m.did and d.hash = m.hash"
                                + " where m.network = $1 and m.rank < $2 and d.class = any($3) and " + SHOWN + " and "
                                + NEWEST + " order by m.rank desc limit $4",
                        network.toString(),
                        Paging.bound(before),
                        names(classes),
                        wanted + 1)
                .map(rows -> Paging.page(documents(rows), wanted));
    }

    /** Sizes are added up before bytes are read. */
    static Uni<List<StoredDocument>> after(
            Mutiny.StatelessSession session, Did owner, long number, Set<Visibility> classes, int limit, long bytes) {
        return Database.query(
                        session,
                        "select " + COLUMNS + " from (select hash, sum(n) over (order by number) - n as before from"
                                + " (select hash, number, octet_length(bytes) as n from document where did = $1"
                                + " and number > $2 and class = any($3) and standalone and bytes is not null"
                                + " order by number limit $4) w) a join document d on d.did = $1 and d.hash = a.hash"
                                + " where a.before < $5 order by d.number",
                        owner.toString(),
                        number,
                        names(classes),
                        Paging.limit(limit),
                        bytes)
                .map(HibernateReads::documents);
    }

    static Uni<Map<Did, List<StoredDocument>>> after(
            Mutiny.StatelessSession session, Map<Did, Long> numbers, Set<Visibility> classes, int limit) {
        List<Map.Entry<Did, Long>> from = List.copyOf(numbers.entrySet());
        return Database.query(
                        session,
                        "select " + COLUMNS + " from unnest($1::text[], $2::bigint[]) as f (owner, beyond)"
                                + " cross join lateral (select * from document where did = f.owner and number > f.beyond"
                                + " and class = any($3) and standalone and bytes is not null order by number limit $4) d"
                                + " order by d.did, d.number",
                        from.stream().map(one -> one.getKey().toString()).toArray(String[]::new),
                        from.stream().map(Map.Entry::getValue).toArray(Long[]::new),
                        names(classes),
                        Paging.limit(limit))
                .map(rows -> documents(rows).stream().collect(Collectors.groupingBy(StoredDocument::owner)));
    }

    static Uni<Set<Sha256>> listed(Mutiny.StatelessSession session, Did owner, Collection<Sha256> hashes) {
        return Database.query(
                        session,
                        "select hash from document where did = $1 and hash = any($2) and listed",
                        owner.toString(),
                        bytes(hashes))
                .map(rows -> {
                    Set<Sha256> listed = new HashSet<>();
                    rows.forEach(row -> listed.add(HibernateRows.hash(row, "hash")));
                    return listed;
                });
    }

    static Uni<Map<PortableId, VersionRank>> newest(Mutiny.StatelessSession session, Collection<PortableId> ids) {
        Map<Did, Map<String, PortableId>> wanted = new LinkedHashMap<>();
        ids.forEach(id ->
                wanted.computeIfAbsent(id.did(), did -> new LinkedHashMap<>()).put(Facts.path(id), id));
        Map<PortableId, VersionRank> newest = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var entry : wanted.entrySet()) {
            Map<String, PortableId> paths = entry.getValue();
            all = all.chain(() -> Database.query(
                            session,
                            """
                            select path, rank from document d where did = $1 and path = any($2)
                              and not exists (select 1 from document n
                                              where n.did = d.did and n.path = d.path and n.rank > d.rank)
                            """,
                            entry.getKey().toString(),
                            paths.keySet().toArray(String[]::new))
                    .invoke(rows ->
                            rows.forEach(row -> newest.put(paths.get(row.getString("path")), HibernateRows.rank(row))))
                    .replaceWithVoid());
        }
        return all.replaceWith(newest);
    }

    static byte[][] bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::bytes).toArray(byte[][]::new);
    }

    static String[] names(Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toArray(String[]::new);
    }

    private static List<StoredDocument> documents(List<Row> rows) {
        return rows.stream().map(HibernateRows::document).toList();
    }
}
