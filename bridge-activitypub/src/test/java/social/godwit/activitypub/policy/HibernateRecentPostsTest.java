package social.godwit.activitypub.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.policy.RecentPosts.Example;
import social.godwit.activitypub.policy.RecentPosts.Found;
import social.godwit.activitypub.policy.RecentPosts.Search;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What would have been found in the posts of the last 30 days")
class HibernateRecentPostsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final AtomicInteger asked = new AtomicInteger();
    /** Read once when a search begins, and before the days of each statement. */
    private Duration perStatement = Duration.ZERO;

    private final InstantSource clock = () -> NOW.plus(perStatement.multipliedBy(asked.getAndIncrement()));
    private final RecentPosts posts = new HibernateRecentPosts(DB.database(), clock);

    @BeforeEach
    void aPostADay() {
        DB.execute("truncate recent_post");
        DB.execute("""
                insert into recent_post (id, author, host, arrived, words, hosts, media, languages, mentions, contact, known_days)
                select 'https://a.example/' || i, 'https://a.example/users/' || i %% 4, 'a.example',
                    timestamptz '%s' - i * interval '1 day' + interval '1 hour', ' pill ' || i || ' ', ' ', ' ', ' en ', 0, false, 9
                from generate_series(1, 40) i""".formatted(NOW));
    }

    private Found find(Search search) {
        asked.set(0);
        return DB.await(posts.find(search, NOW.minus(Duration.ofDays(30)), NOW));
    }

    private static Search words(String... words) {
        return new Search(
                List.of(words),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    @Test
    @DisplayName("every account is counted once, whatever the days on which it wrote, and the newest are the examples")
    void countsOverAllDays() {
        Found found = find(words(" pill "));
        assertThat(found.since()).isEqualTo(NOW.minus(Duration.ofDays(30)));
        assertThat(found.posts()).isEqualTo(30);
        assertThat(found.ofPosts()).isEqualTo(30);
        assertThat(found.accounts()).isEqualTo(4);
        assertThat(found.examples()).hasSize(RecentPosts.EXAMPLES_MAX);
        assertThat(found.examples()).extracting(Example::id).startsWith("https://a.example/1", "https://a.example/2");
        Found one = find(words(" 7 ", " 29 ", " 35 "));
        assertThat(one.posts()).isEqualTo(2);
        assertThat(one.ofPosts()).isEqualTo(30);
        assertThat(one.examples())
                .extracting(Example::id)
                .containsExactly("https://a.example/7", "https://a.example/29");
    }

    @Test
    @DisplayName("many words, phrases and parts of words find what each of them would find alone")
    void manyWords() {
        DB.execute("update recent_post set words = ' red pill for free ' where id = 'https://a.example/12'");
        DB.execute("update recent_post set words = ' pillbox ' where id = 'https://a.example/13'");
        List<String> none =
                IntStream.range(0, 200).mapToObj(i -> " rare" + i + " ").toList();
        assertThat(find(many(none)).posts()).isZero();
        assertThat(examples(many(none, " 7 ", " 35 "))).containsExactly("https://a.example/7");
        assertThat(examples(many(none, " pill for "))).containsExactly("https://a.example/12");
        assertThat(examples(many(none, " pill red ")))
                .as("its words, but not it")
                .isEmpty();
        assertThat(examples(many(none, "llbo"))).as("no whole word").containsExactly("https://a.example/13");
        assertThat(examples(many(none, " pillb", " for free ")))
                .containsExactly("https://a.example/12", "https://a.example/13");
        assertThat(examples(many(none, "d pill f")))
                .as("a whole word between parts")
                .containsExactly("https://a.example/12");
    }

    private static Search many(List<String> none, String... more) {
        return words(Stream.concat(none.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private List<String> examples(Search search) {
        return find(search).examples().stream().map(Example::id).toList();
    }

    @Test
    @DisplayName("follows to and from the accounts are counted, also of people here, and those among people here once")
    void countsFollows() {
        DB.execute("truncate follower, followed");
        DB.execute("update recent_post set author = 'ap://did:key:ann/actor' where id = 'https://a.example/7'");
        DB.execute("""
                insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted, since)
                select account, actor, actor, '', '', '', actor, actor, accepted, now() from (values
                    ('did:key:ann', 'https://c.example/users/1', true),
                    ('did:key:ann', 'https://c.example/users/2', false),
                    ('did:key:ann', 'ap://did:key:ben/actor', true),
                    ('did:key:ben', 'https://c.example/users/1', true)) f (account, actor, accepted)""");
        DB.execute("""
                insert into followed (account, actor, spelling, follow_id, state, since)
                select account, actor, actor, actor, 'ACCEPTED', now() from (values
                    ('did:key:ben', 'ap://did:key:ann/actor'),
                    ('did:key:ben', 'https://c.example/users/1'),
                    ('did:key:ann', 'https://d.example/users/1')) f (account, actor)""");
        assertThat(find(words(" 7 ")).follows()).isEqualTo(3);
        assertThat(find(words(" 8 ")).follows()).isZero();
    }

    @Test
    @DisplayName("when its time is up it says how many days were counted")
    void endsAfterSixSeconds() {
        perStatement = Duration.ofSeconds(2);
        Found found = find(words(" pill "));
        assertThat(found.since()).isEqualTo(NOW.minus(Duration.ofDays(6)));
        assertThat(found.posts()).isEqualTo(6);
        assertThat(found.ofPosts()).isEqualTo(6);
    }

    @Test
    @DisplayName("days that the database could not read through in the time that is left are not counted, and no fault")
    void endsWithinADay() {
        DB.execute("""
                insert into recent_post (id, author, host, arrived, words, hosts, media, languages, mentions, contact, known_days)
                select 'https://b.example/' || i, 'https://b.example/users/1', 'b.example', timestamptz '%s' - interval '1 hour',
                    repeat(' word ' || i, 20), ' ', ' ', ' en ', 0, false, 9
                from generate_series(1, 30000) i""".formatted(NOW));
        perStatement = Duration.ofMillis(5_999);
        Found found = find(words(" pill ", "ill"));
        assertThat(found.since()).isEqualTo(NOW);
        assertThat(found.posts()).isZero();
    }

    @Test
    @DisplayName("nothing goes on when nobody waits for it any more")
    void endsWhenNobodyWaits() {
        find(words(" pill "));
        int waitedFor = asked.get();
        asked.set(0);
        posts.find(words(" pill "), NOW.minus(Duration.ofDays(30)), NOW)
                .subscribe()
                .with(found -> {})
                .cancel();
        // Goes on as long as the one that nobody waits for would.
        DB.await(posts.find(words(" pill "), NOW.minus(Duration.ofDays(30)), NOW));
        assertThat(asked.get()).isBetween(waitedFor, 2 * waitedFor - 1);
    }
}
