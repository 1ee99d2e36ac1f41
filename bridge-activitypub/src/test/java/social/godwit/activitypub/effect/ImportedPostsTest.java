package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.poll.PollResults;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** What an owner brought along from elsewhere: kept under its old date, sent to nobody. */
class ImportedPostsTest extends AliceAndBob {
    private static final JsonObject FROM = JsonObject.builder()
            .put("account", "alice@old.test")
            .put("object", "https://old.test/users/alice/statuses/1")
            .build();

    @BeforeEach
    void bobFollows() {
        here.post(Said.follow(bob, alice));
        here.settle();
    }

    private JsonObject note(String name) {
        return Said.note(
                        alice.idOf("/objects/" + name),
                        alice.actorId(),
                        List.of(Said.PUBLIC),
                        List.of(alice.idOf("/actor/followers"), bob))
                .with("published", Json.of("2019-05-01T08:00:00Z"));
    }

    @Test
    @DisplayName("A post that is brought along goes to nobody; the same post without the mark goes to the followers")
    void isSentToNobody() {
        Recipients sent = here.say(alice, Said.create(note("new")));
        assertThat(sent.followers()).isTrue();
        assertThat(sent.actors()).contains(bob);
        assertThat(here.say(alice, Said.create(note("old").with("importedFrom", FROM)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    @DisplayName("It stands where its old date puts it")
    void keepsItsDate() {
        here.clock.advance(Duration.ofSeconds(1));
        here.say(alice, Said.create(note("newer").with("published", Json.of("2026-11-22T11:30:00Z"))));
        here.clock.advance(Duration.ofSeconds(1));
        here.say(alice, Said.create(note("older").with("importedFrom", FROM)));
        List<Note> posts = here.await(
                        here.get(NoteStore.class).by(alice.actor().canonical(), Optional.empty(), Window.newest(10)))
                .items();
        assertThat(posts)
                .extracting(Note::id)
                .map(id -> id.replaceFirst(".*/", ""))
                .containsExactly("newer", "older");
        assertThat(posts.getLast().published()).isEqualTo(Instant.parse("2019-05-01T08:00:00Z"));
    }

    @Test
    @DisplayName("A poll that is brought along keeps its counts, for nobody can vote here")
    void pollsKeepTheirCounts() {
        JsonObject option = JsonObject.builder()
                .put("type", "Note")
                .put("name", "Tea")
                .put(
                        "replies",
                        JsonObject.builder()
                                .put("type", "Collection")
                                .put("totalItems", 7)
                                .build())
                .build();
        JsonObject question = note("poll")
                .with("type", Json.of("Question"))
                .with("importedFrom", FROM)
                .with("closed", Json.of("2019-05-02T08:00:00Z"))
                .with(
                        "oneOf",
                        JsonObject.builder()
                                .put("x", List.<Json>of(option, option.with("name", Json.of("Coffee"))))
                                .build()
                                .get("x"));
        here.say(alice, Said.create(question));
        PollResults results = here.await(
                        here.get(PollStore.class).results(alice.idOf("/objects/poll"), Optional.empty()))
                .orElseThrow();
        assertThat(results.in(question).list("oneOf").getFirst()).hasToString(option.toString());
    }

    @Test
    @DisplayName("A boost that is brought along is history: not counted, not fetched, not sent")
    void boostsHaveNoEffect() {
        JsonObject boost = Said.activity(
                        "Announce",
                        alice.idOf("/activities/boost"),
                        alice.actorId(),
                        "https://far" + number + ".test/posts/9")
                .with("to", Json.of(Said.PUBLIC))
                .with("importedFrom", FROM);
        assertThat(here.say(alice, boost).isEmpty()).isTrue();
        assertThat(here.await(here.get(NoteStore.class).wanted(100)))
                .doesNotContain("https://far" + number + ".test/posts/9");
        assertThat(here.say(alice, boost.without("importedFrom").with("id", Json.of(alice.idOf("/activities/boost2"))))
                        .followers())
                .isTrue();
    }

    @Test
    @DisplayName("The mark silences nothing else: a deletion of such a post is sent")
    void deletionsAreSent() {
        here.say(alice, Said.create(note("gone").with("importedFrom", FROM)));
        here.clock.advance(Duration.ofSeconds(1));
        JsonObject delete = Said.delete(alice.idOf("/objects/gone"), alice.actorId())
                .with("importedFrom", FROM)
                .with("to", Json.of(Said.PUBLIC));
        assertThat(here.say(alice, delete).followers()).isTrue();
    }
}
