package social.godwit.activitypub.gateway;

import java.util.List;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;

/** What a POST to an outbox comes to: all of it or nothing. */
public sealed interface OutboxOutcome {
    /**
     * All of it is kept, and on its way.
     *
     * @param documents in their order
     * @param receipts this gateway's word for it, the newest last
     * @param warnings what the owner should know
     */
    record Accepted(List<Document> documents, List<JsonObject> receipts, List<String> warnings)
            implements OutboxOutcome {
        public Accepted {
            documents = List.copyOf(documents);
            receipts = List.copyOf(receipts);
            warnings = List.copyOf(warnings);
        }
    }

    /** Nothing of it is. */
    record Refused(Problem problem) implements OutboxOutcome {}

    /**
     * One accepted document.
     *
     * @param id as it is written
     * @param hash of its canonical bytes
     */
    record Document(String id, Sha256 hash) {}
}
