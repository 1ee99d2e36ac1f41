package social.godwit.activitypub.collection;

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
public final class CollectionText {
    private static final String CONTEXT = "https://www.w3.org/ns/activitystreams";

    private CollectionText() {}

    /**
     * A collection without its items.
     *
     * @param id its id, spelt for the gateway that was asked
     * @param owner the id of the actor whose it is, spelt alike
     * @param total how many items there are, when that may be told
     * @param first whether its pages can be read
     */
    public static byte[] collection(String id, String owner, OptionalLong total, boolean first) {
        JsonObject.Builder collection = JsonObject.builder()
                .put("@context", CONTEXT)
                .put("id", id)
                .put("type", "OrderedCollection")
                .put("attributedTo", owner);
        total.ifPresent(count -> collection.put("totalItems", count));
        if (first) {
            collection.put("first", id + "?page=true");
        }
        return Jcs.bytes(collection.build());
    }

    /**
     * One page.
     *
     * @param id the collection's id
     * @param query the query that asked for this page, without {@code ?}
     * @param items each the JSON text of an item: a quoted id, or a document verbatim
     * @param next the cursor with which the following page begins
     */
    public static byte[] page(
            String id, String owner, String query, OptionalLong total, List<String> items, Optional<String> next) {
        JsonObject.Builder page = JsonObject.builder()
                .put("@context", CONTEXT)
                .put("id", id + "?" + query)
                .put("type", "OrderedCollectionPage")
                .put("attributedTo", owner)
                .put("partOf", id);
        total.ifPresent(count -> page.put("totalItems", count));
        next.ifPresent(cursor -> page.put("next", id + "?before=" + encode(cursor)));
        String head = new String(Jcs.bytes(page.build()), StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(head.length() + 32 + 256 * items.size());
        text.append(head, 0, head.length() - 1).append(",\"orderedItems\":[");
        for (int i = 0; i < items.size(); i++) {
            text.append(i == 0 ? "" : ",").append(items.get(i));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The JSON text of an id, as an item. */
    public static String item(String id) {
        return Json.of(id).toString();
    }

    private static String encode(String cursor) {
        return java.net.URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
