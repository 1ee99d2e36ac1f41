package social.godwit.store.document;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;

/** Whether a stored document is what its row says: bytes, hash, proof, and every fact that was taken from them. */
public final class StoredCheck {
    private StoredCheck() {}

    /** What is wrong, in a few words for the operator; nothing when all is well. */
    public static Optional<String> fault(Did repository, StoredDocument stored) {
        // It was not too early when it was admitted, whatever this machine's clock says today.
        return switch (PortableDocument.read(stored.bytes(), stored.proofTime())) {
            case DocumentVerdict.Admissible(PortableDocument document) -> fault(repository, stored, document);
            case DocumentVerdict.NotYet early -> Optional.of("another proof time");
            case DocumentVerdict.Inadmissible refused -> Optional.of("not admissible: " + refused);
        };
    }

    private static Optional<String> fault(Did repository, StoredDocument stored, PortableDocument document) {
        if (!document.hash().equals(stored.hash())) {
            return Optional.of("another hash: " + document.hash());
        }
        if (!Facts.repository(document).equals(repository)) {
            return Optional.of("in the repository of somebody else");
        }
        boolean registration = stored.rank().equals(VersionRank.ofRegistration(stored.hash()));
        Facts facts = Facts.of(document, registration);
        boolean agrees = stored.id().canonical().equals(document.id().canonical())
                && stored.spelling().equals(document.spelling())
                && stored.type().equals(document.type())
                && stored.kind() == facts.kind()
                && stored.visibility() == document.visibility()
                && stored.rank().equals(facts.rank())
                && stored.sequence().equals(document.sequence())
                && stored.proofTime().equals(document.proofTime());
        return agrees ? Optional.empty() : Optional.of("filed otherwise than it says");
    }
}
