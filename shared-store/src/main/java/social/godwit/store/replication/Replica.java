package social.godwit.store.replication;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * An account that this instance and a peer both keep, as far as this instance knows.
 *
 * @param newest how far the account's records go here
 * @param taken up to where the peer has them; nothing as long as that is not known, and then nothing is pushed
 * @param pull fetching of the whole repository from that peer, when it was asked for
 * @param pausedUntil nothing is pushed before
 */
public record Replica(
        Peer peer,
        Did account,
        Position newest,
        Optional<Position> taken,
        Optional<Pull> pull,
        Optional<Instant> pausedUntil) {

    /**
     * Fetching of a whole repository.
     *
     * @param position the peer's number up to which everything is here
     * @param newest the highest number that the peer has told of
     * @param done whether nothing followed
     */
    public record Pull(long position, long newest, boolean done) {
        /** Nothing is here yet. */
        public static final Pull START = new Pull(0, 0, false);
    }

    /** How many numbers the peer is behind; numbers have gaps. */
    public long lag() {
        Position from = taken.orElse(Position.START);
        return Math.max(0, newest.documents() - from.documents()) + Math.max(0, newest.records() - from.records());
    }

    /** Whether there may be something to push. */
    public boolean behind() {
        return taken.isPresent() && !taken.get().reaches(newest);
    }
}
