package social.godwit.network.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

/**
 * An entry of the moderation log as a document for everybody: {@code entry} is the text of the entry as it stands in the chain, in
 * canonical form (a map with a proof of its own and without an id has no place in a document); its id ends with its number. Pure.
 */
public final class LogDocument {
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
    private static final String PATH = "/moderation-log/";

    private LogDocument() {}

    /** What the entry with this number is called. */
    public static PortableId id(Did instance, long number) {
        return PortableId.of(instance, PATH + number);
    }

    /** The document, dated as the entry: made again, it is the same. */
    public static JsonObject of(JsonObject entry, SigningKey instance) {
        long number =
                entry.get("number") instanceof JsonNumber one ? one.integer().orElse(0L) : 0;
        Instant at = Instant.parse(entry.string("at").orElseThrow());
        JsonObject document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id(instance.did(), number).canonical())
                .put("type", LogChain.TYPE)
                .put("attributedTo", instance.did().toString())
                .put("to", List.of(PUBLIC))
                .put("published", at.toString())
                .put("entry", new String(Jcs.bytes(entry), StandardCharsets.UTF_8))
                .build();
        return IntegrityProof.sign(document, instance, at);
    }
}
