package social.godwit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.Ed25519;
import social.godwit.identity.key.KeysOfVectors;
import social.godwit.identity.key.SealedBox;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofTime;
import social.godwit.identity.receipt.Receipt;
import social.godwit.identity.request.IdentityRequest;

/** Every parser of what strangers send: none may throw, and what is read is written back alike. */
class ParsersFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void jsonHasOneCanonicalForm(byte[] data) {
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read read) {
            byte[] canonical = Jcs.bytes(read.value());
            assertThat(StrictJson.read(canonical, new JsonLimits(1 << 23, 32, 32_768, 1_024, true)))
                    .isInstanceOfSatisfying(
                            JsonReading.Read.class,
                            again -> assertThat(Jcs.bytes(again.value())).isEqualTo(canonical));
        }
    }

    @FuzzTest(maxDuration = "60s")
    void namesAndKeys(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        PortableId.parse(text)
                .ifPresent(id -> assertThat(PortableId.parse(id.canonical())).contains(id));
        PortableId.hintsOf(text);
        PortableId.claims(text);
        Origin.parse(text).ifPresent(origin -> assertThat(origin).hasToString(text));
        Did.parse(text).ifPresent(did -> assertThat(did).hasToString(text));
        Did.parseVerificationMethod(text);
        Multibase.decode(text)
                .ifPresent(bytes -> assertThat(Multibase.encode(bytes)).isEqualTo(text));
        Multikey.parse(text).ifPresent(key -> assertThat(key.multibase()).isEqualTo(text));
        RsaPublicKey.fromPem(text);
        RsaPublicKey.fromPkcs1(data);
        Sha256.parseMultibase(text)
                .ifPresent(hash -> assertThat(hash.multibase()).isEqualTo(text));
        Sha256.parseHashlink(text);
        ProofTime.parse(text);
    }

    @FuzzTest(maxDuration = "60s")
    void documents(byte[] data) {
        if (PortableDocument.read(data, NOW) instanceof Admissible admissible) {
            PortableDocument document = admissible.document();
            assertThat(document.bytes()).isEqualTo(data);
            document.visibility();
            document.recipients();
            KeyLogEntry.read(document);
            Checkpoint.read(document);
        }
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                && read.value() instanceof JsonObject object) {
            IntegrityProof.verify(object);
            Receipt.read(object);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void requestsAndBoxes(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int half = text.length() / 2;
        IdentityRequest.verify(
                "POST",
                "https://gw.example/x",
                name -> switch (name) {
                    case "signature-input" -> List.of(text.substring(0, half));
                    case "signature" -> List.of(text.substring(half));
                    default -> List.of();
                },
                new byte[0],
                NOW);
        assertThat(SealedBox.open(data, KeysOfVectors.FEP_8B32, "fuzz")).isEmpty();
        if (data.length >= Ed25519.SIGNATURE_LENGTH) {
            byte[] signature = Arrays.copyOf(data, Ed25519.SIGNATURE_LENGTH);
            assertThat(Ed25519.verify(KeysOfVectors.FEP_8B32.publicKey(), data, signature))
                    .isFalse();
        }
    }
}
