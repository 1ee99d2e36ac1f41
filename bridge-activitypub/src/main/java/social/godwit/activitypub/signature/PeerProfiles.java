package social.godwit.activitypub.signature;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Remembers which kind of signature each host takes. What is not remembered is draft-cavage. */
public interface PeerProfiles {
    /** What {@code host} (as in the URL, with its port) is known to take. */
    Uni<Optional<SignatureProfile>> of(String host);

    /** Remembers for a week that {@code host} takes {@code profile}. */
    Uni<Void> learned(String host, SignatureProfile profile);

    /** Forgets what is out of date, and the oldest hosts beyond the limit; tells how many. */
    Uni<Integer> upkeep();
}
