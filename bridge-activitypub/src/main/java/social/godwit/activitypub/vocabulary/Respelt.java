package social.godwit.activitypub.vocabulary;

import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/**
 * Posts whose owner has signed them again under ids spelt with a new home, and not changed them otherwise: the {@code Update} carries
 * {@code respelt: true}, is kept by the account's gateways, and sent to nobody. The mark gives no right that an owner lacks.
 */
public final class Respelt {
    private static final String MARK = "respelt";

    private Respelt() {}

    /** Whether {@code activity} says nothing new to anybody. */
    public static boolean is(JsonObject activity) {
        return Types.of(activity).equals("Update")
                && activity.get(MARK) instanceof JsonBoolean flag
                && flag.value()
                && activity.object("object")
                        .filter(object -> Types.POSTS.contains(Types.of(object)))
                        .isPresent();
    }
}
