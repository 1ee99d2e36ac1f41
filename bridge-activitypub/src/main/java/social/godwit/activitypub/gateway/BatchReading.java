package social.godwit.activitypub.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;

/** What reading an owner's documents comes to, before anything is asked of the database. */
sealed interface BatchReading {
    /** All are admissible; in their order, each once. */
    record Read(List<PortableDocument> documents) implements BatchReading {
        public Read {
            documents = List.copyOf(documents);
        }
    }

    /** One is not. */
    record Refused(Problem problem) implements BatchReading {}

    /** Verifies every document: form, owner, proofs, everything that is embedded. */
    static BatchReading of(List<byte[]> texts, Instant now) {
        if (texts.isEmpty() || texts.size() > Batch.DOCUMENTS_MAX) {
            return refused(400, "batch-size", "a batch holds 1 to " + Batch.DOCUMENTS_MAX + " documents");
        }
        List<PortableDocument> documents = new ArrayList<>(texts.size());
        Set<Sha256> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String which = texts.size() == 1 ? "" : "document " + (i + 1) + ": ";
            switch (PortableDocument.read(texts.get(i), now)) {
                case DocumentVerdict.Admissible admissible -> {
                    if (seen.add(admissible.document().hash())) {
                        documents.add(admissible.document());
                    }
                }
                case DocumentVerdict.NotYet later -> {
                    Duration ahead = Duration.between(now, later.from());
                    return refused(
                            400,
                            "clock",
                            which + "the proof is dated in the future: check the device's clock, or try again in "
                                    + Math.max(1, ahead.toSeconds()) + " seconds");
                }
                case DocumentVerdict.Inadmissible bad -> {
                    return refused(
                            400,
                            "inadmissible-"
                                    + bad.reason()
                                            .name()
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replace('_', '-'),
                            which + bad.detail());
                }
            }
        }
        return new Read(documents);
    }

    private static BatchReading refused(int status, String type, String detail) {
        return new Refused(Problem.of(status, type, "Bad Request", detail));
    }
}
