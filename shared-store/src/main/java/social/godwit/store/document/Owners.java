package social.godwit.store.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;

/** How documents of several owners are told apart, and their outcomes put together again. */
final class Owners {
    private Owners() {}

    /** By owner, always in the same order, so that two admissions never wait for each other. */
    static Map<Did, List<PortableDocument>> inOrder(List<PortableDocument> documents) {
        Map<Did, List<PortableDocument>> byOwner = new TreeMap<>(Comparator.comparing(Did::toString));
        for (PortableDocument document : documents) {
            byOwner.computeIfAbsent(Facts.repository(document), absent -> new ArrayList<>())
                    .add(document);
        }
        return byOwner;
    }

    static void merge(List<Admission> some, Map<Sha256, Admission> outcomes) {
        some.forEach(outcome -> outcomes.putIfAbsent(outcome.hash(), outcome));
    }

    /** One outcome per document; that of a repetition is {@link Admission.Known}. */
    static List<Admission> inOrder(List<PortableDocument> documents, Map<Sha256, Admission> outcomes) {
        List<Admission> all = new ArrayList<>(documents.size());
        for (PortableDocument document : documents) {
            Admission outcome = outcomes.get(document.hash());
            if (outcome == null) {
                throw new IllegalStateException("no outcome for " + document);
            }
            all.add(outcome);
            if (outcome instanceof Admission.Stored stored) {
                outcomes.put(document.hash(), new Admission.Known(document.hash(), stored.standing()));
            }
        }
        return all;
    }

    static Stored refused(List<PortableDocument> documents) {
        return new Stored(
                documents.stream()
                        .<Admission>map(
                                document -> new Admission.Refused(document.hash(), Admission.Refusal.NO_REPOSITORY))
                        .toList(),
                Optional.empty());
    }

    static void check(Did owner, List<PortableDocument> documents) {
        if (documents.isEmpty()
                || documents.stream()
                        .anyMatch(document -> !Facts.repository(document).equals(owner))) {
            throw new IllegalArgumentException("a batch has one or more documents, all of " + owner);
        }
    }
}
