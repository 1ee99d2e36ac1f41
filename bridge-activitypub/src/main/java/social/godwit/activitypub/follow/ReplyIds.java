package social.godwit.activitypub.follow;

import java.util.Locale;
import social.godwit.identity.document.DerivedName;

/**
 * Ids of activities that an account's gateways and its owner's clients derive from a stranger's activity, each by itself
 * and all alike, so that the same answer sent twice is one.
 */
public final class ReplyIds {
    private ReplyIds() {}

    /**
     * {@code ACTOR/accepts/NAME} for an Accept, {@code /rejects/}, {@code /follows/}, {@code /blocks/} and {@code /ignores/} alike;
     * NAME is the {@link DerivedName} of {@code cause}.
     *
     * @param actorId the answering actor's id, in the spelling that the answer shall have
     * @param type the answer's type
     * @param cause the id of the activity that is answered, as written
     */
    public static String of(String actorId, String type, String cause) {
        return actorId + "/" + type.toLowerCase(Locale.ROOT) + "s/" + DerivedName.of(cause);
    }
}
