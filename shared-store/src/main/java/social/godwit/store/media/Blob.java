package social.godwit.store.media;

import java.time.Instant;
import social.godwit.identity.encoding.Sha256;

/**
 * What is known of a blob without reading it.
 *
 * @param type media type as it was first stored, for example {@code image/webp}
 * @param size bytes
 * @param storedAt when it was stored, or stored again, last
 */
public record Blob(Sha256 hash, String type, long size, Instant storedAt) {
    /** How many parts of {@link MediaStore#PART_BYTES} hold it. */
    public int parts() {
        return Math.toIntExact((size + MediaStore.PART_BYTES - 1) / MediaStore.PART_BYTES);
    }
}
