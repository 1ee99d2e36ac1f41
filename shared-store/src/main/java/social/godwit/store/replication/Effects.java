package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
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
}
