package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.policy.RecentPosts;
import social.godwit.activitypub.policy.RecentPosts.Search;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.policy.Screening.Effect;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;

/** What filters see of a post that comes, and what becomes of it at once. */
class ScreenedPostsTest extends AliceAndBob {
    private final List<Arriving> seen = new ArrayList<>();

    @BeforeEach
    void noFilters() {
        filters(Screening.NONE);
    }

    private void filters(Screening answer) {
        here.filters = post -> {
            seen.add(post);
            return answer;
        };
    }

    private JsonObject naming(int id, String content) {
        return Said.note(
                        "https://far" + number + ".test/notes/" + id,
                        bob,
                        List.of(Said.PUBLIC, alice.actorId()),
                        List.of())
                .with("content", Json.of(content))
                .with("tag", new JsonArray(List.of(Said.mention(alice))));
    }

    private void takes(JsonObject activity) {
        assertThat(here.post(activity).toString()).startsWith("Accepted");
        here.settle();
        here.clock.advance(Duration.ofSeconds(1));
    }

    private long told() {
        return here.await(here.get(NotificationStore.class).page(alice.did(), Set.of(), Window.newest(80)))
                .items()
                .size();
    }

    private boolean isShown(JsonObject note) {
        return here.await(here.get(NoteStore.class).find(note.string("id").orElseThrow(), Optional.of(alice.did())))
                .isPresent();
    }

    private List<ReportStore.Report> found() {
        return here.await(here.get(ReportStore.class).oldest(100)).stream()
                .filter(report -> report.objects().toString().contains("far" + number + ".test"))
                .toList();
    }

    @Test
    @DisplayName(
            "filters see the words, where links lead but not whom mentions link to, how many are named, and the rest")
    void seesAPost() {
        takes(Said.create(naming(
                        1,
                        "<p>Buy <b>now</b> <a href=\"https://WWW.shop.example/a?b\">here</a>"
                                + " <a class=\"u-url mention\" href=\"https://friend.example/@x\">@x</a> https://plain.example/</p>")
                .with("summary", Json.of("Offer"))
                .with("contentMap", JsonObject.builder().put("EN", "x").build())
                .with(
                        "attachment",
                        new JsonArray(List.of(JsonObject.builder()
                                .put("type", "Document")
                                .put("digestMultibase", "zQmSJVHcPDgKCJTtsKmCjWU5dXMBP1rmHqXGxSb7ZR7AQDq")
                                .build())))));
        Arriving post = seen.getFirst();
        assertThat(post.text()).contains("Offer").contains("Buy now here");
        assertThat(post.hosts()).containsExactlyInAnyOrder("www.shop.example", "plain.example");
        assertThat(post.mentions()).isEqualTo(1);
        assertThat(post.languages()).containsExactly("en");
        assertThat(post.media()).hasSize(1);
        assertThat(post.firstContact()).isTrue();
        assertThat(post.knownDays()).isZero();
    }

    @Test
    @DisplayName(
            "an author is known from the first post that came, whatever time it claims; whom one follows is no first contact")
    void newcomers() {
        takes(Said.create(naming(1, "hello").with("published", Json.of("2001-01-01T00:00:00Z"))));
        here.clock.advance(Duration.ofDays(4));
        takes(Said.create(naming(2, "hello again")));
        assertThat(seen.get(1).knownDays()).isEqualTo(4);
        here.say(alice, Said.activity("Follow", alice.idOf("/activities/f" + number), alice.actorId(), bob));
        takes(Said.activity("Accept", bob + "#accept", bob, alice.idOf("/activities/f" + number)));
        takes(Said.create(naming(3, "thanks")));
        assertThat(seen.get(2).firstContact()).isFalse();
    }

    @Test
    @DisplayName("what is folded is kept and nobody is told of it; what was found waits for the moderators")
    void folded() {
        filters(new Screening(Effect.QUIET, Optional.of("{\"hits\":[]}"), " buy "));
        JsonObject note = naming(1, "buy");
        takes(Said.create(note));
        assertThat(isShown(note)).isTrue();
        assertThat(told()).isZero();
        assertThat(found()).extracting(ReportStore.Report::reporter).containsExactly("filter");
        takes(Said.create(note));
        assertThat(found()).as("the same again").hasSize(1);
    }

    @Test
    @DisplayName("what is held back is seen by nobody from the first moment on")
    void withheld() {
        filters(new Screening(Effect.WITHHELD, Optional.of("{\"hits\":[]}"), " buy "));
        JsonObject note = naming(1, "buy");
        takes(Said.create(note));
        assertThat(isShown(note)).isFalse();
        assertThat(told()).isZero();
    }

