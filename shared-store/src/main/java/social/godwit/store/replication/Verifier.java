package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;

/** Reads documents and checks their proofs: about 100 microseconds each, so an instance does it where it blocks nobody. */
@FunctionalInterface
public interface Verifier {
    /** On the thread that asks. */
    Verifier DIRECT = (documents, now) -> Uni.createFrom()
            .item(() -> documents.stream()
                    .map(bytes -> PortableDocument.read(bytes, now))
                    .toList());

    /** One verdict per document, in order, see {@link PortableDocument#read}. */
    Uni<List<DocumentVerdict>> read(List<byte[]> documents, Instant now);
}
