package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;

class WaitingProofsTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
    private static final String BOB = "https://other.example/users/bob";
    private static final String MOVED = "https://new.example/users/bob";
    private static final String LIST = "https://home.example/lists/friends";
    private static final String QUOTING = "https://other.example/posts/1";

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final Ids ids = new Ids(KEYS.did(), home.origin(), "alice");
    private int opened;

    @BeforeEach
    void account() {
        home.has(IntegrityProof.sign(
                ActorDocument.first(
                        ids,
                        new ActorDocument.Gateway(
                                home.origin().toString(), home.instance.did().toString(), home.origin() + "/inbox"),
                        TestKeys.NOW),
                KEYS.authority(),
                TestKeys.NOW));
    }

    @AfterEach
    void close() {
        home.close();
        assertThat(home.faults).isEmpty();
    }

    @Test
    @DisplayName("a quote that the post's own policy allows gets a permission for these two posts, signed and public")
    void permitsWhatThePolicyAllows() {
        home.unsigned.add(request(QUOTING, post("open", PUBLIC)));
        assertThat(sign()).isEqualTo(1);
        PortableDocument accept = accepted();
        assertThat(accept.json().id("object")).contains("https://other.example/requests/1");
        assertThat(accept.json().ids("to")).containsExactly(BOB);
        PortableDocument permission = accept.embedded(
                        accept.json().id("result").flatMap(PortableId::parse).orElseThrow())
                .orElseThrow();
        assertThat(permission.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(permission.json().id("attributedTo")).contains(ids.actor());
        assertThat(permission.json().id("interactingObject")).contains(QUOTING);
        assertThat(permission.json().id("interactionTarget")).contains(ids.at("/objects/open"));
    }

    @Test
    @DisplayName("what the policy does not allow, of a stranger's post, or for a post of another server is left alone")
    void signsNothingElse() {
        home.unsigned.add(request(QUOTING, post("closed", ids.actor())));
        home.unsigned.add(request("https://third.example/posts/1", post("open", PUBLIC)));
        home.unsigned.add(request(QUOTING, BOB + "/posts/2"));
        home.unsigned.add(request(QUOTING, ids.at("/objects/unknown")));
        assertThat(sign()).isZero();
        assertThat(home.bodies).isEmpty();
    }

    @Test
    @DisplayName("where somebody has moved to is followed, the old address is left, and they stay on the owner's lists")
    void followsWhoHasMoved() {
        shows(arrived(List.of(BOB)), BOB);
        follow(BOB);
        home.unsigned.add(move(BOB, MOVED));
        assertThat(sign()).isEqualTo(1);
        List<JsonObject> said = lastBatch();
        assertThat(said)
                .extracting(one -> one.string("type").orElseThrow())
                .containsExactly("Follow", "Undo", "Add", "Remove");
        assertThat(said.get(0).id("object")).contains(MOVED);
        assertThat(said.get(0).string("id").orElseThrow()).startsWith(ids.actor() + "/follows/");
        assertThat(said.get(1).object("object").flatMap(follow -> follow.id("object")))
                .contains(BOB);
        assertThat(said.get(2).id("object")).contains(MOVED);
        assertThat(said.get(3).id("object")).contains(BOB);
    }

    @Test
    @DisplayName(
            "row 17: nobody is followed who does not name the old address, has moved on, or whose old address was not followed")
    void followsNoMoveThatTheNewAddressDoesNotClaim() {
        follow(BOB);
        home.unsigned.add(move(BOB, MOVED));
        int before = home.bodies.size();
        shows(arrived(List.of("https://other.example/users/carol")), BOB);
        assertThat(sign()).isZero();
        shows(arrived(List.of(BOB)).with("movedTo", Json.of("https://third.example/bob")), BOB);
        assertThat(sign()).isZero();
        shows(arrived(List.of(BOB)).with("id", Json.of("https://third.example/bob")), BOB);
        assertThat(sign()).isZero();

        shows(arrived(List.of("https://other.example/users/carol")), BOB);
        home.unsigned.clear();
        home.unsigned.add(move("https://other.example/users/carol", MOVED));
        assertThat(sign()).isZero();
        home.unsigned.add(move(BOB, BOB));
        home.unsigned.add(move(BOB, ids.actor()));
        assertThat(sign()).isZero();
        assertThat(home.bodies).hasSize(before);
    }

    @Test
    @DisplayName(
            "who is blocked or muted stays so at the new address, if the owner's own document says it of the old one")
    void carriesBlocksAndMutesOver() {
        shows(arrived(List.of(BOB)), "");
        does(BOB, people -> people.mute(BOB));
        home.unsigned.add(move(BOB, MOVED).with("answer", Json.of("Ignore")));
        home.unsigned.add(move(BOB, MOVED).with("answer", Json.of("Block")));
        assertThat(sign()).isEqualTo(1);
        assertThat(lastBatch()).singleElement().satisfies(mute -> {
            assertThat(mute.string("type")).contains("Ignore");
            assertThat(mute.id("object")).contains(MOVED);
            assertThat(mute.string("id").orElseThrow()).startsWith(ids.actor() + "/ignores/");
        });
    }

    /** What the gateway answers of the new address, and who stands on the owner's one list. */
    private void shows(JsonObject arrived, String onList) {
        home.views = path -> {
            if (path.contains("/resolve?")) return Optional.of(arrived);
            if (path.endsWith("/lists")) return Optional.of(page(LIST));
            return path.contains("/list?") ? Optional.of(page(onList)) : Optional.empty();
        };
    }

    private static JsonObject page(String id) {
        JsonObject item = JsonObject.builder().put("id", id).build();
        return JsonObject.builder().put("orderedItems", List.<Json>of(item)).build();
    }

    private static JsonObject arrived(List<String> aliases) {
        return JsonObject.builder()
                .put("id", MOVED)
                .put("type", "Person")
                .put("alsoKnownAs", aliases)
                .build();
    }

    private JsonObject move(String old, String target) {
        return JsonObject.builder()
                .put("id", "https://other.example/moves/" + (home.unsigned.size() + 1))
                .put("type", "Move")
                .put("actor", old)
                .put("object", old)
                .put("target", target)
                .build();
    }

    private void follow(String actor) {
        does(actor, people -> people.follow(actor));
    }

    private void does(String actor, Consumer<People> what) {
        Function<String, Optional<JsonObject>> before = home.views;
        JsonObject person = JsonObject.builder()
                .put("id", actor)
                .put("type", "Person")
                .put("inbox", actor + "/inbox")
                .build();
        home.views = path -> path.contains("/resolve?") ? Optional.of(person) : Optional.empty();
        try (Owner owner = open()) {
            what.accept(new People(owner));
        }
        home.views = before;
    }

    private List<JsonObject> lastBatch() {
        return home.bodies
                .getLast()
                .lines()
                .map(line -> PortableDocument.read(line.getBytes(StandardCharsets.UTF_8), TestKeys.NOW.plusSeconds(60)))
                .filter(DocumentVerdict.Admissible.class::isInstance)
                .map(verdict ->
                        ((DocumentVerdict.Admissible) verdict).document().json())
                .filter(one -> !one.string("type").orElse("").equals("Checkpoint"))
                .toList();
    }

    private JsonObject request(String quoting, String quoted) {
        return JsonObject.builder()
                .put("id", "https://other.example/requests/" + (home.unsigned.size() + 1))
                .put("type", "QuoteRequest")
                .put("actor", BOB)
                .put("object", quoted)
                .put("instrument", quoting)
                .build();
    }

    private String post(String name, String mayQuote) {
        String id = ids.at("/objects/" + name);
        JsonObject can =
                JsonObject.builder().put("automaticApproval", List.of(mayQuote)).build();
        home.has(IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", id)
                        .put("type", "Note")
                        .put("attributedTo", ids.actor())
                        .put("to", List.of(PUBLIC))
                        .put(
                                "interactionPolicy",
                                JsonObject.builder().put("canQuote", can).build())
                        .build(),
                KEYS.authority(),
                TestKeys.NOW));
        return id;
    }

    private int sign() {
        try (Owner owner = open()) {
            return new WaitingProofs(owner).sign();
        }
    }

    private PortableDocument accepted() {
        byte[] first = home.bodies.getFirst().lines().findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8);
        return ((DocumentVerdict.Admissible) PortableDocument.read(first, TestKeys.NOW)).document();
    }

    private Owner open() {
        return home.alice(folder, KEYS, ++opened);
    }
}
