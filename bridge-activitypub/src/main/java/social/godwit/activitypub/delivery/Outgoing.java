package social.godwit.activitypub.delivery;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import social.godwit.identity.did.Did;

/**
 * One activity and who gets it.
 *
 * @param account whose activity it is; its home RSA key signs the requests
 * @param activityId the activity's id, as written
 * @param body the activity's JSON text exactly as it was signed; sent as UTF-8, byte for byte the same to everybody
 * @param actors ids of actors who get it, in any spelling; the Public collection and unknown ids are passed over
 * @param inboxes inboxes that get it whoever stands behind them, for example those of servers that saw an object that
 *     is now deleted
 * @param followers true when all accepted followers get it, too
 * @param signer who signs the requests
 */
public record Outgoing(
        Did account,
        String activityId,
        String body,
        Set<String> actors,
        Set<String> inboxes,
        boolean followers,
        Signer signer) {

    public Outgoing {
        actors = Collections.unmodifiableSet(new LinkedHashSet<>(actors));
        inboxes = Collections.unmodifiableSet(new LinkedHashSet<>(inboxes));
    }

    /** An activity of the account, signed by its home key, for {@code actors} and, if so said, all followers. */
    public static Outgoing of(Did account, String activityId, String body, Set<String> actors, boolean followers) {
        return new Outgoing(account, activityId, body, actors, Set.of(), followers, Signer.ACCOUNT);
    }

    /** Whether nobody gets it. */
    public boolean reachesNobody() {
        return actors.isEmpty() && inboxes.isEmpty() && !followers;
    }

    /** Who signs a request. */
    public enum Signer {
        /** The account's home key, once its actor document lists it; before that, the instance. */
        ACCOUNT,
        /** The instance actor: enough for portable peers, which go by the proof in the body. */
        INSTANCE,
        /**
         * The instance actor, in the stead of the account's home, which is away: only to recipients who go by the proof in
         * the body.
         */
        STAND_IN
    }
}
