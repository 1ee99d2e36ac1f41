package social.godwit.activitypub.follow;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;

/**
 * Ids of activities that an account's gateways and its owner's clients derive from a stranger's activity, each by itself
 * and all alike, so that the same answer sent twice is one.
 */
public final class ReplyIds {
    private static final int HASH_LENGTH = 22;

    private ReplyIds() {}

    /**
     * {@code ACTOR/accepts/HASH} for an Accept, {@code /rejects/} and {@code /follows/} alike; HASH is the start of the
     * base58 form of the SHA-256 of {@code cause}.
     *
     * @param actorId the answering actor's id, in the spelling that the answer shall have
     * @param type the answer's type
     * @param cause the id of the activity that is answered, as written
     */
    public static String of(String actorId, String type, String cause) {
        String hash =
                Base58.encode(Sha256.of(cause.getBytes(StandardCharsets.UTF_8)).bytes());
        return actorId + "/" + type.toLowerCase(Locale.ROOT) + "s/" + hash.substring(0, HASH_LENGTH);
    }
}
