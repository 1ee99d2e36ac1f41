package social.godwit.store.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Evidence;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Page;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;
import social.godwit.store.negentropy.Item;
import social.godwit.store.record.RecordStore;

/**
 * What an instance holds and shows of an account; two that agree in it are alike.
 *
 * @param items of every class
 * @param pages hashes of what is shown, in order
 * @param evidence of equivocations: versions and checkpoints that contradict each other
 * @param found by path: hash of the version that is shown, or that it was deleted
 */
record View(
        Map<Visibility, List<Item>> items,
        List<Item> records,
        List<String> pages,
        Set<String> evidence,
        Map<String, String> found) {
    private static final int ALL = 1_000;

    static View of(SimulatedInstance instance, Did account, TreeSet<String> paths) {
        Map<Visibility, List<Item>> items = new EnumMap<>(Visibility.class);
        for (Visibility visibility : Visibility.values()) {
            items.put(
                    visibility,
                    Now.of(instance.repositories.audits().items(account, visibility, Optional.empty(), ALL)));
        }
        Map<String, String> found = new TreeMap<>();
        for (String path : paths) {
            found.put(path, word(Now.of(instance.repositories.find(PortableId.of(account, path)))));
        }
        return new View(
                items,
                records(instance.records, account),
                pages(instance.repositories, account).stream()
                        .map(document -> document.hash().toString())
                        .toList(),
                evidence(instance.repositories, account),
                found);
    }

    private static List<Item> records(RecordStore records, Did account) {
        return Now.of(records.items(account, Optional.empty(), ALL));
    }

    /** What was refused is evidence only where it was offered, and is left out. */
    private static Set<String> evidence(Repositories repositories, Did account) {
        Set<String> evidence = new TreeSet<>();
        Now.of(repositories.evidence(account, ALL)).stream()
                .filter(one -> one.kind() != Evidence.Kind.KEY_LOG)
                // Of three contradictory versions any two pairs show all: which, the order of arrival says.
                .forEach(one -> {
                    evidence.add(one.kind() + " " + one.first());
                    evidence.add(one.kind() + " " + one.second());
                });
        return evidence;
    }

    /**
     * Without what depends on documents that were erased before somebody came: evidence of two versions, and the class of what was
     * deleted, for which the owner's Delete has to do.
     */
    View latecomers() {
        Map<String, String> words = new TreeMap<>();
        found.forEach((path, word) -> words.put(path, word.startsWith("deleted ") ? "deleted" : word));
        return new View(items, records, pages, Set.of(), words);
    }

    /** The actor document that counts. */
    static Optional<StoredDocument> actor(Repositories repositories, Did account) {
        Selection actors = new Selection(Set.of(DocumentKind.ACTOR), Set.of(Visibility.PUBLIC), Set.of());
        return Now.of(repositories.page(account, actors, Optional.empty(), 1)).items().stream()
                .findFirst();
    }

    private static String word(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(StoredDocument document) -> document.hash().toString();
            case Lookup.Deleted(Visibility visibility, Optional<StoredDocument> tombstone) ->
                "deleted " + visibility + tombstone.map(one -> " " + one.hash()).orElse("");
            case Lookup.Missing missing -> "missing";
        };
    }

    static List<StoredDocument> pages(Repositories repositories, Did account) {
        List<StoredDocument> all = new ArrayList<>();
        Optional<VersionRank> before = Optional.empty();
        do {
            Page page = Now.of(repositories.page(account, Selection.everything(), before, 100));
            all.addAll(page.items());
            before = page.next();
        } while (before.isPresent());
        return all;
    }

    /** Whether everything of another view is in this one. */
    boolean holds(View other) {
        return new HashSet<>(records).containsAll(other.records)
                && other.items.entrySet().stream()
                        .allMatch(entry -> new HashSet<>(items.getOrDefault(entry.getKey(), List.of()))
                                .containsAll(entry.getValue()));
    }

    /** Whether the same is shown as in another view. */
    boolean shows(View other) {
        return other.pages.equals(pages) && other.found.equals(found);
    }

    /** In what two views differ, in words. */
    static String difference(View one, View other) {
        if (!one.items.equals(other.items)) {
            List<String> words = new ArrayList<>();
            one.items.forEach((visibility, items) -> {
                List<Item> others = other.items.getOrDefault(visibility, List.of());
                if (!items.equals(others)) {
                    words.add(visibility + " " + items.size() + " against " + others.size());
                }
            });
            return "items: " + words;
        }
        if (!one.records.equals(other.records)) {
            return "records: " + one.records.size() + " against " + other.records.size();
        }
        if (!one.evidence.equals(other.evidence)) {
            return "evidence: " + one.evidence + " against " + other.evidence;
        }
        if (!one.pages.equals(other.pages)) {
            return "pages";
        }
        List<String> words = new ArrayList<>();
        one.found.forEach((path, word) -> {
            if (!word.equals(other.found.get(path))) {
                words.add(path + " " + word + " against " + other.found.get(path));
            }
        });
        return "found: " + words;
    }
}
