package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.StandInGateway.Mood;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.domain.DomainMove;
import social.godwit.instance.client.home.KeyRing;

@DisplayName("Pointing an own domain to the next server")
class DomainMoveTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final String DOMAIN = "alice.example";

    /** The old server's key. */
    private static final String OLD =
            SigningKey.generate(TestKeys.seeded(8)).did().toString();

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final StandInGateway second = new StandInGateway();
    private final Origin alice = new Origin("http", DOMAIN, second.origin().port());
    private final Ids ids = new Ids(KEYS.did(), alice, "alice");
    private int opened;

    @BeforeEach
    void account() {
        var homeMoves = new StandInMoves(KEYS);
        var moves = new StandInMoves(KEYS);
        second.moves = Optional.of(moves);
        for (int i = 0; i < 3; i++) moves.inboxes.add("https://peer" + i + ".example/inbox");
        second.views = path -> path.contains("/own-domains/") || path.endsWith("/replication")
                ? Optional.of(JsonObject.builder()
                        .put("state", "complete")
                        .put("documents", 4)
                        .put("expected", 4)
                        .build())
                : Optional.empty();
        JsonObject first = ActorDocument.first(
                ids, new ActorDocument.Gateway(alice.toString(), OLD, alice + "/inbox"), TestKeys.NOW);
        String keyId = ids.actor() + "#" + homeMoves.key.publicKey().fragment();
        JsonObject actor = ActorDocument.homeKey(ids, keyId, homeMoves.key.publicKey())
                .applyTo(ActorDocument.gateways(List.copyOf(pinned().keySet()), pinned())
                        .applyTo(first));
        second.has(IntegrityProof.sign(actor, KEYS.authority(), TestKeys.NOW));
        KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(second::has);
        try (Owner owner = open()) {
            new RsaCopies(owner.home(), KEYS).keep(new RsaCopies.Copy(keyId, homeMoves.key), owner.surroundings());
        }
    }

    private Map<String, String> pinned() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(alice.toString(), OLD);
        keys.put(home.origin().toString(), OLD);
        keys.put(second.origin().toString(), second.instance.did().toString());
        return keys;
    }

    @AfterEach
    void close() {
        home.close();
        second.close();
        assertThat(second.faults).isEmpty();
        assertThat(home.counted).as("the old server is asked for nothing").isZero();
    }

    @Test
    @DisplayName(
            "killed after any step it goes on with the same words: each server hears one thing, the profile changes once")
    void survivesKills() {
        assertThatThrownBy(() -> move(killAt("is signed"))).isInstanceOf(Killed.class);
        assertThat(second.moves.get().sent).isEmpty();
        assertThatThrownBy(() -> move(killAt("Signed for"))).isInstanceOf(Killed.class);
        assertThat(second.moves.get().sent).hasSize(3);
        second.will(Mood.BREAKS_OFF);
        assertThatThrownBy(() -> move(words -> {})).isInstanceOf(ClientProblem.class);
        assertThat(ActorDocument.sequence(second.actor())).isEqualTo(1);
        second.will(Mood.TAKES_AND_BREAKS_OFF);
        assertThatThrownBy(() -> move(words -> {})).isInstanceOf(ClientProblem.class);

        DomainMove.Moved moved = move(words -> {});
        assertThat(moved.to()).isEqualTo(second.origin());
        assertThat(move(words -> {}).changed()).as("once more").isFalse();
        assertThat(second.moves.get().sent).hasSize(3);
        assertThat(second.moves.get().sent.values())
                .allSatisfy(texts -> assertThat(texts).hasSize(1));
        JsonObject actor = second.actor();
        assertThat(ActorDocument.sequence(actor)).isEqualTo(2);
        assertThat(ActorDocument.gatewayKeys(actor))
                .containsEntry(alice.toString(), second.instance.did().toString());
        assertThat(actor.object("publicKey").flatMap(key -> key.string("publicKeyPem")))
                .contains(second.moves.get().key.publicKey().pem());
    }

    @Test
    @DisplayName("with one move half told, another elsewhere is refused as long as the first can be finished")
    void oneAtATime() {
        assertThatThrownBy(() -> move(killAt("Signed for"))).isInstanceOf(Killed.class);
        try (StandInGateway third = new StandInGateway();
                Owner owner = open()) {
            third.has(second.actor());
            assertThatThrownBy(() -> new DomainMove(owner, words -> {}).to(DOMAIN, third.origin()))
                    .hasMessageContaining("has begun");
            second.close();
            assertThatThrownBy(() -> new DomainMove(owner, words -> {}).to(DOMAIN, third.origin()))
                    .as("what the profile does not list is refused for that")
                    .hasMessageContaining("Your address is not at");
        }
    }

    private DomainMove.Moved move(Consumer<String> progress) {
        try (Owner owner = open()) {
            new Publisher(owner.at(second.origin())).settle();
            return new DomainMove(owner, progress).to(DOMAIN, second.origin());
        }
    }

    private static Consumer<String> killAt(String words) {
        return said -> {
            if (said.contains(words)) throw new Killed();
        };
    }

    private Owner open() {
        try (Owner owner = second.alice(folder, KEYS, ++opened)) {
            owner.home().save(owner.home().state().withAccount("alice", List.copyOf(pinned().keySet()), pinned()));
        }
        return second.alice(folder, KEYS, opened);
    }

    /** The process ended. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
