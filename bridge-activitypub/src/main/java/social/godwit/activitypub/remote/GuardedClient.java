package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;

/**
 * The only way out. Every request of this instance to anybody (documents, keys, WebFinger, media, deliveries) goes through
 * here: https to global addresses only, the checked address is the one connected to, every redirect checked again, bounded
 * in time and size.
 */
@FunctionalInterface
public interface GuardedClient {
    /** Sends {@code request} as it is; the outcome tells everything, the {@code Uni} itself does not fail. */
    Uni<RemoteOutcome> send(RemoteRequest request);
}
