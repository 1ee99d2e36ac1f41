package social.godwit.activitypub.signature;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Says who sent a request. */
@FunctionalInterface
public interface RequestVerifier {
    /**
     * Verifies the one HTTP signature of {@code request}. Cheap checks come first; a key is only fetched for a request that
     * could be valid, never from this instance itself, and rarely for the same host.
     *
     * @param at when it came in, which decides whether the signature's time fits
     */
    Uni<SignatureVerdict> verify(IncomingRequest request, Instant at);
}
