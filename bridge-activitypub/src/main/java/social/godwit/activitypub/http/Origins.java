package social.godwit.activitypub.http;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * The origins that this instance answers for: its own, and those of domains that accounts bring. A request for any other
 * host is not ours.
 */
@FunctionalInterface
public interface Origins {
    /**
     * The origin (for example {@code https://a.example}) that answers requests for {@code authority}, which is host and
     * port as the request said them; empty when the host is not ours.
     */
    Optional<String> answering(String authority);

    /**
     * The one account that an origin of ours is for, if it is a domain that this account brought; empty for the instance's
     * own origin, which is for all, and for origins that are not ours.
     */
    default Optional<Did> holder(Origin origin) {
        return Optional.empty();
    }

    /** Whether {@code did} may be found at {@code origin}, which is ours. */
    default boolean isFor(Origin origin, Did did) {
        return holder(origin).map(did::equals).orElse(true);
    }
}
