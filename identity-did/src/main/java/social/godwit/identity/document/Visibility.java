package social.godwit.identity.document;

import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Who may see a document: a pure function of its signed bytes, alike on every replica. From widest to narrowest. */
public enum Visibility {
    /** Everyone; the only class that mirrors and streams carry. */
    PUBLIC,
    /**
     * A collection of the owner's own is addressed, as a rule the followers. Who shows such a document checks that it is the
     * followers collection that the actor document names.
     */
    FOLLOWERS,
    /** Only those who are addressed one by one. */
    DIRECT,
    /** The owner and the owner's gateways: blocks, mutes, bookmarks, private checkpoints, and whatever addresses nobody. */
    SELF;

    /** The three spellings of the Public collection (ActivityPub section 5.6); nothing else is public. */
    public static final Set<String> PUBLIC_COLLECTION =
            Set.of("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public");

    private static final Set<String> ALWAYS_SELF = Set.of("Block", "Ignore");

    /** The class of a document of this owner, by {@code to} and {@code cc}; default {@link #SELF}. */
    static Visibility of(JsonObject document, Kind kind, String type, Did owner) {
        if (kind == Kind.ACTOR || type.equals(ContentId.KEY_LOG_ENTRY)) {
            return PUBLIC;
        }
        if (ALWAYS_SELF.contains(type)) {
            return SELF;
        }
        if (type.equals(ContentId.CHECKPOINT)) {
            boolean open = document.object("checkpoint")
                    .flatMap(map -> map.string("class"))
                    .filter("public"::equals)
                    .isPresent();
            return open ? PUBLIC : SELF;
        }
        Visibility widest = SELF;
        for (String field : new String[] {"to", "cc"}) {
            for (Json recipient : document.list(field)) {
                Visibility one = recipient instanceof JsonString string
                        ? recipient(string.value(), document, kind, owner)
                        : SELF;
                widest = one.compareTo(widest) < 0 ? one : widest;
            }
        }
        return widest;
    }

    private static Visibility recipient(String id, JsonObject document, Kind kind, Did owner) {
        if (PUBLIC_COLLECTION.contains(id)) {
            return PUBLIC;
        }
        PortableId portable = PortableId.parse(id).orElse(null);
        if (portable == null || !portable.did().equals(owner)) {
            return DIRECT;
        }
        boolean oneself = document.string(kind == Kind.ACTIVITY ? "actor" : "attributedTo")
                .flatMap(PortableId::parse)
                .filter(portable::equals)
                .isPresent();
        return oneself ? SELF : FOLLOWERS;
    }
}
