package social.godwit.store.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * Blobs by hash, each stored once, and which accounts keep them. A blob that nobody keeps is removed by {@link
 * #removeUnused}. The store knows nothing of pictures: whoever calls has checked type and contents.
 */
public interface MediaStore {
    /** Blobs are stored and read in parts of this many bytes. */
    int PART_BYTES = 256 * 1024;

    /** The largest blob, in bytes. */
    int MAX_BYTES = 64 * 1024 * 1024;

    /**
     * Stores the bytes under their hash, if they are not there yet, and notes that the account keeps them.
     *
     * @param type media type; the first one stays
     * @throws IllegalArgumentException when there are no bytes or more than {@link #MAX_BYTES}
     */
    Uni<Blob> put(Did account, byte[] bytes, String type);

    /** What is known of the blob. */
    Uni<Optional<Blob>> find(Sha256 hash);

    /** One part, counted from 0; nothing when the blob or the part is not there. */
    Uni<Optional<byte[]>> part(Sha256 hash, int part);

    /** All bytes, part by part, as fast as they are taken. Ends early when the blob is removed meanwhile. */
    default Multi<byte[]> read(Blob blob) {
        return Multi.createFrom()
                .range(0, blob.parts())
                .onItem()
                .transformToUniAndConcatenate(part -> part(blob.hash(), part))
                .select()
                .where(Optional::isPresent)
                .map(Optional::get);
    }

    /** The account keeps the blob no longer; whether it did. */
    Uni<Boolean> release(Did account, Sha256 hash);

    /** The account keeps nothing longer; how many blobs it did. */
    Uni<Integer> releaseAll(Did account);

    /** Who keeps the blob, in the order of their DIDs: at most {@code limit} after {@code after}. */
    Uni<List<Did>> keepers(Sha256 hash, Optional<Did> after, int limit);

    /** Who keeps any blob, in the order of their DIDs: at most {@code limit} after {@code after}. */
    Uni<List<Did>> keepers(Optional<Did> after, int limit);

    /** Whether the account keeps the blob. */
    Uni<Boolean> keeps(Did account, Sha256 hash);

    /** Bytes of all blobs that the account keeps. */
    Uni<Long> used(Did account);

    /** Removes at most {@code limit} blobs that nobody keeps and that were stored before that time; how many. */
    Uni<Integer> removeUnused(Instant storedBefore, int limit);
}
