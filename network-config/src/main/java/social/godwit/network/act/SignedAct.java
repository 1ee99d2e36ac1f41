package social.godwit.network.act;

import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

/**
 * An act and who said it, read out of a document whose proof is good.
 *
 * @param hash of the map with its author in {@code by}, which is the document's name: however often it is signed, it is one act
 * @param document with its proof
 */
public record SignedAct(Did author, Act act, Sha256 hash, JsonObject document) {
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    /** Signs an act as a document for everybody, dated as the act. */
    public static SignedAct sign(Act act, SigningKey key) {
        JsonObject map = act.json().with("by", Json.of(key.did().toString()));
        JsonObject document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", ContentId.ofAct(key.did(), map).canonical())
                .put("type", ContentId.NETWORK_ACT)
                .put("attributedTo", key.did().toString())
                .put("to", List.of(PUBLIC))
                .put("network", act.network().toString())
                .put("act", map)
                .build();
        return new SignedAct(key.did(), act, ContentId.hash(map), IntegrityProof.sign(document, key, act.at()));
    }

    /** Reads an act out of an admitted document. */
    public static ActReading read(PortableDocument document) {
        return ActForm.read(document);
    }

    /** The act when it is of this kind. */
    public <A extends Act> Optional<A> as(Class<A> kind) {
        return kind.isInstance(act) ? Optional.of(kind.cast(act)) : Optional.empty();
    }
}
