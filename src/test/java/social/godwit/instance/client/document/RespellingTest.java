package social.godwit.instance.client.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

class RespellingTest {
    private static final Did ALICE = Did.parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
            .orElseThrow();
    private static final Did BOB = Did.parse("did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH")
            .orElseThrow();
    private static final Ids OLD = new Ids(ALICE, origin("https://old.example"), "alice");
    private static final Ids NEW = new Ids(ALICE, origin("https://new.example"), "alice");

    @Test
    @DisplayName("own ids, pages, tags and files lead to the new home; others' ids at the old one, and words, stay")
    void respells() {
        String bob = PortableId.of(BOB, "/actor").at(OLD.home());
        JsonObject post = JsonObject.builder()
                .put("id", OLD.at("/objects/1"))
                .put("type", "Note")
                .put("attributedTo", OLD.actor())
                .put("url", "https://old.example/@alice/1")
                .put("content", "https://old.example/@alice/ is where I was")
                .put("cc", List.of(Json.of(OLD.ofActor("followers")), Json.of(bob)))
                .put("tag", List.of(Json.of(OLD.tagPages() + "birds"), Json.of("https://old.example/@alicia/1")))
                .put("attachment", List.of(Json.of("https://old.example/.well-known/apgateway-media/hl:1")))
                .put("proof", JsonObject.empty())
                .build();
        JsonObject respelt = Respelling.of(post, OLD, NEW);
        assertThat(respelt.string("id")).contains(NEW.at("/objects/1"));
        assertThat(respelt.string("attributedTo")).contains(NEW.actor());
        assertThat(respelt.string("url")).contains("https://new.example/@alice/1");
        assertThat(respelt.string("content")).contains("https://old.example/@alice/ is where I was");
        assertThat(respelt.ids("cc")).containsExactly(NEW.ofActor("followers"), bob);
        assertThat(respelt.ids("tag"))
                .containsExactly("https://new.example/tags/birds", "https://old.example/@alicia/1");
        assertThat(respelt.ids("attachment")).containsExactly("https://new.example/.well-known/apgateway-media/hl:1");
        assertThat(respelt.has("proof")).isFalse();
        assertThat(Respelling.of(respelt, NEW, OLD)).isEqualTo(post.without("proof"));
    }

    @Test
    void tellsWhichPostsAreSpeltWithAnotherHome() {
        assertThat(Respelling.elsewhere(OLD.at("/objects/1"), NEW)).contains(OLD.home());
        assertThat(Respelling.elsewhere(NEW.at("/objects/1"), NEW)).isEmpty();
        assertThat(Respelling.elsewhere(PortableId.of(BOB, "/objects/1").at(OLD.home()), NEW))
                .isEmpty();
    }

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }
}
