package social.godwit.activitypub.remote;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/**
 * Reads an actor out of a document that is known to be authentic. What must be right is the inbox, on the actor's own host
 * or one of its gateways; everything else that is wrong is left out.
 */
final class ActorReader {
    private static final int KEYS_MAX = 10;
    private static final int ALIASES_MAX = 256;
    private static final int GATEWAYS_MAX = 16;
    private static final int NAME_LENGTH_MAX = 2048;

    private final RemoteDocument document;
    private final JsonObject json;
    private final String id;
    private final Optional<Did> did;
    private final List<String> gateways;

    private ActorReader(RemoteDocument document) {
        this.document = document;
        this.json = document.json();
        this.id = document.id();
        this.did = Ids.did(id);
        this.gateways = did.isPresent() ? gateways(json) : List.of();
    }

    /** What a document says of an actor. */
    sealed interface Reading {
        /** An actor. */
        record Actor(RemoteActor actor) implements Reading {}

        /** Not one that could be delivered to. */
        record Unusable(String detail) implements Reading {}
    }

    static Reading read(RemoteDocument document, Instant fetched) {
        return new ActorReader(document).read(fetched);
    }

    private Reading read(Instant fetched) {
        String type = Types.of(json);
        if (!Types.ACTORS.contains(type)) {
            return new Reading.Unusable("not an actor but " + (type.isEmpty() ? "untyped" : type));
        }
        if (did.isPresent() && gateways.isEmpty()) {
            return new Reading.Unusable("a portable actor without gateways");
        }
        Optional<String> inbox = json.string("inbox").flatMap(this::ownUrl);
        if (inbox.isEmpty()) {
            return new Reading.Unusable("no inbox on its own host");
        }
        String username = json.string("preferredUsername")
                .filter(name -> name.length() <= NAME_LENGTH_MAX)
                .orElse("");
        return new Reading.Actor(new RemoteActor(
                id,
                Ids.compared(id),
                did.map(Did::toString),
                type,
                username,
                handle(username),
                json.string("name")
                        .filter(name -> name.length() <= NAME_LENGTH_MAX)
                        .orElse(""),
                inbox.get(),
                json.object("endpoints")
                        .flatMap(endpoints -> endpoints.string("sharedInbox"))
                        .flatMap(this::ownUrl),
                json.string("outbox").flatMap(this::ownUrl),
                json.string("followers").flatMap(this::ownUrl),
                json.string("following").flatMap(this::ownUrl),
                json.string("featured").flatMap(this::ownUrl),
                link(json.list("url")),
                link(json.list("icon")),
                json.id("movedTo").filter(Ids::usable),
                json.ids("alsoKnownAs").stream()
                        .filter(Ids::usable)
                        .limit(ALIASES_MAX)
                        .toList(),
                gateways,
                !(json.get("manuallyApprovesFollowers") instanceof JsonBoolean manually) || manually.value(),
                keys(),
                fetched,
                document));
    }

    /**
     * The name at the host of the id, or of the first gateway. FEP-2c59 says the name there outright; a handle at another host is that
     * host's to confirm.
     */
    private String handle(String username) {
        Optional<String> host = (did.isPresent() ? RemoteUris.parse(gateways.getFirst()) : RemoteUris.parse(id))
                .map(URI::getRawAuthority);
        return host.flatMap(own -> json.string("webfinger")
                        .flatMap(Handle::parse)
                        .filter(claimed -> claimed.authority().equals(own))
                        .map(Handle::toString))
                .or(() -> host.filter(own -> !username.isEmpty()).map(own -> username + "@" + own))
                .orElse("");
    }

    /** An http(s) URL on the actor's own origin, or on one of a portable actor's gateways (rendered at the first). */
    private Optional<String> ownUrl(String url) {
        if (did.isEmpty()) {
            return RemoteUris.parse(url)
                    .filter(parsed -> RemoteUris.sameOrigin(parsed.toString(), id))
                    .map(URI::toString);
        }
        if (url.startsWith("ap")) {
            return PortableId.parse(url)
                    .filter(portable -> portable.did().equals(did.get()))
                    .flatMap(portable -> Origin.parse(gateways.getFirst()).map(portable::at));
        }
        return RemoteUris.parse(url)
                .filter(parsed -> gateways.contains(RemoteUris.origin(parsed)))
                .map(URI::toString);
    }

    private static List<String> gateways(JsonObject json) {
        List<String> gateways = new ArrayList<>();
        for (String gateway : json.ids("gateways")) {
            // Some write a trailing slash, though the proposal forbids it.
            String bare = gateway.endsWith("/") ? gateway.substring(0, gateway.length() - 1) : gateway;
            if (gateways.size() < GATEWAYS_MAX && Origin.parse(bare).isPresent() && !gateways.contains(bare)) {
                gateways.add(bare);
            }
        }
        return List.copyOf(gateways);
    }

    /** The first http(s) URL among links, written as texts, Link objects or Image objects. */
    private static Optional<String> link(List<Json> links) {
        for (Json item : links) {
            Optional<String> url = switch (item) {
                case social.godwit.identity.json.JsonString text -> Optional.of(text.value());
                case JsonObject object ->
                    object.string("href").or(() -> object.string("url")).or(() -> link(object.list("url")));
                default -> Optional.empty();
            };
            Optional<String> usable = url.flatMap(RemoteUris::parse).map(URI::toString);
            if (usable.isPresent()) {
                return usable;
            }
        }
        return Optional.empty();
    }

    /** Keys of {@code publicKey} and {@code assertionMethod} that say that they are this actor's. */
    private List<RemoteActor.Key> keys() {
        List<RemoteActor.Key> keys = new ArrayList<>();
        for (Json item : json.list("publicKey")) {
            if (item instanceof JsonObject key && isOurs(key, "owner")) {
                add(keys, key, key.string("publicKeyPem").flatMap(RsaPublicKey::fromPem));
            }
        }
        for (Json item : json.list("assertionMethod")) {
            if (item instanceof JsonObject key && isOurs(key, "controller")) {
                add(keys, key, key.string("publicKeyMultibase").flatMap(Multikey::parse));
            }
        }
        return List.copyOf(keys);
    }

    private boolean isOurs(JsonObject key, String ownerTerm) {
        return key.string(ownerTerm)
                        .filter(owner -> Ids.compared(owner).equals(Ids.compared(id)))
                        .isPresent()
                && key.string("id")
                        .filter(keyId -> Ids.origin(keyId).equals(Ids.origin(id)))
                        .isPresent();
    }

    private static void add(List<RemoteActor.Key> keys, JsonObject json, Optional<? extends Multikey> key) {
        String keyId = json.string("id").orElseThrow();
        boolean known = keys.stream().anyMatch(other -> other.id().equals(keyId));
        if (key.isPresent() && !known && keys.size() < KEYS_MAX) {
            keys.add(new RemoteActor.Key(keyId, key.get().multibase()));
        }
    }
}
