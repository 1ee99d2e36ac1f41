package social.godwit.identity.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** The {@code gateways} of an actor document (FEP-ef61 "Portable actors"). */
final class Gateways {
    /** Most gateways of one actor. */
    static final int MAX = 16;

    private Gateways() {}

    /** The gateways in their order, or nothing unless they are 1 to 16 distinct origins in canonical spelling. */
    static Optional<List<Origin>> of(JsonObject actor) {
        if (!(actor.get("gateways") instanceof JsonArray array) || array.size() < 1 || array.size() > MAX) {
            return Optional.empty();
        }
        List<Origin> origins = new ArrayList<>(array.size());
        for (Json item : array.items()) {
            Optional<Origin> origin =
                    item instanceof JsonString string ? Origin.parse(string.value()) : Optional.empty();
            if (origin.isEmpty() || origins.contains(origin.get())) {
                return Optional.empty();
            }
            origins.add(origin.get());
        }
        return Optional.of(List.copyOf(origins));
    }
}
