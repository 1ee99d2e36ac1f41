package social.godwit.identity.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import social.godwit.identity.Vectors;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;

/** What Mitra 5.9.2 and tootik really sent to a portable actor, in November 2026. */
class RecordedPeersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static List<byte[]> bodies(String peer) {
        return Vectors.object(Vectors.bytes("peers/" + peer + ".json")).list("requests").stream()
                .map(request -> ((JsonObject) request).string("body").orElseThrow())
                .map(body -> body.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void admitsEveryDocumentOfTootik() {
        for (byte[] body : bodies("tootik")) {
            assertThat(PortableDocument.read(body, NOW)).isInstanceOf(Admissible.class);
        }
    }

    @Test
    void admitsTheActorOfTootik() {
        Json actor = Vectors.object(Vectors.bytes("peers/tootik.json"))
                .list("signers")
                .getFirst();

        assertThat(PortableDocument.read(Jcs.bytes(actor), NOW)).isInstanceOfSatisfying(Admissible.class, read -> {
            assertThat(read.document().kind()).isEqualTo(Kind.ACTOR);
            assertThat(read.document().gateways()).map(Object::toString).containsExactly("https://tootik.test");
        });
    }

    @Test
    void verifiesTheProofsOfMitraWithTheKeyInItsActorDocument() {
        JsonObject actor = (JsonObject) Vectors.object(Vectors.bytes("peers/mitra.json"))
                .list("signers")
                .getFirst();
        Ed25519PublicKey key = actor.list("assertionMethod").stream()
                .flatMap(item -> ((JsonObject) item).string("publicKeyMultibase").stream())
                .flatMap(text -> Ed25519PublicKey.parse(text).stream())
                .findFirst()
                .orElseThrow();

        for (byte[] body : bodies("mitra")) {
            assertThat(IntegrityProof.verify(Vectors.object(body), key)).isInstanceOf(ProofVerdict.Valid.class);
            assertThat(IntegrityProof.verify(Vectors.object(body))).isInstanceOf(ProofVerdict.Refused.class);
        }
    }
}
