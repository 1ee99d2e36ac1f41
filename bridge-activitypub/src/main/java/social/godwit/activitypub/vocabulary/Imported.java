package social.godwit.activitypub.vocabulary;

import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/**
 * What an owner brought along from an account elsewhere. The object of such a {@code Create}, and such an {@code Announce}
 * itself, carry the member {@code importedFrom}: {@code {account: "name@host", object: old id, url: old page}}, all of it the
 * owner's own word. As it stands in the signed bytes, every gateway knows the same: it is kept, shown and found under its
 * original date, and sent to nobody. Nothing else is different about it, so the mark gives no right that an owner lacks.
 */
public final class Imported {
    private static final String MARK = "importedFrom";
    private static final int ACCOUNT_MAX = 320;

    private Imported() {}

    /** Whether {@code activity} only brings something along: then nobody is told. Updates and deletions of it are sent. */
    public static boolean brings(JsonObject activity) {
        return switch (Types.of(activity)) {
            case "Create" ->
                activity.object("object")
                        .filter(object -> Types.POSTS.contains(Types.of(object)) && isMarked(object))
                        .isPresent();
            case "Announce" -> isMarked(activity);
            default -> false;
        };
    }

    /** Whether {@code object} was brought along. */
    public static boolean isMarked(JsonObject object) {
        return object.object(MARK).isPresent();
    }

    /** The account that {@code object} was brought along from, {@code name@host}; empty for anything else. */
    public static Optional<String> account(JsonObject object) {
        return object.object(MARK)
                .flatMap(from -> from.string("account"))
                .filter(account -> account.length() <= ACCOUNT_MAX);
    }

    /** Where {@code object} could be read before: http or https. */
    public static Optional<String> page(JsonObject object) {
        return object.object(MARK)
                .flatMap(from -> from.string("url").or(() -> from.string("object")))
                .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
                .filter(url -> url.length() <= 2_048);
    }
}
