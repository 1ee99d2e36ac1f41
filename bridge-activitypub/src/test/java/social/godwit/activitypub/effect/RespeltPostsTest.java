package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/** Posts that their owner signs again after a move, under the new home's ids. */
class RespeltPostsTest extends AliceAndBob {
    private static final Json MARK = new JsonBoolean(true);

    @BeforeEach
    void somebodyWithAPost() {
        here.say(alice, Said.create(note()));
        here.clock.advance(Duration.ofSeconds(1));
    }

    private JsonObject note() {
        return Said.note(
                alice.idOf("/objects/1"),
                alice.actorId(),
                List.of(Said.PUBLIC),
                List.of(alice.idOf("/actor/followers")));
    }

    @Test
    @DisplayName("they go to nobody, and stay the posts that they were; an edit goes to the followers")
    void goToNobody() {
        assertThat(here.say(alice, Said.update(note(), 1).with("respelt", MARK)).isEmpty())
                .isTrue();
        List<Note> posts = here.await(
                        here.get(NoteStore.class).by(alice.actor().canonical(), Optional.empty(), Window.newest(10)))
                .items();
        assertThat(posts).hasSize(1);
        here.clock.advance(Duration.ofSeconds(1));
        assertThat(here.say(alice, Said.update(note(), 2)).followers()).isTrue();
    }

    @Test
    @DisplayName("the mark silences nothing else")
    void silencesNothingElse() {
        JsonObject delete = Said.delete(alice.idOf("/objects/1"), alice.actorId())
                .with("respelt", MARK)
                .with("to", Json.of(Said.PUBLIC));
        assertThat(here.say(alice, delete).followers()).isTrue();
        JsonObject profile = Said.activity("Update", alice.idOf("/activities/9"), alice.actorId(), alice.actorId())
                .with("respelt", MARK)
                .with("to", Json.of(Said.PUBLIC));
        assertThat(here.say(alice, profile).followers()).isTrue();
        JsonObject other = Said.update(note(), 3).with("respelt", Json.of("true"));
        assertThat(here.say(alice, other).followers()).isTrue();
    }
}
