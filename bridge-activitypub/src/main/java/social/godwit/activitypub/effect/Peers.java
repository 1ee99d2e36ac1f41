package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds what decisions need of other actors' documents. May ask the network, so never inside a transaction. */
interface Peers {
    /**
     * The actor of {@code spelling}; empty when there is none that we would believe.
     *
     * @param fresh asks again although it is remembered: before a Move is believed
     */
    Uni<Optional<Peer>> find(String spelling, boolean fresh);

    /** Takes in the actor document of an Update that its own actor sent. */
    Uni<Optional<Peer>> learn(Incoming update);
}
