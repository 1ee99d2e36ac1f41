package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import social.godwit.store.Database;

/** {@link RecentPosts} by one pass over the table {@code recent_post}. */
@Singleton
final class HibernateRecentPosts implements RecentPosts {
    private static final String TOO_LONG = "57014";
    private static final int MARKS_ASKED = 3;

    private final Database database;

    @Inject
    HibernateRecentPosts(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Found> find(Search search, Instant since, Instant now) {
        return look(search, since)
                .onFailure(HibernateRecentPosts::tookTooLong)
                .recoverWithUni(() ->
                        look(search, now.minus(Duration.between(since, now).dividedBy(10))));
    }

    private static boolean tookTooLong(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException problem && TOO_LONG.equals(problem.getSqlState())) {
                return true;
            }
        }
        return false;
    }

    private Uni<Found> look(Search search, Instant since) {
        List<Object> values = new ArrayList<>(List.of(since));
        String condition = condition(search, values);
        return database.inTransaction(session -> Database.execute(session, "set local statement_timeout = '6s'")
                .chain(() -> Database.query(session, """
                        with hit as materialized (
                            select id, author, arrived, words from recent_post where arrived > $1 and (%s)),
                        hit_author as materialized (select author, count(*) as posts from hit group by author)
                        select h.*, n.posts, n.accounts, n.all_posts, n.follows from (
                            select (select coalesce(sum(posts), 0)::bigint from hit_author) as posts,
                                (select count(*) from hit_author) as accounts,
                                (select count(*) from recent_post where arrived > $1) as all_posts,
                                (select count(*) from followed f join hit_author a on a.author = f.actor
                                    where f.state = 'ACCEPTED')
                                    + (select count(*) from follower f join hit_author a on a.author = f.actor
                                        where f.accepted) as follows) n
                        left join (select id, author, arrived, words from hit order by arrived desc limit %d) h on true
                        """.formatted(condition, EXAMPLES_MAX), values.toArray()))
                .map(rows -> found(rows, since)));
    }

    private static Found found(List<Row> rows, Instant since) {
        Row first = rows.getFirst();
        return new Found(
                since,
                first.getLong("posts"),
                first.getLong("accounts"),
                first.getLong("follows"),
                first.getLong("all_posts"),
                rows.stream()
                        .filter(row -> row.getString("id") != null)
                        .map(row -> new Example(
                                row.getString("id"),
                                row.getString("author"),
                                Database.instant(row, "arrived"),
                                row.getString("words").strip()))
                        .toList());
    }

    private static String condition(Search search, List<Object> values) {
        List<String> any = new ArrayList<>();
        search.words().forEach(text -> any.add(marked(text) + occurs("words", place(values, text))));
        occurring(any, values, "hosts", around(".", search.links()));
        occurring(any, values, "media", around(" ", search.media()));
        occurring(any, values, "languages", languages(search.languages()));
        if (!search.hosts().isEmpty()) {
            String place = place(values, search.hosts().toArray(String[]::new));
            any.add("exists (select 1 from unnest(" + place
                    + "::text[]) d (name) where host = d.name or right(host, length(d.name) + 1) = '.' || d.name)");
        }
        if (!search.authors().isEmpty()) {
            any.add("author = any (" + place(values, search.authors().toArray(String[]::new)) + "::text[])");
        }
        if (!search.posts().isEmpty()) {
            any.add("id = any (" + place(values, search.posts().toArray(String[]::new)) + "::text[])");
        }
        search.mentions().ifPresent(number -> any.add("mentions > " + place(values, number)));
        search.newcomer().ifPresent(days -> any.add("contact and known_days < " + place(values, days)));
        return any.isEmpty() ? "false" : String.join(" or ", any);
    }

    /** Whoever has the words has their marks: most posts are done with after a look at a few bits. */
    private static String marked(String text) {
        String bits = WordMarks.needed(text)
                .limit(MARKS_ASKED)
                .mapToObj(bit -> "get_bit(marks, " + bit + ") = 1")
                .collect(Collectors.joining(" and "));
        return bits.isEmpty() ? "" : "(marks is null or " + bits + ") and ";
    }

    private static void occurring(List<String> any, List<Object> values, String column, List<String> texts) {
        texts.forEach(text -> any.add(occurs(column, place(values, text))));
    }

    private static String occurs(String column, String place) {
        return "strpos(" + column + ", " + place + ") > 0";
    }

    private static String place(List<Object> values, Object value) {
        values.add(value);
        return "$" + values.size();
    }

    private static List<String> around(String before, List<String> texts) {
        return texts.stream().map(text -> before + text + " ").toList();
    }

    /** A language and its variants. */
    private static List<String> languages(List<String> tags) {
        List<String> texts = new ArrayList<>();
        tags.forEach(tag -> {
            texts.add(" " + tag + " ");
            texts.add(" " + tag + "-");
        });
        return texts;
    }
}
