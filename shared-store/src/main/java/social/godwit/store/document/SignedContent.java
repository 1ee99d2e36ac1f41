package social.godwit.store.document;

import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/** What a proof covers: all but the proof's own value. Two documents with equal content are no contradiction. */
final class SignedContent {
    private SignedContent() {}

    static boolean same(JsonObject one, JsonObject other) {
        return hash(one).equals(hash(other));
    }

    private static Sha256 hash(JsonObject document) {
        Optional<JsonObject> proof = document.object("proof").map(value -> value.without("proofValue"));
        return Jcs.hash(proof.map(value -> document.with("proof", value)).orElse(document));
    }
}
