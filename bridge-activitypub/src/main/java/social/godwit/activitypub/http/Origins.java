package social.godwit.activitypub.http;

import java.util.Optional;

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
}
