package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;

/** Other people's actors, remembered for a day and refreshed after. Portable actors are found under any spelling. */
public interface RemoteActors {
    /** The actor named {@code id}, from memory when fresh, else fetched. Not for a database transaction: it may wait. */
    Uni<ActorLookup> get(String id);

    /** The actor fetched anew, for example before a Move is believed or after an unknown key. At most once a minute. */
    Uni<ActorLookup> refresh(String id);

    /**
     * The actor as remembered, however old, without any request. {@code NotFound} when there is nothing in memory. Joins the
     * caller's transaction.
     */
    Uni<ActorLookup> remembered(String id);

    /**
     * Takes in an actor document that arrived in an activity instead of fetching it: an Update that its own actor signed.
     * The caller has verified that signer and document are the same actor; the document is checked like a fetched one.
     */
    Uni<ActorLookup> learn(RemoteDocument document);
}
