package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;

/** Asks other hosts who stands behind a handle (RFC 7033). */
public interface WebFingerClient {
    /** Looks {@code handle} up: {@code name@host}, with or without {@code @} or {@code acct:} before it. */
    Uni<HandleLookup> find(String handle);

    /**
     * The handle that {@code actor} may be shown under: the one that it claims (FEP-2c59), else the one that it has without asking; found
     * only when that host names this very actor.
     */
    Uni<HandleLookup> verify(RemoteActor actor);
}
