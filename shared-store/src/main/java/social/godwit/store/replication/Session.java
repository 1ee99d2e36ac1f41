package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.store.replication.PeerAnswer.Answered;

/** A session of anti-entropy with one peer: what it may still spend, and how it went so far. */
final class Session {
    final Peer peer;
    private final Asking asking;
    private final Budget budget;
    private boolean failed;
    private boolean unfinished;
    private boolean left;
    private boolean waiting;

    /** How a session ended. */
    enum Ending {
        /** Nothing is left to do. */
        EVEN,
        /** Nothing is left to do, but of some accounts the peer does not show yet all that both should share. */
        WAITING,
        /** Something has to be tried again when time has passed. */
        LEFT,
        /** The budget is spent. */
        UNFINISHED,
        /** The peer did not answer as it should. */
        FAILED
    }

    Session(Peer peer, Asking asking, Budget budget) {
        this.peer = peer;
        this.asking = asking;
        this.budget = budget;
    }

    /** Whether there is still something to spend. Where it is asked there is something to do, so that the session is unfinished otherwise. */
    boolean goesOn() {
        unfinished |= !budget.left();
        return !failed && budget.left();
    }

    /** Something has to be tried again when time has passed. */
    void leave() {
        left = true;
    }

    /** The peer does not show all yet. */
    void await() {
        waiting = true;
    }

    /** There is more than a session takes. */
    void cut() {
        unfinished = true;
    }

    Ending ending() {
        if (failed) {
            return Ending.FAILED;
        }
        if (unfinished) {
            return Ending.UNFINISHED;
        }
        return left ? Ending.LEFT : waiting ? Ending.WAITING : Ending.EVEN;
    }

    /** An answer of 200; without one the session has failed. */
    Uni<Optional<Answered>> ask(PeerRequest request) {
        budget.round();
        return asking.ask(peer, request).invoke(answer -> {
            budget.spend(
                    request.body().length, answer.map(one -> one.body().length).orElse(0));
            failed |= answer.isEmpty();
        });
    }

    /** The peer broke the protocol, which ends the session. */
    Uni<Void> breach() {
        failed = true;
        return asking.breach(peer.key(), 0);
    }
}
