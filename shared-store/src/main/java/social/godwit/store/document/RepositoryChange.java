package social.godwit.store.document;

import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * What an admission changed in a repository.
 *
 * @param owner whose repository
 * @param before the highest number that had been given out in it, see {@link StoredDocument#number}
 * @param lastNumber the highest number that is given out in it now
 * @param counting what has come to count by this admission, in the order of numbers: new documents that are listed, and older
 *     ones that a checkpoint or the key log has just listed. What came inside of another document is left to that one, and
 *     what has no bytes left is left out
 * @param revised the key log, or a link of a revoked device's chain, has spoken: what counted before may count no longer
 * @param actor the actor document that counts now, when it may be another one than before
 */
public record RepositoryChange(
        Did owner,
        long before,
        long lastNumber,
        List<StoredDocument> counting,
        boolean revised,
        Optional<StoredDocument> actor) {
    /** Copies the list. */
    public RepositoryChange {
        counting = List.copyOf(counting);
    }

    /** Whether the actor document may be another one now: a new one came, alone or in an Update. */
    static boolean touchesActor(List<StoredDocument> counting, boolean revised) {
        return revised
                || counting.stream()
                        .anyMatch(document -> document.kind() == DocumentKind.ACTOR
                                || document.type().equals("Update"));
    }
}