    @Test
    @DisplayName("words are remembered while the post is here and is for everybody, and no longer")
    void recent() {
        filters(new Screening(Effect.TAKEN, Optional.empty(), " secret words "));
        JsonObject note = naming(1, "secret words");
        String direct = note.string("id").orElseThrow() + "-direct";
        takes(Said.create(note));
        takes(Said.create(Said.note(direct, bob, List.of(alice.actorId()), List.of())));
        assertThat(told()).isEqualTo(2);
        assertThat(here.count("select count(*) from recent_post where author = $1", bob))
                .isEqualTo(2);
        assertThat(here.count("select count(*) from recent_post where author = $1 and words like '%secret%'", bob))
                .isEqualTo(1);
        RecentPosts posts = here.get(RecentPosts.class);
        String id = note.string("id").orElseThrow();
        assertThat(here.await(posts.of(List.of(id, id + "/none"))))
                .containsOnlyKeys(id)
                .extractingByKey(id)
                .satisfies(post -> {
                    assertThat(post.words()).isEqualTo(" secret words ");
                    assertThat(post.mentions()).isOne();
                    assertThat(post.hosts()).isEmpty();
                });
        takes(Said.delete(id, bob));
        assertThat(here.count("select count(*) from recent_post where author = $1", bob))
                .isEqualTo(1);
        here.clock.advance(Duration.ofDays(31));
        here.await(here.get(Upkeep.class).forgetOld());
        assertThat(here.count("select count(*) from recent_post where author = $1", bob))
                .isZero();
    }

    @Test
    @DisplayName(
            "words are searched for as filters find them: whole, or as parts of longer ones; whatever else a post has")
    void searched() {
        filters(new Screening(Effect.TAKEN, Optional.empty(), " buy free" + number + " money now "));
        takes(Said.create(naming(1, "one")));
        filters(new Screening(Effect.TAKEN, Optional.empty(), " nothing of that"));
        takes(Said.create(naming(2, "two")));
        for (int round = 0; round < 2; round++) {
            for (String text : List.of(" free% money ", " free%", "ee% mon", "uy free%", " buy free% money now ")) {
                assertThat(posts(text)).as(text).isEqualTo(1);
            }
            for (String text : List.of(" ree% ", " free% now ", " buy money ", " mone ")) {
                assertThat(posts(text)).as(text).isZero();
            }
            // Rows from before there were marks.
            here.db.execute("update recent_post set marks = null where author = $1", bob);
        }
    }

    private long posts(String text) {
        List<String> none = List.of();
        Search search = new Search(
                List.of(text.replace("%", String.valueOf(number)), " casino "),
                none,
                none,
                none,
                none,
                none,
                none,
                OptionalInt.empty(),
                OptionalInt.empty());
        Instant now = here.clock.instant();
        return here.await(here.get(RecentPosts.class).find(search, now.minus(Duration.ofDays(1)), now))
                .posts();
    }

    @Test
    @DisplayName(
            "what moderators decide about a domain holds for posts from below it that were here before, and no longer than that")
    void aDomainIsHidden() {
        JsonObject note = naming(1, "hello");
        takes(Said.create(note));
        assertThat(isShown(note)).isTrue();
        assertThat(told()).isEqualTo(1);
        here.moderate("host:other" + number + ".test", Stance.DENY);
        assertThat(isShown(note)).isTrue();
        here.moderate("host:far" + number + ".test", Stance.DENY);
        assertThat(isShown(note)).isFalse();
        assertThat(told()).isZero();
        here.moderate("host:far" + number + ".test", Stance.ALLOW);
        here.moderate("host:test", Stance.LIMIT);
        assertThat(isShown(note)).as("limited: alice follows nobody there").isFalse();
        here.moderate("host:test", Stance.ALLOW);
        assertThat(isShown(note)).isTrue();
    }

    @Test
    @DisplayName(
            "the copies of everything from a domain are deleted, of others none, and may be had again when that is taken back")
    void aDomainIsPurged() {
        JsonObject note = naming(1, "hello");
        takes(Said.create(note));
        assertThat(here.await(here.get(ModeratedIds.class).purge("host:ar" + number + ".test")))
                .isZero();
        assertThat(here.await(here.get(ModeratedIds.class).purge("host:far" + number + ".test")))
                .isEqualTo(1);
        assertThat(isShown(note)).isFalse();
        assertThat(here.await(here.get(ModeratedIds.class).allowAgain("host:far" + number + ".test")))
                .isEqualTo(1);
    }
}
