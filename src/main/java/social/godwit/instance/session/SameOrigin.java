package social.godwit.instance.session;

import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.signature.IncomingRequest;

/**
 * Whether a request that a cookie speaks for was made by our own pages. Browsers say so in {@code Sec-Fetch-Site} (Fetch Metadata),
 * older ones in {@code Origin}; pages can set neither. {@code SameSite=Strict} alone would let through what a page of another
 * host below the same domain asks.
 */
final class SameOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private SameOrigin() {}

    static boolean holds(IncomingRequest request) {
        boolean changes = !SAFE.contains(request.method());
        Optional<String> site = request.headers().only("Sec-Fetch-Site");
        if (site.isPresent()) {
            // "none": typed, or from a bookmark.
            return site.get().equals("same-origin") || (site.get().equals("none") && !changes);
        }
        return !changes || request.headers().only("Origin").equals(Optional.of(request.origin()));
    }
}
