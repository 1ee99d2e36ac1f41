package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The durable queues of all hosts. A worker claims hosts for a while, and what it records is final. */
interface DeliveryQueue {
    /** The most entries handed out with one claim. */
    int WINDOW = 64;

    /** For so long a dead host's mail is kept. */
    Duration PATIENCE = Duration.ofDays(30);

    /**
     * Claims hosts that are due and unclaimed, those that wait longest first, together with the beginning of their queues.
     *
     * @param worker who claims
     * @param busy hosts that the worker serves already
     * @param proven the most hosts to claim whose last attempt went well
     * @param others the most hosts to claim that are new or failing
     * @param until when the claim ends unless it is prolonged
     */
    Uni<List<Claim>> claim(String worker, Collection<String> busy, int proven, int others, Instant now, Instant until);

    /**
     * Records outcomes and ends claims, all in one transaction. What was done under a claim that somebody else has taken
     * over is not recorded: the other has it in hand and sends it again.
     */
    Uni<Void> record(Collection<Settled> settled, Collection<Release> released, Instant now);

    /** Prolongs the worker's claims. */
    Uni<Void> prolong(String worker, Collection<String> hosts, Instant until);

    /** The most bodies that are forgotten at once. */
    int ENDED_MAX = 1_000;

    /**
     * Forgets bodies that nothing waits for and that were kept for more than an hour, at most {@link #ENDED_MAX}, and says
     * which of them their accounts' gateways may be told of. Joins the caller's transaction.
     */
    Uni<List<PositionNotes.Document>> end(Instant now);

    /**
     * Forgets what is over: entries older than {@code patience} at hosts that have failed for as long, hosts without anything
     * to remember. Bounded; says how much it forgot.
     */
    Uni<Integer> sweep(Instant now, Duration patience);
}
