package social.godwit.store.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;

/** A document that is offered, by itself or within another one, on its way into its repository. */
final class Candidate {
    final Facts facts;
    /** Whether it is an item of reconciliation: it came by itself, and is not erased. */
    boolean standalone;

    boolean listed;
    boolean deleted;
    /** Its id, or one within it, was erased here: the hash is noted, the bytes are not kept, and it is no item. */
    boolean erased;

    long number;

    private boolean read;
    private Optional<Checkpoint> checkpoint = Optional.empty();

    private Candidate(Facts facts) {
        this.facts = facts;
    }

    Sha256 hash() {
        return facts.hash();
    }

    /** As {@link Facts#checkpoint}, whose signature is verified once. */
    Optional<Checkpoint> checkpoint() {
        if (!read) {
            checkpoint = facts.checkpoint();
            read = true;
        }
        return checkpoint;
    }

    /** The documents and all within, each once. */
    static Map<Sha256, Candidate> of(List<PortableDocument> documents, boolean registration) {
        Map<Sha256, Candidate> candidates = new LinkedHashMap<>();
        for (PortableDocument document : documents) {
            add(document, registration, candidates).standalone = true;
            document.embedded().forEach(inner -> add(inner, registration, candidates));
        }
        return candidates;
    }

    private static Candidate add(PortableDocument document, boolean registration, Map<Sha256, Candidate> candidates) {
        return candidates.computeIfAbsent(document.hash(), absent -> new Candidate(Facts.of(document, registration)));
    }
}
