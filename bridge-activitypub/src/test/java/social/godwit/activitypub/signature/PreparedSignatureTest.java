package social.godwit.activitypub.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.request.PreparedRequest;

/** What an owner's device signs for an inbox is what the inbox's server takes, and nothing else. */
class PreparedSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");
    private static final String KEY_ID = "https://left.example/actor#rsa-1";
    private static final byte[] BODY = "{\"type\":\"Move\"}".getBytes(StandardCharsets.UTF_8);
    private static final RsaKeyPair KEY = key();

    private static RsaKeyPair key() {
        return RsaKeyPair.generate(count -> {
            byte[] bytes = new byte[count];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        });
    }

    private static PreparedRequest prepared(String inbox) {
        return PreparedRequest.sign(URI.create(inbox), BODY, KEY_ID, KEY, NOW);
    }

    private static boolean taken(PreparedRequest request, byte[] body, RsaKeyPair key, Instant at) {
        return PreparedSignature.read(request, body, at)
                .filter(signature ->
                        signature.keyId().equals(KEY_ID) && signature.check().isBy(key.publicKey()))
                .isPresent();
    }

    @Test
    @DisplayName("with and without a port, a path or a query it fits the key that it names")
    void fits() {
        for (String inbox : new String[] {
            "https://peer.example/inbox", "https://peer.example:8443/users/bo/inbox", "https://peer.example/in?box=1"
        }) {
            assertThat(taken(prepared(inbox), BODY, KEY, NOW)).as(inbox).isTrue();
        }
    }

    @Test
    @DisplayName("not for another body, another inbox, by another key, or hours later")
    void refuses() {
        PreparedRequest request = prepared("https://peer.example/inbox");
        assertThat(taken(request, "{}".getBytes(StandardCharsets.UTF_8), KEY, NOW))
                .isFalse();
        assertThat(taken(
                        new PreparedRequest("https://other.example/inbox", request.date(), request.signature()),
                        BODY,
                        KEY,
                        NOW))
                .isFalse();
        assertThat(taken(request, BODY, key(), NOW)).isFalse();
        assertThat(taken(request, BODY, KEY, NOW.plus(Duration.ofHours(2)))).isFalse();
    }
}
