package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Fetches documents by id, signed by the instance actor, and believes only what is authentic: the id must be the URL that
 * answered; portable documents are believed for their proof alone.
 */
public interface RemoteDocuments {
    /** The document named {@code id}: an https URL, a compatible id or an {@code ap:} id with location hints. */
    Uni<DocumentLookup> get(String id);

    /** As {@link #get(String)}; a portable document is looked for at these gateways too (origins), for example its owner's. */
    Uni<DocumentLookup> get(String id, List<String> gateways);

    /**
     * A collection or one of its pages, which need no proof: believed only from its owner's own host, or from a gateway
     * that its portable owner lists.
     */
    Uni<DocumentLookup> collection(String url, RemoteActor owner);
}
