package social.godwit.activitypub.collection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * Writes OrderedCollections and their pages. They are not signed: a reader takes them from a gateway that the owner lists
 * (FEP-ef61). Items that are documents go in byte for byte.
 */
final class CollectionText {
    private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";

    private CollectionText() {}

    /**
     * The collection that is written.
     *
     * @param id its id, spelt for the gateway that was asked
     * @param owner the id of the actor whose it is
     * @param query the query that asked for a page, without {@code ?}
     */
    record Of(String id, String owner, String query) {
        /** The collection without its items; {@code first} says whether its pages can be read. */
        byte[] whole(OptionalLong total, boolean first) {
            JsonObject.Builder collection = head(id, "OrderedCollection", owner);
            total.ifPresent(count -> collection.put("totalItems", count));
            if (first) {
                collection.put("first", id + "?page=true");
            }
            return Jcs.bytes(collection.build());
        }

        /** One page; {@code items} are JSON texts, {@code next} is the cursor with which the following page begins. */
        byte[] page(OptionalLong total, List<String> items, Optional<String> next) {
            JsonObject.Builder page =
                    head(id + "?" + query, "OrderedCollectionPage", owner).put("partOf", id);
            total.ifPresent(count -> page.put("totalItems", count));
            next.ifPresent(
                    cursor -> page.put("next", id + "?before=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
            return withItems(page, items);
        }
    }

    /** A collection with all of its items in it. */
    static byte[] list(String id, String owner, List<String> items) {
        return withItems(head(id, "OrderedCollection", owner).put("totalItems", items.size()), items);
    }

    private static JsonObject.Builder head(String id, String type, String owner) {
        return JsonObject.builder()
                .put("@context", CONTEXT)
                .put("id", id)
                .put("type", type)
                .put("attributedTo", owner);
    }

    private static byte[] withItems(JsonObject.Builder collection, List<String> items) {
        String head = new String(Jcs.bytes(collection.build()), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(head.length() + 32 + 256 * items.size());
        text.append(head, 0, head.length() - 1).append(",\"orderedItems\":[");
        for (int i = 0; i < items.size(); i++) {
            text.append(i == 0 ? "" : ",").append(items.get(i));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The JSON text of an id, as an item. */
    static String item(String id) {
        return Json.of(id).toString();
    }
}
