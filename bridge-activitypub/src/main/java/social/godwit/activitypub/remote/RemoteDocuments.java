package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;

/**
 * Fetches documents by id, signed by the instance actor, and believes only what is authentic: the id must be the URL that
 * answered; portable documents are believed for their proof alone.
 */
public interface RemoteDocuments {
    /** The document named {@code id}: an https URL, a compatible id or an {@code ap:} id with location hints. */
    Uni<DocumentLookup> get(String id);
}
