package social.godwit.identity.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.key.Ed25519;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.RequestVerdict.Refused;
import social.godwit.identity.request.RequestVerdict.Signed;
import social.godwit.identity.request.RequestVerdict.Unsigned;

class IdentityRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey KEY = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey OTHER = SigningKey.generate(new SeededRandomness(2));
    private static final String TARGET = "https://gw.example/client/v1/x?before=1";
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private static Map<String, List<String>> signed(byte[] body) {
        return lower(IdentityRequest.sign(KEY, "POST", URI.create(TARGET), body, NOW, new SeededRandomness(3)));
    }

    private static Map<String, List<String>> lower(Map<String, String> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return lower;
    }

    private static RequestVerdict verify(Map<String, List<String>> headers, byte[] body) {
        return verify("POST", TARGET, headers, body, NOW);
    }

    private static RequestVerdict verify(
            String method, String target, Map<String, List<String>> headers, byte[] body, Instant now) {
        return IdentityRequest.verify(method, target, name -> headers.getOrDefault(name, List.of()), body, now);
    }

    /** RFC 9421 appendix B.2.6: the key and the base of the standard's own Ed25519 example. */
    @Test
    void verifiesTheExampleOfRfc9421() {
        byte[] spki = Base64.getDecoder().decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
        Ed25519PublicKey key = Ed25519PublicKey.of(java.util.Arrays.copyOfRange(spki, 12, 44));
        String base = """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@authority": example.com
                "content-type": application/json
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\"""";
        byte[] signature = Base64.getDecoder()
                .decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");

        assertThat(Ed25519.verify(key, base.getBytes(StandardCharsets.UTF_8), signature))
                .isTrue();
    }

    @Test
    void signsAndVerifiesWithAndWithoutABody() {
        assertThat(verify(signed(BODY), BODY)).isInstanceOfSatisfying(Signed.class, request -> {
            assertThat(request.signer()).isEqualTo(KEY.did());
            assertThat(request.created()).isEqualTo(NOW);
            assertThat(request.nonce()).hasSizeGreaterThanOrEqualTo(16);
        });
        assertThat(verify(signed(new byte[0]), new byte[0])).isInstanceOf(Signed.class);
        assertThat(signed(new byte[0])).doesNotContainKey("content-digest");
    }

    @Test
    @DisplayName("row 53: refuses another method, target, body, digest or time")
    void refusesOtherRequests() {
        Map<String, List<String>> headers = signed(BODY);

        assertThat(verify("PUT", TARGET, headers, BODY, NOW)).isInstanceOf(Refused.class);
        assertThat(verify("POST", TARGET + "&x=y", headers, BODY, NOW)).isInstanceOf(Refused.class);
        assertThat(verify("POST", TARGET.replace("gw.", "other."), headers, BODY, NOW))
                .isInstanceOf(Refused.class);
        assertThat(verify(headers, "{\"a\":2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Refused.class);
        assertThat(verify(headers, new byte[0])).isInstanceOf(Refused.class);
        assertThat(verify("POST", TARGET, headers, BODY, NOW.plusSeconds(300))).isInstanceOf(Signed.class);
        assertThat(verify("POST", TARGET, headers, BODY, NOW.plusSeconds(301))).isInstanceOf(Refused.class);
        assertThat(verify("POST", TARGET, headers, BODY, NOW.minusSeconds(301))).isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("row 53: a body needs a digest, and exactly one")
    void refusesMissingOrDoubledDigests() {
        Map<String, List<String>> headers = signed(BODY);
        String digest = headers.get("content-digest").getFirst();

        assertThat(verify(signed(new byte[0]), BODY)).isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "content-digest", List.of()), BODY)).isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "content-digest", List.of(digest, digest)), BODY))
                .isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "content-digest", List.of(digest + ", sha-512=:AA==:")), BODY))
                .isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("row 55: one signature, of the label described")
    void refusesOtherSignatures() {
        Map<String, List<String>> headers = signed(BODY);
        String signature = headers.get("signature").getFirst();
        String input = headers.get("signature-input").getFirst();

        for (String bad : List.of(
                "",
                signature + ", " + signature,
                signature.replace("sig1", "sig2"),
                "sig1=::",
                signature.replace(":", ""),
                signature.substring(0, 20) + ":",
                signature + ";x=1")) {
            assertThat(verify(replaced(headers, "signature", List.of(bad)), BODY))
                    .as(bad)
                    .isInstanceOf(Refused.class);
        }
        assertThat(verify(replaced(headers, "signature", List.of()), BODY)).isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "signature", List.of(signature, signature)), BODY))
                .isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "signature-input", List.of(input, input)), BODY))
                .isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "signature-input", List.of(input + ", " + input)), BODY))
                .isInstanceOf(Refused.class);
        assertThat(verify(replaced(headers, "signature-input", List.of(input + ", sig2=();keyid=\"did:key:x\"")), BODY))
                .isInstanceOf(Refused.class);
    }

    @Test
    @DisplayName("row 55: the signature's spelling is canonical base64")
    void refusesLooseBase64() {
        Map<String, List<String>> headers = signed(BODY);
        String signature = headers.get("signature").getFirst();
        char last = signature.charAt(signature.length() - 4);
        String loose = signature.substring(0, signature.length() - 4) + (char) (last + 1) + "==:";

        assertThat(verify(replaced(headers, "signature", List.of(loose)), BODY)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@method\" \"@target-uri\")",
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@target-uri\" \"@method\" \"content-digest\")",
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@method\" \"@target-uri\" \"content-digest\" \"date\")",
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@method\" \"@method\" \"content-digest\")",
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@method\" \"@target-uri\" \"content-digest\";req)",
                "(\"@method\" \"@target-uri\" \"content-digest\")|()",
                "(\"@method\" \"@target-uri\" \"content-digest\")|(\"@authority\" \"@target-uri\" \"content-digest\")",
                ";created=|;created=\"1\";x=",
                ";created=|;expires=9999999999;created=",
                ";created=|;created=1;created=",
                ";created=|;alg=\"hmac-sha256\";created=",
                ";created=|;alg=\"rsa-v1_5-sha256\";created=",
                ";created=|;tag=\"x\";created=",
                ";nonce=|;nonce=\"0123456789abcdef\";nonce=",
                ";nonce=|;x=",
                "did:key:|did:KEY:",
                "#z6Mk|#z7Mk",
                "#z6Mk|z6Mk"
            })
    @DisplayName("row 55: refuses every other profile")
    void refusesOtherProfiles(String part, String other) {
        Map<String, List<String>> headers = signed(BODY);
        String input = headers.get("signature-input").getFirst();
        assertThat(input).contains(part);
        RequestVerdict verdict =
                verify(replaced(headers, "signature-input", List.of(input.replace(part, other))), BODY);

        assertThat(verdict).isNotInstanceOf(Signed.class);
    }

    @Test
    void refusesTheKeyOfAnother() {
        Map<String, List<String>> headers = signed(BODY);
        String input = headers.get("signature-input")
                .getFirst()
                .replace(KEY.did().multibase(), OTHER.did().multibase());

        assertThat(verify(replaced(headers, "signature-input", List.of(input)), BODY))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig1=(\"@method\" \"@target-uri\");created=1618884473;keyid=\"https://a.example/u#main-key\"",
                "sig1=(\"@method\");created=1;keyid=\"https://a.example/k\";alg=\"rsa-v1_5-sha256\";nonce=\"0123456789abcdef\"",
                "x"
            })
    void leavesOtherKeysToOthers(String input) {
        assertThat(verify(Map.of("signature-input", List.of(input)), BODY)).isInstanceOf(Unsigned.class);
        assertThat(verify(Map.of(), BODY)).isInstanceOf(Unsigned.class);
    }

    @Test
    void takesTheParametersInAnyOrder() {
        SignatureInput input = SignatureInput.parse(
                        "s=(\"@method\" \"@target-uri\");nonce=\"0123456789abcdef\";keyid=\"k\";alg=\"ed25519\";created=5")
                .orElseThrow();

        assertThat(input.created()).isEqualTo(5);
        assertThat(input.parameters())
                .isEqualTo(
                        "(\"@method\" \"@target-uri\");nonce=\"0123456789abcdef\";keyid=\"k\";alg=\"ed25519\";created=5");
    }

    private static Map<String, List<String>> replaced(
            Map<String, List<String>> headers, String name, List<String> values) {
        Map<String, List<String>> changed = new HashMap<>(headers);
        changed.put(name, values);
        return changed;
    }
}
