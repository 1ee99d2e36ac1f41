package social.godwit.identity.did;

import java.util.List;
import social.godwit.identity.json.JsonObject;

/** The DID document that follows from a did:key (did-key method, "Document Creation Algorithm"). */
public final class DidDocument {
    private DidDocument() {}

    /** Returns the document: one Multikey, good for assertions and authentication. */
    public static JsonObject of(Did did) {
        JsonObject method = JsonObject.builder()
                .put("id", did.verificationMethod())
                .put("type", "Multikey")
                .put("controller", did.toString())
                .put("publicKeyMultibase", did.multibase())
                .build();
        List<String> reference = List.of(did.verificationMethod());
        return JsonObject.builder()
                .put("@context", List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"))
                .put("id", did.toString())
                .put("verificationMethod", List.of(method))
                .put("authentication", reference)
                .put("assertionMethod", reference)
                .put("capabilityDelegation", reference)
                .put("capabilityInvocation", reference)
                .build();
    }
}
