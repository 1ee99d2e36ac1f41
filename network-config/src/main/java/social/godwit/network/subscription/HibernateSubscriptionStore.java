package social.godwit.network.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.subscription.Subscription.Format;
import social.godwit.network.subscription.Subscription.Mode;
import social.godwit.network.subscription.Subscription.Progress;
import social.godwit.store.Database;

/** {@link SubscriptionStore} in the tables {@code list_subscription} and {@code list_entry}. */
@ApplicationScoped
class HibernateSubscriptionStore implements SubscriptionStore {
    private static final int ENTRIES_MAX = 200_000;

    private final Database database;

    HibernateSubscriptionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Subscription>> all() {
        return lists("select * from list_subscription order by id limit $1", Subscription.LISTS_MAX);
    }

    @Override
    public Uni<List<Subscription>> due(Instant now, int limit) {
        return lists("select * from list_subscription where due <= $1 order by due limit $2", now, limit);
    }

    private Uni<List<Subscription>> lists(String sql, Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters))
                .map(rows -> rows.stream().map(HibernateSubscriptionStore::list).toList());
    }

    @Override
    public Uni<Boolean> put(Subscription list) {
        return database.inTransaction(session -> Database.query(
                        session, "select count(*) as others from list_subscription where id <> $1", list.id())
                .chain(rows -> rows.getFirst().getLong("others") >= Subscription.LISTS_MAX
                        ? Uni.createFrom().item(false)
                        : Database.execute(
                                        session,
                                        """
                                        insert into list_subscription (id, address, format, mode, signer, retract, etag,
                                            next, due, failures, fault, fetched)
                                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                                        on conflict (id) do update set address = excluded.address,
                                            format = excluded.format, mode = excluded.mode, signer = excluded.signer,
                                            retract = excluded.retract, etag = excluded.etag, next = excluded.next,
                                            due = excluded.due, failures = excluded.failures, fault = excluded.fault,
                                            fetched = excluded.fetched
                                        """,
                                        list.id(),
                                        list.address(),
                                        Subscription.word(list.format()),
                                        Subscription.word(list.mode()),
                                        list.signer().map(Did::toString).orElse(null),
                                        list.retract(),
                                        list.progress().etag(),
                                        list.progress().next(),
                                        list.progress().due(),
                                        list.progress().failures(),
                                        list.progress().fault(),
                                        list.progress().fetched().orElse(null))
                                .replaceWith(true)));
    }

    @Override
    public Uni<Boolean> remove(String id) {
        return database.inTransaction(session -> Database.execute(session, "delete from list_entry where list = $1", id)
                .chain(() -> Database.execute(session, "delete from list_subscription where id = $1", id))
                .map(count -> count > 0));
    }

    @Override
    public Uni<List<Entry>> entries(String list) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from list_entry where list = $1 order by domain limit $2",
                        list,
                        ENTRIES_MAX))
                .map(rows ->
                        rows.stream().map(HibernateSubscriptionStore::entry).toList());
    }

    @Override
    public Uni<Void> write(String list, Collection<Entry> entries, Set<String> forgotten) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from list_entry where list = $1 and domain = any ($2::text[])",
                        list,
                        forgotten.toArray(String[]::new))
                .chain(() -> Database.execute(
                        session,
                        """
                        insert into list_entry (list, domain, stance, restrictions, comment, gone, made)
                        select $1, domain, stance, string_to_array(restrictions, ' '), comment, gone, made
                        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[])
                            e (domain, stance, restrictions, comment, gone, made)
                        on conflict (list, domain) do update set stance = excluded.stance,
                            restrictions = excluded.restrictions, comment = excluded.comment, gone = excluded.gone,
                            made = excluded.made
                        """,
                        list,
                        column(entries, Entry::domain, new String[0]),
                        column(entries, entry -> entry.stance().word(), new String[0]),
                        column(
                                entries,
                                entry -> entry.restrictions().stream()
                                        .map(Restriction::word)
                                        .sorted()
                                        .collect(Collectors.joining(" ")),
                                new String[0]),
                        column(entries, Entry::comment, new String[0]),
                        column(entries, Entry::gone, new Boolean[0]),
                        column(entries, entry -> entry.made().orElse(null), new Instant[0])))
                .replaceWithVoid());
    }

    private static <T> Object column(
            Collection<Entry> entries, Function<Entry, @Nullable T> value, @Nullable T[] empty) {
        return entries.stream().map(value).toList().toArray(empty);
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getString("domain"),
                Stance.parse(row.getString("stance")).orElseThrow(),
                Arrays.stream(row.getArrayOfStrings("restrictions"))
                        .flatMap(word -> Restriction.parse(word).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                row.getString("comment"),
                row.getBoolean("gone"),
                optional(row, "made"));
    }

    private static Subscription list(Row row) {
        return new Subscription(
                row.getString("id"),
                row.getString("address"),
                Format.valueOf(row.getString("format").toUpperCase(Locale.ROOT)),
                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("signer")).flatMap(Did::parse),
                row.getBoolean("retract"),
                new Progress(
                        row.getString("etag"),
                        row.getString("next"),
                        Database.instant(row, "due"),
                        row.getInteger("failures"),
                        row.getString("fault"),
                        optional(row, "fetched")));
    }

    private static Optional<Instant> optional(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
