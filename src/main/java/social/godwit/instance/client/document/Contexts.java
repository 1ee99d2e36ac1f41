package social.godwit.instance.client.document;

import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;

/** How every document of ours begins. */
final class Contexts {
    /** The audience that means everybody. */
    static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    private Contexts() {}

    /** Starts a document. */
    static JsonObject.Builder document(String id, String type) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id)
                .put("type", type);
    }
}
