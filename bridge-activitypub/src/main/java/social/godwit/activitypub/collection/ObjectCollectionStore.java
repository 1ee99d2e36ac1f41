package social.godwit.activitypub.collection;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;

/** Which collection of which document an id names. The signed documents say so; no path is fixed by name. */
public interface ObjectCollectionStore {
    /** Notes the collections that the documents in {@code activity} name as theirs, within the caller's transaction. */
    Uni<Void> keep(Account account, PortableDocument activity);

    /** What {@code id} is, if it is a collection of a document. */
    Uni<Optional<ObjectCollection>> find(PortableId id);

    /**
     * A collection of a document.
     *
     * @param kind which
     * @param object the document's id; of a context, its first post
     */
    record ObjectCollection(Kind kind, PortableId object) {}

    /** The collections that a document names. */
    enum Kind {
        REPLIES("replies"),
        LIKES("likes"),
        SHARES("shares"),
        CONTEXT("context");

        private final String member;

        Kind(String member) {
            this.member = member;
        }

        /** The member of the document that names the collection. */
        public String member() {
            return member;
        }
    }
}
