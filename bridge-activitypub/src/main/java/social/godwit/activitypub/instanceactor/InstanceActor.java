package social.godwit.activitypub.instanceactor;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import social.godwit.activitypub.Instance;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * The document of the instance actor: an Application that nobody follows. It lists the RSA key that signs our requests and
 * the instance's Ed25519 key, both under fragments of its id.
 */
@Singleton
public final class InstanceActor {
    /** The fragment of the Ed25519 key. */
    public static final String ED25519_FRAGMENT = "ed25519-key";

    private final Instance instance;
    private final InstanceKeys keys;

    /** The actor of {@code instance}, with its keys. */
    @Inject
    public InstanceActor(Instance instance, InstanceKeys keys) {
        this.instance = instance;
        this.keys = keys;
    }

    /** The name before the @ of the instance actor's handle: its host, as Mastodon does it. */
    public String username() {
        return URI.create(instance.origin()).getHost();
    }

    /** The document's bytes. */
    public byte[] document() {
        String id = keys.actorId();
        String rsaId = keys.requestKey().id();
        JsonObject publicKey = JsonObject.builder()
                .put("id", rsaId)
                .put("type", "CryptographicKey")
                .put("owner", id)
                .put("publicKeyPem", keys.rsa().pem())
                .build();
        List<Json> methods = List.of(
                multikey(id, rsaId, keys.rsa().multibase()),
                multikey(
                        id,
                        id + "#" + ED25519_FRAGMENT,
                        keys.identity().publicKey().multibase()));
        JsonObject document = JsonObject.builder()
                .put(
                        "@context",
                        Json.strings(List.of(
                                "https://www.w3.org/ns/activitystreams",
                                "https://w3id.org/security/v1",
                                "https://www.w3.org/ns/did/v1",
                                "https://w3id.org/security/multikey/v1")))
                .put("id", id)
                .put("type", "Application")
                .put("preferredUsername", username())
                .put("name", "Godwit")
                .put("summary", "The instance itself: it fetches and delivers, and follows nobody.")
                .put("inbox", id + "/inbox")
                .put("outbox", id + "/outbox")
                .put("url", instance.origin() + "/")
                .put("manuallyApprovesFollowers", true)
                .put(
                        "endpoints",
                        JsonObject.builder()
                                .put("sharedInbox", instance.origin() + "/inbox")
                                .build())
                .put("publicKey", publicKey)
                .put("assertionMethod", methods)
                .build();
        return Jcs.bytes(document);
    }

    /** The instance actor's outbox, which is empty: it says nothing. */
    public byte[] outbox() {
        return Jcs.bytes(JsonObject.builder()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", keys.actorId() + "/outbox")
                .put("type", "OrderedCollection")
                .put("totalItems", 0)
                .put("orderedItems", List.of())
                .build());
    }

    private static JsonObject multikey(String actor, String id, String multibase) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", "Multikey")
                .put("controller", actor)
                .put("publicKeyMultibase", multibase)
                .build();
    }
}
