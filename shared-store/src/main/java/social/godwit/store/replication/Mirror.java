package social.godwit.store.replication;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * Public records that are kept here of accounts that this instance is no gateway of.
 *
 * @param target of {@link Kind#ACCOUNT} its DID, else the peer's origin
 * @param peer where the records come from
 * @param quota bytes of documents that may come by it
 * @param used bytes of documents that came by it
 * @param walkedTo the account that a walk through the peer's accounts has come to
 * @param walkedAt when a walk last came to its end
 * @param cursor where to go on in the peer's stream
 * @param nextAt when it is its turn again
 * @param problem why it does not go on; empty when it does
 */
public record Mirror(
        String target,
        Kind kind,
        Peer peer,
        long quota,
        long used,
        Optional<Did> walkedTo,
        Optional<Instant> walkedAt,
        Optional<String> cursor,
        Instant nextAt,
        String problem) {
    /** Bytes that may come by a mirror unless the operator says otherwise. */
    public static final long USUAL_QUOTA = 1L << 30;

    /** What is mirrored. */
    public enum Kind {
        /** One account. */
        ACCOUNT,
        /** Everything public on a peer, now and from now on. */
        INSTANCE,
        /** Once: the accounts on a peer that list this instance as a gateway. */
        REFILL
    }

    /** A mirror that nothing was fetched for yet. */
    static Mirror begin(String target, Kind kind, Peer peer, long quota, Instant now) {
        return new Mirror(target, kind, peer, quota, 0, Optional.empty(), Optional.empty(), Optional.empty(), now, "");
    }

    Mirror used(long more) {
        return new Mirror(target, kind, peer, quota, used + more, walkedTo, walkedAt, cursor, nextAt, problem);
    }

    Mirror walkedTo(Optional<Did> account) {
        return new Mirror(target, kind, peer, quota, used, account, walkedAt, cursor, nextAt, problem);
    }

    Mirror walked(Instant at) {
        return new Mirror(target, kind, peer, quota, used, Optional.empty(), Optional.of(at), cursor, nextAt, problem);
    }

    Mirror at(String place) {
        return new Mirror(target, kind, peer, quota, used, walkedTo, walkedAt, Optional.of(place), nextAt, problem);
    }

    /** The peer's stream does not know the place any more: everything is walked through again. */
    Mirror lost() {
        return new Mirror(
                target, kind, peer, quota, used, Optional.empty(), Optional.empty(), Optional.empty(), nextAt, problem);
    }

    Mirror next(Instant at, String why) {
        return new Mirror(target, kind, peer, quota, used, walkedTo, walkedAt, cursor, at, why);
    }

    boolean full() {
        return used >= quota;
    }
}
