package social.godwit.activitypub.account;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** The keys that an actor document lists (FEP-521a and the older {@code publicKey}). */
public final class ActorKeys {
    private ActorKeys() {}

    /**
     * The id under which {@code actor} lists {@code key}, as it is spelt there: in {@code publicKey}, which every server
     * reads, or else in {@code assertionMethod}. Requests are signed with that id and only once it is listed.
     */
    public static Optional<String> listedId(JsonObject actor, RsaPublicKey key) {
        for (Json item : actor.list("publicKey")) {
            if (item instanceof JsonObject entry
                    && entry.string("publicKeyPem")
                            .flatMap(RsaPublicKey::fromPem)
                            .filter(key::equals)
                            .isPresent()) {
                return entry.string("id");
            }
        }
        for (Json item : actor.list("assertionMethod")) {
            if (item instanceof JsonObject entry
                    && entry.string("publicKeyMultibase")
                            .filter(key.multibase()::equals)
                            .isPresent()) {
                return entry.string("id");
            }
        }
        return Optional.empty();
    }

    /** The RSA key that {@code actor} lists in {@code publicKey} under exactly this id. */
    public static Optional<RsaPublicKey> rsa(JsonObject actor, String keyId) {
        for (Json item : actor.list("publicKey")) {
            if (item instanceof JsonObject entry
                    && entry.string("id").filter(keyId::equals).isPresent()) {
                return entry.string("publicKeyPem").flatMap(RsaPublicKey::fromPem);
            }
        }
        return Optional.empty();
    }

    /** True when {@code actor} lists an RSA key that is not {@code key}: each could speak, delete and move for the actor. */
    public static boolean listsOtherRsaKey(JsonObject actor, RsaPublicKey key) {
        for (Json item : actor.list("publicKey")) {
            if (item instanceof JsonObject entry
                    && entry.string("publicKeyPem").isPresent()
                    && !entry.string("publicKeyPem")
                            .flatMap(RsaPublicKey::fromPem)
                            .filter(key::equals)
                            .isPresent()) {
                return true;
            }
        }
        for (Json item : actor.list("assertionMethod")) {
            if (item instanceof JsonObject entry
                    && entry.string("publicKeyMultibase")
                                    .flatMap(Multikey::parse)
                                    .orElse(key)
                            instanceof RsaPublicKey other
                    && !other.equals(key)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The Ed25519 keys that {@code actor} lists as its own, by their ids, which are fragments of the actor's: other FEP-ae97
     * clients sign their requests with them.
     */
    public static Map<PortableId, Ed25519PublicKey> ed25519(JsonObject actor) {
        Optional<PortableId> own = actor.string("id").flatMap(PortableId::parse);
        Map<PortableId, Ed25519PublicKey> keys = new HashMap<>();
        for (String list : List.of("assertionMethod", "authentication")) {
            for (Json item : actor.list(list)) {
                if (item instanceof JsonObject entry
                        && entry.string("publicKeyMultibase")
                                        .flatMap(Multikey::parse)
                                        .orElse(null)
                                instanceof Ed25519PublicKey key
                        && entry.string("controller").flatMap(PortableId::parse).equals(own)) {
                    entry.string("id")
                            .flatMap(PortableId::parse)
                            .filter(id -> id.fragment().isPresent() && own.equals(Optional.of(id.withoutFragment())))
                            .ifPresent(id -> keys.put(id, key));
                }
            }
        }
        return keys;
    }

    /** True when an entry of {@code assertionMethod} has an id that is no fragment of the actor's. */
    static boolean hasStrayKey(JsonObject actor, Did did) {
        Optional<PortableId> own = actor.string("id").flatMap(PortableId::parse);
        for (Json item : actor.list("assertionMethod")) {
            Optional<PortableId> id =
                    item instanceof JsonObject entry ? entry.string("id").flatMap(PortableId::parse) : Optional.empty();
            boolean fragment = id.isPresent()
                    && id.get().did().equals(did)
                    && id.get().fragment().isPresent()
                    && own.filter(id.get().withoutFragment()::equals).isPresent();
            if (!fragment) {
                return true;
            }
        }
        return false;
    }
}
