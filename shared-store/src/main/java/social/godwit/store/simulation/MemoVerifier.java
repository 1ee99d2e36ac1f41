package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.replication.Verifier;

/** Verifies each document once for all instances, as the verdict is a function of the bytes but for the time. */
final class MemoVerifier implements Verifier {
    private static final Instant LATE = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<Sha256, DocumentVerdict> verdicts = new HashMap<>();

    @Override
    public Uni<List<DocumentVerdict>> read(List<byte[]> documents, Instant now) {
        return Uni.createFrom()
                .item(() -> documents.stream().map(bytes -> read(bytes, now)).toList());
    }

    DocumentVerdict read(byte[] bytes, Instant now) {
        DocumentVerdict verdict =
                verdicts.computeIfAbsent(Sha256.of(bytes), absent -> PortableDocument.read(bytes, LATE));
        if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)) {
            Instant from = latest(document).minus(PortableDocument.AHEAD);
            return from.isAfter(now) ? new DocumentVerdict.NotYet(from) : verdict;
        }
        return verdict;
    }

    private static Instant latest(PortableDocument document) {
        return Stream.concat(Stream.of(document), document.embedded().stream())
                .map(PortableDocument::proofTime)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** The document, whatever the time. */
    Optional<PortableDocument> document(byte[] bytes) {
        return read(bytes, LATE) instanceof DocumentVerdict.Admissible(PortableDocument document)
                ? Optional.of(document)
                : Optional.empty();
    }
}
