package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernateInteractionStore implements InteractionStore {
    private static final int EMOJIS_MAX = 100;

    private final Database database;

    @Inject
    HibernateInteractionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Map<String, Counts>> counts(Collection<String> ids) {
        String[] asked = ids.stream().map(Ids::compared).distinct().toArray(String[]::new);
        return query("""
                        select object, kind, content, count(*) as many from interaction where object = any ($1::text[])
                        group by object, kind, content
                        union all
                        select in_reply_to, 'REPLY', '', count(*) from note
                        where in_reply_to = any ($1::text[]) and visibility = 'PUBLIC' and deleted is null
                        group by in_reply_to
                        """, (Object) asked).map(HibernateInteractionStore::counts);
    }

    private static Map<String, Counts> counts(List<Row> rows) {
        Map<String, Map<String, Long>> totals = new HashMap<>();
        Map<String, Map<String, Long>> reactions = new HashMap<>();
        for (Row row : rows) {
            String object = row.getString("object");
            totals.computeIfAbsent(object, ignored -> new HashMap<>())
                    .merge(row.getString("kind"), row.getLong("many"), Long::sum);
            Map<String, Long> emojis = reactions.computeIfAbsent(object, ignored -> new LinkedHashMap<>());
            if (row.getString("kind").equals("REACTION") && emojis.size() < EMOJIS_MAX) {
                emojis.put(row.getString("content"), row.getLong("many"));
            }
        }
        Map<String, Counts> counts = new HashMap<>();
        totals.forEach((object, kinds) -> counts.put(
                object,
                new Counts(
                        kinds.getOrDefault("LIKE", 0L),
                        kinds.getOrDefault("SHARE", 0L),
                        kinds.getOrDefault("REPLY", 0L),
                        Map.copyOf(reactions.getOrDefault(object, Map.of())))));
        return counts;
    }

    @Override
    public Uni<Slice<Interaction>> of(String object, Interaction.Kind kind, Window window) {
        return page("object = $1", object, kind, window);
    }

    @Override
    public Uni<Slice<Interaction>> by(String actor, Interaction.Kind kind, Window window) {
        return page("actor = $1", actor, kind, window);
    }

    private Uni<Slice<Interaction>> page(String which, String id, Interaction.Kind kind, Window window) {
        Paged paged = Paged.of(window, "at", "activity", Ids.compared(id), kind.name());
        return query(
                        "select * from interaction where " + which + " and kind = $2 and public" + paged.condition()
                                + paged.order(),
                        paged.parameters())
                .map(rows -> paged.slice(
                        rows, HibernateInteractionStore::interaction, one -> new Cursor(one.at(), one.activity())));
    }

    @Override
    public Uni<Map<String, Set<Interaction.Kind>>> own(Did account, Collection<String> ids) {
        String[] asked = ids.stream().map(Ids::compared).distinct().toArray(String[]::new);
        return query(
                        "select object, kind from interaction where object = any ($1::text[]) and actor like 'ap://' || $2 || '/%'",
                        asked, account.toString())
                .map(rows -> {
                    Map<String, Set<Interaction.Kind>> own = new HashMap<>();
                    rows.forEach(row -> own.computeIfAbsent(
                                    row.getString("object"), ignored -> EnumSet.noneOf(Interaction.Kind.class))
                            .add(Interaction.Kind.valueOf(row.getString("kind"))));
                    return own;
                });
    }

    private static Interaction interaction(Row row) {
        return new Interaction(
                Interaction.Kind.valueOf(row.getString("kind")),
                row.getString("object"),
                row.getString("actor"),
                row.getString("activity"),
                row.getString("content"),
                Database.instant(row, "at"));
    }

    private Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }
}
