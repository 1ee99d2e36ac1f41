package social.godwit.activitypub.gateway;

import social.godwit.store.replication.Peer;

/** Asks a peer something soon, so that it shows whether it is there. */
@FunctionalInterface
public interface Knock {
    /** Asks that peer. */
    void at(Peer peer);
}
