package social.godwit.instance.client.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * The actor document, from its first version to its last. A new version keeps every member that it does not change, also
 * those that this program does not know.
 */
public final class ActorDocument {
    private static final String ED25519 = "ed25519-key";

    private ActorDocument() {}

    /** A gateway as the document names it: its origin, and the instance key that it is pinned to. */
    public record Gateway(String origin, String instanceKey, String sharedInbox) {}

    /** The version that is registered: the account exists with it, and its home's key is still to come. */
    public static JsonObject first(Ids ids, Gateway home, Instant published) {
        return Contexts.document(ids.actor(), "Person")
                .put("preferredUsername", ids.username())
                .put("name", ids.username())
                .put("summary", "")
                .put("url", ids.page())
                .put("inbox", ids.ofActor("inbox"))
                .put("outbox", ids.ofActor("outbox"))
                .put("followers", ids.ofActor("followers"))
                .put("following", ids.ofActor("following"))
                .put("featured", ids.ofActor("featured"))
                .put(
                        "endpoints",
                        JsonObject.builder()
                                .put("sharedInbox", home.sharedInbox())
                                .build())
                .put("webfinger", ids.handle())
                .put("gateways", List.of(home.origin()))
                .put("gatewayKeys", List.of(home.instanceKey()))
                .put("assertionMethod", List.of(ownKey(ids)))
                .put("manuallyApprovesFollowers", false)
                .put("discoverable", true)
                .put("indexable", true)
                .put("published", PostDocument.seconds(published))
                .put("sequence", 1)
                .build();
    }

    /** The next version: on top of {@code current}, which is named by the hash of its canonical bytes. */
    public static JsonObject next(JsonObject current, Sha256 currentHash, List<Change> changes) {
        var next = JsonObject.builder().putAll(current.without("proof"));
        next.put("sequence", sequence(current) + 1).put("previous", currentHash.multibase());
        JsonObject document = next.build();
        for (Change change : changes) document = change.applyTo(document);
        return document;
    }

    /** A version's number; 0 when it has none. */
    public static long sequence(JsonObject actor) {
        return actor.get("sequence") instanceof JsonNumber number
                ? number.integer().orElse(0)
                : 0;
    }

    /** One thing that an owner changes about the actor. */
    @FunctionalInterface
    public interface Change {
        /** The document with the change made. */
        JsonObject applyTo(JsonObject actor);
    }

    /** Lists the home's key for HTTP signatures, in both forms, under the id that the gateway proposes. */
    public static Change homeKey(Ids ids, String keyId, RsaPublicKey key) {
        return actor -> actor.with(
                        "publicKey",
                        JsonObject.builder()
                                .put("id", keyId)
                                .put("type", "CryptographicKey")
                                .put("owner", ids.actor())
                                .put("publicKeyPem", key.pem())
                                .build())
                .with(
                        "assertionMethod",
                        new JsonArray(List.of(multikey(keyId, ids.actor(), key.multibase()), ownKey(ids))));
    }

    /**
     * Lists these gateways in this order and, place by place, the instance keys that they are pinned to; an empty text where
     * a gateway has none, because it is not Godwit.
     */
    public static Change gateways(List<String> origins, Map<String, String> keys) {
        return actor -> actor.with("gateways", Json.strings(origins))
                .with(
                        "gatewayKeys",
                        Json.strings(origins.stream()
                                .map(origin -> keys.getOrDefault(origin, ""))
                                .toList()));
    }

    /** The instance key that each listed gateway is pinned to. */
    public static Map<String, String> gatewayKeys(JsonObject actor) {
        List<Json> keys = actor.list("gatewayKeys");
        List<Json> origins = actor.list("gateways");
        Map<String, String> pinned = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(origins.size(), keys.size()); i++)
            if (origins.get(i) instanceof JsonString origin && keys.get(i) instanceof JsonString key)
                pinned.put(origin.value(), key.value());
        return pinned;
    }

    /** Sets a text member; an empty value takes it out. */
    public static Change text(String member, String value) {
        return actor -> value.isEmpty() ? actor.without(member) : actor.with(member, new JsonString(value));
    }

    /** Sets what people read about the owner: HTML for others, the source for the next edit. */
    public static Change biography(String html, String markdown) {
        return actor -> actor.with("summary", new JsonString(html))
                .with(
                        "source",
                        JsonObject.builder()
                                .put("content", markdown)
                                .put("mediaType", "text/markdown")
                                .build());
    }

    /** Whether everybody may follow without being let in; only that word of the owner counts. */
    public static boolean isOpen(JsonObject actor) {
        return actor.get("manuallyApprovesFollowers") instanceof JsonBoolean manual && !manual.value();
    }

    /** Sets a yes-or-no member. */
    public static Change flag(String member, boolean value) {
        return actor -> actor.with(member, new JsonBoolean(value));
    }

    /** Sets the picture in {@code icon} or {@code image}; without one it is taken out. */
    public static Change picture(String member, Optional<Post.Attachment> picture) {
        return actor -> picture.map(file -> actor.with(
                        member,
                        JsonObject.builder()
                                .put("type", "Image")
                                .put("mediaType", file.file().type().mime())
                                .put("url", file.url())
                                .put("digestMultibase", file.hash().multibase())
                                .put("name", file.description())
                                .build()))
                .orElseGet(() -> actor.without(member));
    }

    /** Sets the table of the profile, each row a name and HTML. */
    public static Change fields(List<Field> fields) {
        List<Json> rows = new ArrayList<>();
        for (Field field : fields)
            rows.add(JsonObject.builder()
                    .put("type", "PropertyValue")
                    .put("name", field.name())
                    .put("value", field.html())
                    .build());
        return actor -> actor.with("attachment", new JsonArray(rows));
    }

    /** A row of the profile. */
    public record Field(String name, String html) {}

    private static JsonObject ownKey(Ids ids) {
        return multikey(ids.actor() + "#" + ED25519, ids.actor(), ids.did().multibase());
    }

    private static JsonObject multikey(String id, String controller, String multibase) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", "Multikey")
                .put("controller", controller)
                .put("publicKeyMultibase", multibase)
                .build();
    }
}
