package social.godwit.store.document;

import java.util.List;

/**
 * What came of offering documents.
 *
 * @param outcomes one per document, in their order
 * @param changes one per repository that holds something that it did not hold before
 */
public record Intake(List<Admission> outcomes, List<RepositoryChange> changes) {
    /** Copies the lists. */
    public Intake {
        outcomes = List.copyOf(outcomes);
        changes = List.copyOf(changes);
    }
}
