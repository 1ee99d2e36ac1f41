package social.godwit.instance.client.backup;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Weighs what is there against what the account's checkpoints list: every listed document, and every link that another link
 * names, before it or beside it. Keeps hashes only, so that it grows with the number of documents and not with their size.
 */
final class Ledger {
    private final Set<Sha256> here = new HashSet<>();
    private final Set<Sha256> listed = new HashSet<>();
    private final Set<Sha256> links = new HashSet<>();
    private final Set<Sha256> named = new HashSet<>();
    private final Set<Sha256> media = new HashSet<>();
    private Optional<Instant> asOf = Optional.empty();

    /** Takes a document in; false when it is here already. */
    boolean add(PortableDocument document) {
        if (!here.add(document.hash())) return false;
        document.embedded().forEach(inner -> here.add(inner.hash()));
        if (Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link)) {
            links.add(link.hash());
            listed.addAll(link.added());
            link.previous().ifPresent(named::add);
            link.others().forEach(other -> named.add(other.hash()));
            if (asOf.isEmpty() || document.proofTime().isAfter(asOf.get())) asOf = Optional.of(document.proofTime());
        } else collectMedia(document.json());
        return true;
    }

    /** Only the hash of a document is left, and that is known. */
    void gone(Sha256 hash) {
        here.add(hash);
    }

    /** A link that there must be. */
    void name(Sha256 link) {
        named.add(link);
    }

    /** Documents that are listed and not here. */
    Set<Sha256> missing() {
        Set<Sha256> missing = new HashSet<>(listed);
        missing.removeAll(here);
        return missing;
    }

    /** How many links are named and not here. */
    long missingLinks() {
        return named.stream().filter(link -> !links.contains(link)).count();
    }

    /** Hashes of the media that documents name. */
    Set<Sha256> media() {
        return media;
    }

    /** The time of the newest checkpoint; none when the account has none. */
    Optional<Instant> asOf() {
        return asOf;
    }

    private void collectMedia(Json json) {
        switch (json) {
            case JsonObject object -> {
                object.string("digestMultibase").flatMap(Sha256::parseMultibase).ifPresent(media::add);
                object.members().values().forEach(this::collectMedia);
            }
            case JsonArray array -> array.items().forEach(this::collectMedia);
            case JsonString text
            when text.value().startsWith("hl:") ->
                Sha256.parseHashlink(text.value()).ifPresent(media::add);
            default -> {}
        }
    }
}
