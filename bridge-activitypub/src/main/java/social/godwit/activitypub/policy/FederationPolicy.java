package social.godwit.activitypub.policy;

/**
 * What the bridge asks before it takes, shows or sends anything. Answered by the instance out of its own rules; the
 * bridge knows nothing of networks.
 */
public interface FederationPolicy {
    /** How this instance stands to {@code host} (lower case, A-labels, no port). Answers from memory, in microseconds. */
    Stance stanceOn(String host);

    /** The three stances, from open to closed. */
    enum Stance {
        /** Everything is taken and shown. */
        ALLOW,
        /** Taken, but shown only to those who follow; no notifications from strangers. */
        LIMIT,
        /** Nothing is taken from there and nothing is sent there. */
        DENY
    }
}
