package social.godwit.store.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Another instance.
 *
 * @param key the DID of its instance key: who it is. Another key at the same origin is another peer
 */
public record Peer(Origin origin, Did key) {
    /** Most gateways of an account that are looked at. */
    public static final int MAX_GATEWAYS = 16;

    /**
     * The gateways that an actor document lists and whose keys it pins: {@code gateways} and {@code gatewayKeys}, place by
     * place. A place without a well-formed origin and key is left out, and so is a key that comes again.
     */
    public static List<Peer> gateways(JsonObject actor) {
        if (!(actor.get("gateways") instanceof JsonArray origins)
                || !(actor.get("gatewayKeys") instanceof JsonArray keys)) {
            return List.of();
        }
        List<Peer> gateways = new ArrayList<>();
        int places = Math.min(MAX_GATEWAYS, Math.min(origins.size(), keys.size()));
        for (int i = 0; i < places; i++) {
            Optional<Origin> origin = text(origins.items().get(i)).flatMap(Origin::parse);
            Optional<Did> key = text(keys.items().get(i)).flatMap(Did::parse);
            if (origin.isPresent()
                    && key.isPresent()
                    && gateways.stream().noneMatch(other -> other.key.equals(key.get()))) {
                gateways.add(new Peer(origin.get(), key.get()));
            }
        }
        return List.copyOf(gateways);
    }

    private static Optional<String> text(Json json) {
        return json instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }
}
