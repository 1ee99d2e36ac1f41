package social.godwit.store.document;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * One version of a document with its bytes as they were received.
 *
 * @param id canonical
 * @param spelling the origin that the id is spelt with; nothing: {@code ap://}
 * @param number its place in the repository's order of arrival here, from 1, ascending, with gaps
 * @param rank its place among the versions of its id and in pages
 * @param proofTime when its owner says that it was signed
 * @param bytes not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredDocument(
        PortableId id,
        Optional<Origin> spelling,
        Sha256 hash,
        String type,
        DocumentKind kind,
        Visibility visibility,
        long number,
        VersionRank rank,
        OptionalLong sequence,
        Instant proofTime,
        byte[] bytes) {

    /** Whose it is. */
    public Did owner() {
        return id.did();
    }

    /** The document read once more; keep it when it is needed twice. */
    public JsonObject json() {
        return switch (StrictJson.read(bytes, JsonLimits.DOCUMENT)) {
            case JsonReading.Read(JsonObject object) -> object;
            case JsonReading.Read other -> throw new IllegalStateException("stored document is no object: " + hash);
            case JsonReading.Malformed bad ->
                throw new IllegalStateException("stored document " + hash + " is malformed: " + bad.reason());
        };
    }

    /** Ids that it declares deleted; whether they are is the repository's to say. */
    public Set<PortableId> deletes() {
        return Facts.declaresDeletions(type)
                ? Facts.deletes(type, id, json()).stream()
                        .map(path -> Facts.id(owner(), path))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredDocument document
                && owner().equals(document.owner())
                && hash.equals(document.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return type + " " + id + " " + hash;
    }
}
