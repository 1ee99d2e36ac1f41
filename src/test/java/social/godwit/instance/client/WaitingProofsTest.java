package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

class WaitingProofsTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
    private static final String BOB = "https://other.example/users/bob";
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
        byte[] first = home.bodies
                .getFirst()
                .lines()
                .findFirst()
                .orElseThrow()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return ((DocumentVerdict.Admissible) PortableDocument.read(first, TestKeys.NOW)).document();
    }

    private Owner open() {
        HomeFolder files = HomeFolder.open(folder);
        if (!files.state().hasAccount())
            files.save(files.state()
                    .withAccount(
                            "alice",
                            List.of(home.origin().toString()),
                            Map.of(home.origin().toString(), home.instance.did().toString())));
        var surroundings = new Surroundings(
                InstantSource.fixed(TestKeys.NOW),
                TestKeys.seeded(++opened),
                new GatewayConnection("test"),
                words -> {});
        return Owner.of(files, KEYS, surroundings, Optional.empty());
    }
}
