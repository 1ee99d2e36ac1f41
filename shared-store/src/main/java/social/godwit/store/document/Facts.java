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
        return new Facts(document, path(document.id()), kind, rank, contents, deletes(document), networks(document));
    }

    /** The statement of a checkpoint; nothing for other documents, and for one that is out of form. */
    Optional<Checkpoint> checkpoint() {
        return kind == DocumentKind.CHECKPOINT && Checkpoint.read(document) instanceof CheckpointReading.Signed signed
                ? Optional.of(signed.checkpoint())
                : Optional.empty();
    }

    /** The key of an id within its repository. */
    static String path(PortableId id) {
        return id.path() + id.fragment().map(fragment -> "#" + fragment).orElse("");
    }

    /** The id behind {@link #path(PortableId)}. */
    static PortableId id(Did owner, String path) {
        int hash = path.indexOf('#');
        return hash < 0
                ? PortableId.of(owner, path)
                : PortableId.of(owner, path.substring(0, hash)).withFragment(path.substring(hash + 1));
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
        if (isTombstone(document.type())) {
            return Set.of(path(document.id()));
        }
        if (!document.type().equals("Delete")) {
            return Set.of();
        }
        Set<String> paths = new LinkedHashSet<>();
        for (Json object : document.json().list("object")) {
            deletedId(object)
                    .flatMap(PortableId::parse)
                    .filter(id -> id.did().equals(document.owner()) && !ContentId.reserves(id))
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
