package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;

@DisplayName("A handle at a domain of the owner's own")
class OwnHandleTest {
    private static final KeyRing KEYS = TestKeys.ring();

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final StandInDomain domain = new StandInDomain();
    private final OwnHandle handle = domain.handle("you");
    private final Ids ids = new Ids(KEYS.did(), home.origin(), "alice");

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
        KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(home::has);
    }

    @AfterEach
    void close() {
        home.close();
        domain.close();
    }

    private Owner owner() {
        return home.alice(folder.resolve("home"), KEYS, 1);
    }

    @Test
    @DisplayName("is named by the profile once the domain leads to the account, and given up for the name at home")
    void taken() {
        domain.says(handle, ids.actor());
        try (Owner owner = owner()) {
            handle.take(owner);
            JsonObject actor = home.actor();
            assertThat(actor.string("webfinger")).contains(handle.toString());
            assertThat(OwnHandle.in(actor)).contains(handle);
            OwnHandle.giveUp(owner);
            assertThat(home.actor().string("webfinger"))
                    .contains("alice@" + home.origin().authority());
            assertThat(OwnHandle.in(home.actor())).isEmpty();
        }
    }

    @Test
    @DisplayName("a domain that does not point back is refused, with what to put there, and nothing is published")
    void refused() {
        try (Owner owner = owner()) {
            assertThatThrownBy(() -> handle.take(owner)).hasMessageContaining("leads nowhere yet");
            JsonObject good = handle.file(ids.actor());
            for (JsonObject wrong : new JsonObject[] {
                handle.file(new Ids(home.instance.did(), home.origin(), "alice").actor()),
                handle.file(ids.actor() + "/"),
                good.with(
                        "subject",
                        new JsonString("acct:other@" + handle.domain().authority())),
                good.with("subject", new JsonString("acct:" + ids.handle())),
                good.without("subject"),
                good.without("links"),
            }) {
                domain.file = Optional.of(wrong.toString());
                assertThatThrownBy(() -> handle.take(owner))
                        .as(wrong.toString())
                        .isInstanceOfSatisfying(
                                ClientProblem.class,
                                problem -> assertThat(problem.next())
                                        .hasValueSatisfying(next ->
                                                assertThat(next).contains(good.toString(), "/.well-known/webfinger")));
            }
            domain.close();
            assertThatThrownBy(() -> handle.take(owner)).hasMessageContaining("cannot be looked up");
            assertThatThrownBy(() -> OwnHandle.parse(ids.handle()).orElseThrow().take(owner))
                    .hasMessageContaining("given by that server");
        }
        assertThat(ActorDocument.sequence(home.actor())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"you", "@you", "you@", "@@a.example", "a b@a.example", "you@a.example/x", "you@a@b.example"})
    void isNone(String text) {
        assertThat(OwnHandle.parse(text)).isEmpty();
    }
}
