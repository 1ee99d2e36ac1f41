package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.Vectors;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** No signing oracle: a key signs statements of known purposes and nothing else. */
class StatementTest {
    private static final SigningKey KEY = SigningKey.generate(new SeededRandomness(1));

    @Test
    @DisplayName("P7: no public method of a signing key takes bytes")
    void noPublicMethodSignsRawBytes() {
        List<Method> taking = Arrays.stream(SigningKey.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> Arrays.asList(method.getParameterTypes()).contains(byte[].class))
                .toList();

        assertThat(taking).isEmpty();
        assertThat(Statement.class.isSealed()).isTrue();
        assertThat(Statement.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(ProofStatement.class, RequestStatement.class, MapStatement.class);
    }

    @Test
    void proofsAreOverUnsignedDocumentsWithClosedOptions() {
        JsonObject options = Vectors.object("{'type':'DataIntegrityProof','cryptosuite':'eddsa-jcs-2022',"
                + "'proofPurpose':'assertionMethod','created':'x','verificationMethod':'y'}");
        JsonObject document = Vectors.object("{'type':'Note'}");

        assertThat(ProofStatement.of(options, document).message()).hasSize(64);
        assertThatThrownBy(() -> ProofStatement.of(options.with("domain", Json.of("x")), document))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProofStatement.of(options.with("type", Json.of("x")), document))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProofStatement.of(options, document.with("proof", Json.of("x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProofStatement.of(options, JsonObject.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestBasesHaveTheirThreeLines() {
        RequestStatement request = new RequestStatement(
                "POST",
                "https://gw.example/outbox?x=1",
                Optional.of("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"),
                1,
                "did:key:X#X",
                "0123456789abcdef");

        assertThat(new String(request.message(), StandardCharsets.UTF_8))
                .isEqualTo("\"@method\": POST\n\"@target-uri\": https://gw.example/outbox?x=1\n"
                        + "\"content-digest\": sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:\n"
                        + "\"@signature-params\": (\"@method\" \"@target-uri\" \"content-digest\");created=1;"
                        + "keyid=\"did:key:X#X\";nonce=\"0123456789abcdef\"");
    }

    @Test
    @DisplayName(
            "a request, a sign-in included, a document and a map can never be taken for one another, whatever a server asks for")
    void purposesHaveBytesOfTheirOwn() {
        byte[] shortest =
                new RequestStatement("GET", "http://a", Optional.empty(), 1, "k", "0123456789abcdef").message();
        byte[] proof = ProofStatement.of(
                        Vectors.object("{'type':'DataIntegrityProof','cryptosuite':'eddsa-jcs-2022',"
                                + "'proofPurpose':'assertionMethod','created':'x','verificationMethod':'y'}"),
                        Vectors.object("{'type':'@method: POST'}"))
                .message();
        byte[] map = MapStatement.of(
                        MapPurpose.RECEIPT,
                        Vectors.object(
                                "{'type':'Receipt','gateway':'@method: POST','instance':'b','account':'c','received':'d','hashes':[]}"))
                .message();

        assertThat(new String(shortest, StandardCharsets.UTF_8)).startsWith("\"@method\": ");
        assertThat(new String(map, StandardCharsets.UTF_8)).startsWith("{\"");
        // Two hashes: nobody can choose them to be the beginning of either of the others, and both of those are longer.
        assertThat(proof).hasSize(64);
        assertThat(shortest).hasSizeGreaterThan(64);
        assertThat(map).hasSizeGreaterThan(64);
    }

    @ParameterizedTest
    @CsvSource({
        "post, https://a.example/, 1, k, 0123456789abcdef",
        "'POST\n', https://a.example/, 1, k, 0123456789abcdef",
        "POST, ap://a.example/, 1, k, 0123456789abcdef",
        "POST, 'https://a.example/\n\"x\": y', 1, k, 0123456789abcdef",
        "POST, https://a.example/ä, 1, k, 0123456789abcdef",
        "POST, https://a.example/, 0, k, 0123456789abcdef",
        "POST, https://a.example/, 1, 'k\"', 0123456789abcdef",
        "POST, https://a.example/, 1, k, short",
        "POST, https://a.example/, 1, k, '0123456789abcdef\"'"
    })
    void requestValuesCannotReachIntoOtherLines(
            String method, String target, long created, String keyId, String nonce) {
        assertThatThrownBy(() -> new RequestStatement(method, target, Optional.empty(), created, keyId, nonce))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapsHaveOneTypeAndClosedKeys() {
        JsonObject receipt = Vectors.object(
                "{'type':'Receipt','gateway':'a','instance':'b','account':'c','received':'d','hashes':[]}");
        JsonObject signed = MapStatement.sign(MapPurpose.RECEIPT, receipt, KEY);

        assertThat(MapStatement.verify(MapPurpose.RECEIPT, signed, KEY.publicKey()))
                .isTrue();
        assertThat(MapStatement.verify(MapPurpose.CHECKPOINT, signed, KEY.publicKey()))
                .isFalse();
        assertThat(MapStatement.verify(MapPurpose.RECEIPT, receipt, KEY.publicKey()))
                .isFalse();
        assertThat(MapStatement.verify(MapPurpose.RECEIPT, signed.with("account", Json.of("x")), KEY.publicKey()))
                .isFalse();
        assertThat(MapStatement.verify(MapPurpose.RECEIPT, signed.with("extra", Json.of("x")), KEY.publicKey()))
                .isFalse();
        for (JsonObject bad : List.of(
                receipt.without("hashes"),
                receipt.with("x", Json.of("y")),
                receipt.with("type", Json.of("Note")),
                signed)) {
            assertThatThrownBy(() -> MapStatement.of(MapPurpose.RECEIPT, bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
