package social.godwit.identity.document;

import social.godwit.identity.json.JsonObject;

/** What a map is, by its members and not by its type (FEP-2277). */
public enum Kind {
    /** Has an inbox and an outbox. */
    ACTOR,
    /** Has a public key: a verification method (Multikey) or a PEM key. */
    KEY,
    /** Has {@code href}. */
    LINK,
    /** Has an actor. */
    ACTIVITY,
    /** Has items, or pages. */
    COLLECTION,
    /** Everything else. */
    OBJECT;

    private static final String[] COLLECTION_MEMBERS = {
        "items", "orderedItems", "totalItems", "partOf", "first", "last", "next", "prev", "current"
    };

    /** The kind of a map. */
    public static Kind of(JsonObject map) {
        if (map.has("inbox") && map.has("outbox")) {
            return ACTOR;
        }
        if (map.has("publicKeyMultibase") || map.has("publicKeyPem")) {
            return KEY;
        }
        if (map.has("href")) {
            return LINK;
        }
        if (map.has("actor")) {
            return ACTIVITY;
        }
        for (String member : COLLECTION_MEMBERS) {
            if (map.has(member)) {
                return COLLECTION;
            }
        }
        return OBJECT;
    }
}
