package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.Database;
import social.godwit.store.negentropy.HibernateItems;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.ItemSource;

/** {@link Audits} in PostgreSQL. */
@ApplicationScoped
class HibernateAudits implements Audits {
    /** Documents as items. */
    static final ItemSource ITEMS =
            new ItemSource("document where standalone", "did", "class", "greatest(proof_second, 0)", "hash");

    private final Database database;
    private final InstantSource clock;
    private final Notices notices;

    HibernateAudits(Database database, InstantSource clock, Notices notices) {
        this.database = database;
        this.clock = clock;
        this.notices = notices;
    }

    @Override
    public Uni<Optional<KeyLog>> keyLog(Did account) {
        return database.inTransaction(session -> HibernateSettling.log(session, account, clock.instant(), notices));
    }

    /** Steps from chain to chain along the index: the cost is in the number of chains, not in their length. */
    @Override
    public Uni<List<ChainHead>> chains(Did account) {
        return database.inTransaction(session -> Database.query(session, """
                        with recursive chain as (
                            (select device, class from checkpoint where did = $1 order by device, class limit 1)
                            union all
                            select n.device, n.class from chain c cross join lateral
                                (select device, class from checkpoint
                                 where did = $1 and (device, class) > (c.device, c.class)
                                 order by device, class limit 1) n)
                        select h.* from chain c cross join lateral
                            (select device, class, seq, hash, total, counts from checkpoint
                             where did = $1 and device = c.device and class = c.class
                             order by seq desc, hash limit 1) h
                        order by device, class
                        """, account.toString()))
                .map(rows -> rows.stream().map(HibernateAudits::head).toList());
    }

    private static ChainHead head(Row row) {
        return new ChainHead(
                ChainClass.parse(row.getString("class")).orElseThrow(),
                new Checkpoint.Link(
                        Did.parse(row.getString("device")).orElseThrow(),
                        row.getLong("seq"),
                        HibernateRows.hash(row, "hash")),
                row.getLong("total"),
                row.getBoolean("counts"));
    }

    @Override
    public Uni<Completeness> completeness(Did account) {
        return database.inTransaction(session -> Database.query(session, """
                        select count(*) as listed,
                            count(*) filter (where d.bytes is not null) as held,
                            count(*) filter (where d.gone = 'ERASED') as erased,
                            count(*) filter (where d.gone = 'PURGED') as purged,
                            count(*) filter (where d.hash is null and e.hash is not null) as elsewhere,
                            count(*) filter (where d.hash is null and e.hash is null) as missing,
                            (select max(signed_at) from checkpoint where did = $1 and counts) as as_of
                        from (select distinct hash from listing where did = $1 and counts) l
                        left join document d on d.did = $1 and d.hash = l.hash
                        left join erased_elsewhere e on e.did = $1 and e.hash = l.hash
                        """, account.toString()))
                .map(rows -> completeness(rows.getFirst()));
    }

    private static Completeness completeness(Row row) {
        Optional<OffsetDateTime> asOf = Optional.ofNullable(row.getOffsetDateTime("as_of"));
        return new Completeness(
                asOf.isPresent(),
                asOf.map(OffsetDateTime::toInstant),
                row.getLong("listed"),
                row.getLong("held"),
                row.getLong("erased"),
                row.getLong("purged"),
                row.getLong("elsewhere"),
                row.getLong("missing"));
    }

    @Override
    public Uni<Void> noteErasedElsewhere(Did account, Collection<Sha256> hashes) {
        return database.inTransaction(
                        session -> Database.execute(session, """
                        insert into erased_elsewhere (did, hash) select $1, u.hash from unnest($2::bytea[]) as u(hash)
                        on conflict do nothing
                        """, account.toString(), HibernateReads.bytes(hashes)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Sha256>> missing(Did account, int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        select distinct l.hash from listing l where l.did = $1 and l.counts
                          and not exists (select 1 from document d where d.did = l.did and d.hash = l.hash)
                          and not exists (select 1 from erased_elsewhere e where e.did = l.did and e.hash = l.hash)
                        order by l.hash limit $2
                        """, account.toString(), Paging.limit(limit)))
                .map(rows -> rows.stream()
                        .map(row -> HibernateRows.hash(row, "hash"))
                        .toList());
    }

    @Override
    public Uni<List<Sha256>> listedFrom(Did account, Sha256 from, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select distinct hash from listing where did = $1 and hash >= $2 and counts order by hash limit $3",
                        account.toString(),
                        from.bytes(),
                        Paging.limit(limit)))
                .map(rows -> rows.stream()
                        .map(row -> HibernateRows.hash(row, "hash"))
                        .toList());
    }

    @Override
    public Uni<Map<Visibility, ClassSummary>> summaries(Did owner) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select class, documents, newest_second, sum from repository_class where did = $1 and documents > 0",
                        owner.toString()))
                .map(rows -> {
                    Map<Visibility, ClassSummary> summaries = new EnumMap<>(Visibility.class);
                    rows.forEach(row -> summaries.put(
                            Visibility.valueOf(row.getString("class")),
                            new ClassSummary(
                                    row.getLong("documents"),
                                    row.getLong("newest_second"),
                                    Database.bytes(row, "sum"))));
                    return summaries;
                });
    }

    @Override
    public Uni<List<Item>> items(Did owner, Visibility visibility, Optional<Item> after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        """
                        select greatest(proof_second, 0) as second, hash from document
                        where did = $1 and class = $2 and standalone and (greatest(proof_second, 0), hash) > ($3, $4)
                        order by greatest(proof_second, 0), hash limit $5
                        """,
                        owner.toString(),
                        visibility.name(),
                        after.map(Item::second).orElse(Long.MIN_VALUE),
                        after.map(item -> item.hash().bytes()).orElseGet(() -> new byte[0]),
                        Paging.limit(limit)))
                .map(rows -> rows.stream()
                        .map(row -> new Item(row.getLong("second"), HibernateRows.hash(row, "hash")))
                        .toList());
    }

    @Override
    public ItemSet set(Did owner, Visibility visibility) {
        return new HibernateItems(database, ITEMS, owner.toString(), visibility.name());
    }
}
