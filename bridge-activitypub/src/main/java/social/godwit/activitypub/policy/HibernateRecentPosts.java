package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.QueryTimeoutException;
import social.godwit.store.Database;

/** {@link RecentPosts} over the table {@code recent_post}: a statement for every three days, so that it can end between them. */
@Singleton
final class HibernateRecentPosts implements RecentPosts {
    private static final String TOO_LONG = "57014";
    private static final int MARKS_ASKED = 3;
    /** From how many texts on they are looked up in a table. */
    private static final int MANY = 60;

    private static final Duration DAYS = Duration.ofDays(3);
    private static final Duration LONGEST = Duration.ofSeconds(6);
    /** Whose posts match is held in memory, to count everybody once. */
    private static final int ACCOUNTS_MAX = 50_000;

    private final Database database;
    private final InstantSource clock;

    @Inject
    HibernateRecentPosts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What was counted so far, back to a moment. */
    private record Counted(Instant since, long ofPosts, long posts, Set<String> authors, List<Example> examples) {}

    @Override
    public Uni<Found> find(Search search, Instant since, Instant now) {
        return Uni.createFrom().emitter(asked -> {
            var waiting = new AtomicBoolean(true);
            asked.onTermination(() -> waiting.set(false));
            var nothing = new Counted(now, 0, 0, Set.of(), List.of());
            Instant end = clock.instant().plus(LONGEST);
            count(search, since, nothing, end, waiting::get)
                    .chain(counted -> follows(waiting.get() ? counted.authors() : Set.of())
                            .map(follows -> found(counted, follows)))
                    .subscribe()
                    .with(asked::complete, asked::fail);
        });
    }

    private static Found found(Counted counted, long follows) {
        return new Found(
                counted.since(),
                counted.posts(),
                counted.authors().size(),
                follows,
                counted.ofPosts(),
                counted.examples());
    }

    private Uni<Counted> count(Search search, Instant first, Counted counted, Instant end, BooleanSupplier wanted) {
        Duration left = Duration.between(clock.instant(), end);
        boolean done = !counted.since().isAfter(first) || counted.authors().size() >= ACCOUNTS_MAX;
        if (done || !left.isPositive() || !wanted.getAsBoolean()) {
            return Uni.createFrom().item(counted);
        }
        Instant from = counted.since().minus(DAYS).isBefore(first)
                ? first
                : counted.since().minus(DAYS);
        return look(search, counted, from, left)
                .map(Optional::of)
                .onFailure(HibernateRecentPosts::tookTooLong)
                .recoverWithItem(Optional.empty())
                .chain(next -> next.isPresent()
                        ? count(search, first, next.get(), end, wanted)
                        : Uni.createFrom().item(counted));
    }

