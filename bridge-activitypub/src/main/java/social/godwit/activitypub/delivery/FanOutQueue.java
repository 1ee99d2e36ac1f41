package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import social.godwit.activitypub.delivery.FanOut.Place;
import social.godwit.activitypub.delivery.FanOut.Spread;

/** Activities that are kept, but not yet in the queues of the hosts. Each account's keep their order. */
interface FanOutQueue {
    /** The most activities of one account handed out with one claim. */
    int WINDOW = 16;

    /** Keeps an activity. Joins the caller's transaction. */
    Uni<Void> add(Outgoing outgoing, Instant now);

    /** Claims up to {@code accounts} accounts and hands out the oldest activities of each, in order. */
    Uni<List<List<FanOut>>> claim(int accounts, Instant now, Instant until);

    /** Moves an activity into the queues of the hosts; doing it again does nothing. */
    Uni<Void> spread(FanOut fanOut, Spread spread, Instant now);

    /** Ends the claim of an account. */
    Uni<Void> release(String account, Instant now);

    /** Claims recipients that are to be looked up. */
    Uni<List<Address>> claimAddresses(int most, Instant now, Instant until);

    /** The recipient was found at {@code places}, none if it has got the activity already or nobody is there. */
    Uni<Void> found(Address address, Collection<Place> places, Instant now);

    /** The recipient could not be looked up now: again at {@code due}. */
    Uni<Void> postpone(Address address, Instant due);

    /** Forgets recipients that could not be found for {@code patience}. */
    Uni<Integer> sweep(Instant now, Duration patience);
}
