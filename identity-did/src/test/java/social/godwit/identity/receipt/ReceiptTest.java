package social.godwit.identity.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;

class ReceiptTest {
    private static final SigningKey INSTANCE = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey ACCOUNT = SigningKey.generate(new SeededRandomness(2));
    private static final Receipt RECEIPT = new Receipt(
            new Origin("https", "gw.example", -1),
            INSTANCE.did(),
            ACCOUNT.did(),
            Instant.parse("2026-11-22T12:00:00Z"),
            List.of(Sha256.of(new byte[] {1}), Sha256.of(new byte[] {2})));

    @Test
    void readsWhatAnInstanceSigned() {
        assertThat(Receipt.read(RECEIPT.sign(INSTANCE))).contains(RECEIPT);
        assertThatThrownBy(() -> RECEIPT.sign(ACCOUNT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatItDidNotSign() {
        JsonObject signed = RECEIPT.sign(INSTANCE);

        for (JsonObject bad : List.of(
                signed.without("signature"),
                signed.with("received", Json.of("2026-11-22T12:00:01Z")),
                signed.with("received", Json.of("yesterday")),
                signed.with("instance", Json.of(ACCOUNT.did().toString())),
                signed.with("account", Json.of(INSTANCE.did().toString())),
                signed.with("gateway", Json.of("https://other.example")),
                signed.with("gateway", Json.of("https://gw.example/")),
                signed.with("hashes", Json.strings(List.of())),
                signed.with("hashes", Json.strings(List.of("x"))),
                signed.with("extra", Json.of("x")),
                signed.without("hashes"),
                JsonObject.empty())) {
            assertThat(Receipt.read(bad)).as(bad.toString()).isEmpty();
        }
    }

    @Test
    void namesEachDocumentOnce() {
        Sha256 hash = Sha256.of(new byte[0]);

        assertThatThrownBy(() -> new Receipt(
                        RECEIPT.gateway(), INSTANCE.did(), ACCOUNT.did(), RECEIPT.received(), List.of(hash, hash)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Receipt(RECEIPT.gateway(), INSTANCE.did(), ACCOUNT.did(), RECEIPT.received(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
