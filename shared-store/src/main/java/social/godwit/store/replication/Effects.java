package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.document.RepositoryChange;

/**
 * Is told what has come to count in a repository by replication, not by the owner's own posting here: applies what it means
 * for those who read here, and delivers nothing. The same document may be told of again; a later one may have been told of
 * before.
 */
@FunctionalInterface
public interface Effects {
    /** Nothing follows. */
    Effects NONE = change -> Uni.createFrom().voidItem();

    /** Within the transaction that stored the documents. A failure undoes it, and the documents will be offered again. */
    Uni<Void> counting(RepositoryChange change);

    /**
     * A refill has found an account whose actor document lists this instance with the key that it has. Whether the account is
     * served here again; then the rest is {@link Replicas#pull pulled}. Else its public records are kept, as a mirror does.
     *
     * @param documents public ones of the account, the actor document, or an Update with it, among them
     */
    default Uni<Boolean> returned(Did account, List<PortableDocument> documents) {
        return Uni.createFrom().item(false);
    }
}
