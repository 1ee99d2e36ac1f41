package social.godwit.network.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.JsonObject;

/** What somebody means who pastes something. */
class MeantTest {
    private static final String DID = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ8fGLaopH9Lc6";
    private static final String ID = "ap://" + DID + "/objects/1";

    private static JsonObject post(String id) {
        return JsonObject.builder()
                .put("type", "Note")
                .put("id", id)
                .put("attributedTo", "https://one.example/users/ann")
                .build();
    }

    private static JsonObject person(String id) {
        return JsonObject.builder()
                .put("type", "Person")
                .put("id", id)
                .put("inbox", id + "/inbox")
                .build();
    }

    @Test
    @DisplayName("an id of a portable document names it in every spelling, once its kind is said")
    void spelled() {
        assertThat(Meant.of("post:" + ID).spelled()).contains(Subject.post(ID));
        assertThat(Meant.of(" post:" + DID + "/objects/1 ").spelled()).contains(Subject.post(ID));
        assertThat(Meant.of("post:https://one.example/.well-known/apgateway/" + DID + "/objects/1")
                        .spelled())
                .contains(Subject.post(ID));
        assertThat(Meant.of(ID).spelled()).as("a post or an account?").isEmpty();
        assertThat(Meant.of("post:https://one.example/@ann/1").spelled())
                .as("the address of a page names nothing by itself")
                .isEmpty();
        assertThat(Meant.of("@ann@one.example").spelled()).isEmpty();
    }

    @Test
    @DisplayName("what was found counts by its own id, as what it is")
    void found() {
        Meant page = Meant.of("https://one.example/@ann/1");
        assertThat(page.found(post("https://one.example/notes/1")))
                .contains(Subject.post("https://one.example/notes/1"));
        assertThat(page.found(post("https://two.example/.well-known/apgateway/" + DID + "/objects/1")))
                .contains(Subject.post(ID));
        assertThat(page.found(JsonObject.builder()
                        .put("type", "Create")
                        .put("id", "https://one.example/acts/1")
                        .put("object", post("https://one.example/notes/1"))
                        .build()))
                .as("the post, not the act that brought it")
                .contains(Subject.post("https://one.example/notes/1"));
        assertThat(Meant.of("@ann@one.example").found(person("https://one.example/users/ann")))
                .contains(Subject.account("https://one.example/users/ann"));
    }

    @Test
    @DisplayName("who means a post does not get an account, nor the other way round; what is neither is nothing")
    void notThat() {
        assertThat(Meant.of("post:https://one.example/@ann").found(person("https://one.example/users/ann")))
                .isEmpty();
        assertThat(Meant.of("account:https://one.example/@ann/1").found(post("https://one.example/notes/1")))
                .isEmpty();
        assertThat(Meant.of("https://one.example/likes/1")
                        .found(JsonObject.builder()
                                .put("type", "Like")
                                .put("id", "https://one.example/likes/1")
                                .put("object", "https://one.example/notes/1")
                                .build()))
                .isEmpty();
        assertThat(Meant.of("https://one.example/@ann/1")
                        .found(JsonObject.builder().put("attributedTo", "x").build()))
                .isEmpty();
    }

    @Test
    @DisplayName("a DID alone is somebody")
    void did() {
        assertThat(Meant.of(DID).did()).isPresent();
        assertThat(Meant.of("account:" + DID).did()).isPresent();
        assertThat(Meant.of("post:" + DID).did()).isEmpty();
        assertThat(Meant.of(DID + "/objects/1").did()).isEmpty();
    }
}