    @Override
    public Uni<Map<String, Recent>> of(Collection<String> ids) {
        return database.inTransaction(session ->
                        Database.query(session, "select * from recent_post where id = any ($1::text[])", (Object)
                                ids.toArray(String[]::new)))
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.getString("id"), row -> recent(row))));
    }

    private static Recent recent(Row row) {
        return new Recent(
                row.getString("words"),
                items(row, "hosts").stream().map(host -> host.substring(1)).collect(Collectors.toSet()),
                row.getInteger("mentions"),
                items(row, "media"),
                items(row, "languages"),
                row.getBoolean("contact"),
                row.getInteger("known_days"));
    }

    private static Set<String> items(Row row, String column) {
        return Stream.of(row.getString(column).split(" ", -1))
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toSet());
    }

    private static boolean tookTooLong(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // As the driver says it, or as Hibernate does, which keeps its message only.
            if (cause instanceof QueryTimeoutException
                    || (cause instanceof PgException problem && TOO_LONG.equals(problem.getSqlState()))) {
                return true;
            }
        }
        return false;
    }

    /** The days from {@code from} until where it was counted before; one row each for all posts, an author, an example. */
    private Uni<Counted> look(Search search, Counted before, Instant from, Duration longest) {
        List<Object> values = new ArrayList<>(List.of(from, before.since()));
        String condition = condition(search, values);
        // The words that are looked up have to be known when the statement is planned, or no table is made of them.
        return database.inTransaction(session -> Database.execute(
                                session, "set local statement_timeout = " + Math.max(1, longest.toMillis()))
                        .chain(() -> Database.execute(session, "set local plan_cache_mode = force_custom_plan"))
                        .chain(() -> Database.query(
                                session,
                                """
                                with hit as materialized (
                                    select id, author, arrived, words from recent_post
                                        where arrived > $1 and arrived <= $2 and (%s))
                                select null as id, null as author, null::timestamptz as arrived, null as words,
                                    count(*) as posts from recent_post where arrived > $1 and arrived <= $2
                                union all
                                select null, author, null, null, count(*) from hit group by author
                                union all
                                (select id, author, arrived, words, 0 from hit order by arrived desc limit %d)
                                """.formatted(
                                                condition,
                                                EXAMPLES_MAX - before.examples().size()),
                                values.toArray())))
                .map(rows -> with(before, from, rows));
    }

    private static Counted with(Counted before, Instant from, List<Row> rows) {
        long ofPosts = before.ofPosts();
        long posts = before.posts();
        Set<String> authors = new HashSet<>(before.authors());
        List<Example> examples = new ArrayList<>(before.examples());
        for (Row row : rows) {
            String author = row.getString("author");
            if (author == null) {
                ofPosts += row.getLong("posts");
            } else if (row.getString("id") == null) {
                authors.add(author);
                posts += row.getLong("posts");
            } else {
                examples.add(new Example(
                        row.getString("id"),
                        author,
                        Database.instant(row, "arrived"),
                        row.getString("words").strip()));
            }
        }
        examples.sort(Comparator.comparing(Example::arrived).reversed());
        return new Counted(from, ofPosts, posts, authors, examples);
    }

    /** A follow among people here stands in both tables, and counts once. */
    private Uni<Long> follows(Collection<String> authors) {
        return database.inTransaction(session -> Database.query(session, """
                        with a as materialized (
                            select author, case when author like 'ap://%' then split_part(author, '/', 3) end as did
                            from unnest($1::text[]) n (author))
                        select count(*) as follows from (
                            select 'ap://' || f.account || '/actor', f.actor from followed f join a on a.author = f.actor
                            where f.state = 'ACCEPTED'
                            union
                            select 'ap://' || f.account || '/actor', f.actor from followed f join a on a.did = f.account
                            where f.state = 'ACCEPTED'
                            union
                            select f.actor, 'ap://' || f.account || '/actor' from follower f join a on a.author = f.actor
                            where f.accepted
                            union
                            select f.actor, 'ap://' || f.account || '/actor' from follower f join a on a.did = f.account
                            where f.accepted) all_of_them
                        """, (Object) authors.toArray(String[]::new)))
                .map(rows -> rows.getFirst().getLong("follows"));
    }

    private static String condition(Search search, List<Object> values) {
        List<String> any = new ArrayList<>();
        any.addAll(words(search.words(), values));
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

    /**
     * Of many texts, those with a whole word are asked for one by one only where a post has one of these words: its words are looked
     * up in a table of all of them, which takes the same time for any number.
     */
    private static List<String> words(List<String> texts, List<Object> values) {
        List<String> whole = texts.size() < MANY
                ? List.of()
                : texts.stream()
                        .filter(text -> WordMarks.word(text).isPresent())
                        .toList();
        List<String> others = whole.isEmpty()
                ? texts
                : texts.stream().filter(text -> WordMarks.word(text).isEmpty()).toList();
        List<String> any = new ArrayList<>();
        if (!whole.isEmpty()) {
            String[] words = whole.stream()
                    .flatMap(text -> WordMarks.word(text).stream())
                    .distinct()
                    .toArray(String[]::new);
            any.add("exists (select 1 from unnest(string_to_array(words, ' ')) w (word) where word = any ("
                    + place(values, words) + "::text[])) and (" + occurring(whole, values) + ")");
        }
        if (!others.isEmpty()) {
            any.add(occurring(others, values));
        }
        return any;
    }

    private static String occurring(List<String> texts, List<Object> values) {
        return texts.stream()
                .map(text -> marked(text) + occurs("words", place(values, text)))
                .collect(Collectors.joining(" or "));
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
