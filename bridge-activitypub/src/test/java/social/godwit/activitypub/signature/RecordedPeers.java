package social.godwit.activitypub.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** What real servers sent, from {@code vectors/peers}. */
public final class RecordedPeers {
    /** The peers that were recorded. */
    public static final List<String> NAMES = List.of("gotosocial", "gotosocial-votes", "mitra", "snac2", "tootik");

    private RecordedPeers() {}

    /** One request of a peer. */
    public record Recorded(String peer, String what, Instant at, IncomingRequest request) {
        @Override
        public String toString() {
            return peer + " " + what + " " + at;
        }
    }

    public static List<Recorded> requests() {
        List<Recorded> all = new ArrayList<>();
        for (String peer : NAMES) {
            for (Json item : read(peer).list("requests")) {
                JsonObject recorded = (JsonObject) item;
                Headers.Builder headers = Headers.builder();
                recorded.object("headers")
                        .orElseThrow()
                        .members()
                        .forEach((name, value) -> headers.add(name, ((JsonString) value).value()));
                all.add(new Recorded(
                        peer,
                        recorded.string("what").orElseThrow(),
                        Instant.parse(recorded.string("at").orElseThrow()),
                        new IncomingRequest(
                                recorded.string("method").orElseThrow(),
                                "https://" + recorded.string("host").orElseThrow(),
                                recorded.string("target").orElseThrow(),
                                headers.build(),
                                recorded.string("body").orElseThrow().getBytes(StandardCharsets.UTF_8))));
            }
        }
        return all;
    }

    /** The actor documents of a peer's signers. */
    public static List<JsonObject> signers(String peer) {
        return read(peer).list("signers").stream().map(JsonObject.class::cast).toList();
    }

    /** The key of a recorded signer. */
    public static Optional<Multikey> key(String peer, String keyId) {
        return signers(peer).stream()
                .flatMap(actor -> actor.object("publicKey").stream())
                .filter(key -> key.string("id").orElseThrow().equals(keyId))
                .findFirst()
                .flatMap(key -> RsaPublicKey.fromPem(key.string("publicKeyPem").orElseThrow()));
    }

    private static JsonObject read(String peer) {
        try (InputStream in = RecordedPeers.class.getResourceAsStream("/vectors/peers/" + peer + ".json")) {
            return (JsonObject) ((JsonReading.Read) StrictJson.read(in.readAllBytes(), JsonLimits.PLAIN)).value();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
