package social.godwit.activitypub.vocabulary;

import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/**
 * The author's permission to quote one post in one other (QuoteAuthorization of FEP-044f). It says nothing about any other
 * post, and nobody but the quoted post's author can give it (row 58).
 */
public final class QuoteStamp {
    /** Its type. */
    public static final String TYPE = "QuoteAuthorization";

    private QuoteStamp() {}

    /**
     * Whether {@code stamp} permits this quote.
     *
     * @param stamp a document of whoever {@code attributedTo} names, which the caller has made sure of
     * @param quoting the post that quotes, as compared
     * @param quoted the post that it quotes, as compared
     * @param author who wrote the quoted post, as compared
     */
    public static boolean permits(JsonObject stamp, String quoting, String quoted, String author) {
        return Types.of(stamp).equals(TYPE)
                && names(stamp, "attributedTo", author)
                && names(stamp, "interactingObject", quoting)
                && names(stamp, "interactionTarget", quoted);
    }

    /** Why an owner's stamp is worth nothing: it speaks for others' posts, or of none; empty when it is in order. */
    public static Optional<String> fault(JsonObject stamp, String owner) {
        Optional<String> target = stamp.id("interactionTarget").filter(Ids::usable);
        if (!names(stamp, "attributedTo", owner)) {
            return Optional.of("a permission to quote is its own author's: attributedTo must be the account's actor");
        }
        if (target.filter(id -> Ids.origin(id).equals(Ids.origin(owner))).isEmpty()) {
            return Optional.of("only an own post can be given to quote: interactionTarget must be one");
        }
        return stamp.id("interactingObject").filter(Ids::usable).isEmpty()
                ? Optional.of("a permission to quote names the one post that may: interactingObject")
                : Optional.empty();
    }

    private static boolean names(JsonObject stamp, String key, String id) {
        return stamp.id(key).filter(Ids::usable).map(Ids::compared).equals(Optional.of(id));
    }
}
