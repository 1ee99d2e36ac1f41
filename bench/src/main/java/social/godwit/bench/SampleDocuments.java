package social.godwit.bench;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

/** Documents as accounts publish them: a Note of 1.9 kB, and a Create of 3.5 kB with it inside. */
final class SampleDocuments {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private SampleDocuments() {}

    static SigningKey key(int seed) {
        Random random = new Random(seed);
        return SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    static byte[] note(SigningKey key, int number) {
        return Jcs.bytes(noteJson(key, number));
    }

    static byte[] create(SigningKey key, int number) {
        String base = base(key);
        return Jcs.bytes(IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", base + "/activities/" + number)
                        .put("type", "Create")
                        .put("actor", base + "/actor")
                        .put("published", "2026-11-22T12:00:00Z")
                        .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                        .put("cc", List.of(base + "/actor/followers"))
                        .put("object", noteJson(key, number))
                        .build(),
                key,
                NOW));
    }

    private static JsonObject noteJson(SigningKey key, int number) {
        String base = base(key);
        return IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", base + "/objects/" + number)
                        .put("type", "Note")
                        .put("attributedTo", base + "/actor")
                        .put("content", "<p>Ninety-one hours without landing, from the Yukon delta to Miranda. Größe und Wind. №"
                                + number + "</p>")
                        .put("published", "2026-11-22T12:00:00Z")
                        .put("url", "https://gw.example/@godwit/" + number)
                        .put("replies", base + "/objects/" + number + "/replies")
                        .put("likes", base + "/objects/" + number + "/likes")
                        .put("shares", base + "/objects/" + number + "/shares")
                        .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                        .put("cc", List.of(base + "/actor/followers"))
                        .build(),
                key,
                NOW);
    }

    private static String base(SigningKey key) {
        return "https://gw.example/.well-known/apgateway/" + key.did();
    }
}
