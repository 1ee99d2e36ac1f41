package social.godwit.store.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.store.negentropy.Item;

/**
 * What a repository has to know of a document besides its bytes: a pure function of these.
 *
 * @param path its id within the repository
 * @param contents all signed documents within, at any depth, tombstones left out: it goes when one of them is deleted
 * @param deletes paths that it declares deleted
 * @param networks that it names, at most {@link #MAX_NETWORKS}
 */
record Facts(
        PortableDocument document,
        String path,
        DocumentKind kind,
        VersionRank rank,
        List<Content> contents,
        Set<String> deletes,
        Set<Did> networks) {
    /** More networks than this are not looked up. */
    static final int MAX_NETWORKS = 16;

    private static final String TOMBSTONE = "Tombstone";

    /** A document within. */
    record Content(String path, Sha256 hash) {}

    static Facts of(PortableDocument document, boolean registration) {
        DocumentKind kind = Kinds.of(document);
        long sequence = kind == DocumentKind.ACTOR ? document.sequence().orElse(0) : 0;
        VersionRank rank = registration && kind == DocumentKind.ACTOR
                ? VersionRank.ofRegistration(document.hash())
                : VersionRank.of(sequence, document.proofTime(), document.hash());
        List<Content> contents = document.embedded().stream()
                .filter(inner -> !isTombstone(inner.type()))
                .map(inner -> new Content(path(inner.id()), inner.hash()))
                .toList();
        return new Facts(document, path(document), kind, rank, contents, deletes(document), networks(document));
    }

    /** The statement of a checkpoint; nothing for other documents, and for one that is out of form. */
    Optional<Checkpoint> checkpoint() {
        return kind == DocumentKind.CHECKPOINT && Checkpoint.read(document) instanceof CheckpointReading.Signed signed
                ? Optional.of(signed.checkpoint())
                : Optional.empty();
    }

    /**
     * In whose repository a document belongs: its owner's. Only the entry of a key log may be signed by the recovery key
     * alone; it belongs to the account that it names.
     */
    static Did repository(PortableDocument document) {
        return document.type().equals(ContentId.KEY_LOG_ENTRY)
                ? keyLogEntry(document).map(KeyLogEntry::account).orElse(document.owner())
                : document.owner();
    }

    /** The entry of a key log; nothing for other documents, and for one that is out of form. */
    static Optional<KeyLogEntry> keyLogEntry(PortableDocument document) {
        return KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                ? Optional.of(entry)
                : Optional.empty();
    }

    /** The key of an id within the repository of its DID. */
    static String path(PortableId id) {
        return id.path() + id.fragment().map(fragment -> "#" + fragment).orElse("");
    }

    private static String path(PortableDocument document) {
        return repository(document).equals(document.owner())
                ? path(document.id())
                : document.id().canonical();
    }

    /** The id behind a path. */
    static PortableId id(Did repository, String path) {
        if (!path.startsWith("/")) {
            return PortableId.parse(path).orElseThrow();
        }
        int hash = path.indexOf('#');
        return hash < 0
                ? PortableId.of(repository, path)
                : PortableId.of(repository, path.substring(0, hash)).withFragment(path.substring(hash + 1));
    }

    /** The document as an item of reconciliation. */
    Item item() {
        return Item.of(document().proofTime(), hash());
    }

    Sha256 hash() {
        return document.hash();
    }

    /** Tombstones are final: they are neither deleted nor superseded. */
    boolean isTombstone() {
        return isTombstone(document.type());
    }

    static boolean isTombstone(String type) {
        return type.equals(TOMBSTONE);
    }

    private static Set<String> deletes(PortableDocument document) {
        return declaresDeletions(document.type()) ? deletes(document.type(), document.id(), document.json()) : Set.of();
    }

    /** Whether documents of this type delete. */
    static boolean declaresDeletions(String type) {
        return isTombstone(type) || type.equals("Delete");
    }

    /** Paths that a document declares deleted: of its own, and those of its owner that a Delete names. */
    static Set<String> deletes(String type, PortableId own, JsonObject json) {
        if (isTombstone(type)) {
            return Set.of(path(own));
        }
        Set<String> paths = new LinkedHashSet<>();
        for (Json object : json.list("object")) {
            deletedId(object)
                    .flatMap(PortableId::parse)
                    .filter(id -> id.did().equals(own.did()) && !ContentId.reserves(id))
                    .ifPresent(id -> paths.add(path(id)));
        }
        return Set.copyOf(paths);
    }

    private static Optional<String> deletedId(Json object) {
        return switch (object) {
            case JsonString id -> Optional.of(id.value());
            case JsonObject map
            when map.string("type").filter(Facts::isTombstone).isPresent() -> map.string("id");
            default -> Optional.empty();
        };
    }

    private static Set<Did> networks(PortableDocument document) {
        Set<Did> networks = new LinkedHashSet<>();
        for (String name : document.json().ids("network")) {
            Did.parse(name).filter(did -> networks.size() < MAX_NETWORKS).ifPresent(networks::add);
        }
        return Set.copyOf(networks);
    }
}
