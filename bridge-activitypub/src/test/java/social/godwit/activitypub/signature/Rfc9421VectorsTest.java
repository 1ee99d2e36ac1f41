package social.godwit.activitypub.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.signature.StructuredFields.InnerList;
import social.godwit.identity.encoding.Ed25519PublicKey;

class Rfc9421VectorsTest {
    private static final String INPUT = "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
            + " \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";

    /** RFC 9421, B.2.6. */
    @Test
    void verifiesTheEd25519Example() {
        IncomingRequest request = new IncomingRequest(
                "POST",
                "https://example.com",
                "/foo?param=Value&Pet=dog",
                Headers.of(
                        "host", "example.com",
                        "date", "Tue, 20 Apr 2021 02:07:55 GMT",
                        "content-type", "application/json",
                        "content-length", "18"),
                "{\"hello\": \"world\"}".getBytes(StandardCharsets.UTF_8));
        InnerList input = (InnerList)
                StructuredFields.dictionary(List.of(INPUT)).orElseThrow().get("sig-b26");
        byte[] base = Rfc9421Reader.base(request, input).orElseThrow();
        byte[] spki = Base64.getDecoder().decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
        Ed25519PublicKey key = Ed25519PublicKey.of(java.util.Arrays.copyOfRange(spki, 12, 44));
        byte[] signature = Base64.getDecoder()
                .decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        assertThat(SignatureAlgorithm.ED25519.verifies(key, base, signature)).isTrue();
        signature[3] ^= 1;
        assertThat(SignatureAlgorithm.ED25519.verifies(key, base, signature)).isFalse();
    }

    @Test
    void writesAListAsItReadIt() {
        InnerList input = (InnerList)
                StructuredFields.dictionary(List.of(INPUT)).orElseThrow().get("sig-b26");
        assertThat("sig-b26=" + input.serialise()).isEqualTo(INPUT);
    }

    @Test
    void readsEveryKindOfValue() {
        Map<String, StructuredFields.Value> read = StructuredFields.dictionary(
                        List.of("a=1, b=\"x\\\"y\";p=?0,c", "d=:AQID:;q, e=(\"a\";k \"b\"  t/o*ken);z=-5"))
                .orElseThrow();
        assertThat(read.keySet()).containsExactly("a", "b", "c", "d", "e");
        assertThat(((InnerList) read.get("e")).serialise()).isEqualTo("(\"a\";k \"b\" t/o*ken);z=-5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a=",
                "a=1,",
                ",a=1",
                "a=1 b=2",
                "A=1",
                "a=1, a=2",
                "a=1;p=1;p=2",
                "a=(\"x\"\"y\")",
                "a=(\"x\" \"y\"",
                "a=(\"x\", \"y\")",
                "a=\"x",
                "a=\"\\x\"",
                "a=\"é\"",
                "a=:AQI:",
                "a=:AQIDB:",
                "a=:AQI=",
                "a=:A Q=:",
                "a=?2",
                "a=1234567890123456",
                "a=1.5",
                "a=--1",
                "a==1",
            })
    void refusesWhatIsNoDictionary(String text) {
        assertThat(StructuredFields.dictionary(List.of(text))).isEmpty();
    }

    @Test
    void refusesAFieldThatIsTooLong() {
        assertThat(StructuredFields.dictionary(List.of("a=\"" + "x".repeat(9000) + "\"")))
                .isEmpty();
    }
}
