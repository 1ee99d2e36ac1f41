package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/** What an account has received, verbatim: the items of its inbox (FEP-ae97 GET), kept for 90 days. */
public interface ReceivedStore {
    /** Activities addressed or delivered to the account, newest first. */
    Uni<Slice<Received>> inbox(Did account, Window window);

    /** Activities of strangers that wait for one that only the owner can sign, newest first. */
    Uni<List<Unsigned>> unsigned(Did account);

    /**
     * One received activity.
     *
     * @param id its id, as written
     * @param document its JSON text as received
     * @param at when it arrived
     */
    record Received(String id, String document, Instant at) {}

    /**
     * An answer that the owner's client should sign, derived by itself from {@code cause}.
     *
     * @param id the id which the answer must carry
     * @param type {@code Accept} for a Follow or a QuoteRequest, {@code Follow} after a followed actor's Move
     * @param cause the stranger's activity as received
     * @param since when it arrived
     */
    record Unsigned(String id, String type, String cause, Instant since) {}
}
