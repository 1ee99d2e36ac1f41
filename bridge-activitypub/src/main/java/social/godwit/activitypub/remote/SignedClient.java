package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import social.godwit.activitypub.signature.RequestKey;

/**
 * Signed requests. Remembers for each host which of draft-cavage and RFC 9421 it takes: unknown hosts get draft-cavage, and
 * an answer of 400 or 401 is tried once again with the other ("double knock").
 */
public interface SignedClient {
    /** Sends {@code request} signed by {@code key}; the outcome is that of the last knock. */
    Uni<RemoteOutcome> send(RemoteRequest request, RequestKey key);

    /** Sends {@code request} signed by the instance actor: every GET, and what is delivered for no account. */
    Uni<RemoteOutcome> send(RemoteRequest request);
}
