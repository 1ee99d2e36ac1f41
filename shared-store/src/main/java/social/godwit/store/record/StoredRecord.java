package social.godwit.store.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;

/**
 * A record as it is kept.
 *
 * @param hash SHA-256 of the bytes
 * @param number its place in the order of arrival, ascending with gaps
 * @param bytes not to be changed
 * @param attempts how often its verification had to be put off
 * @param storedAt when it came here
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoredRecord(
        GatewayRecord record,
        Sha256 hash,
        byte[] bytes,
        long number,
        Standing standing,
        int attempts,
        Instant storedAt) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredRecord stored
                && hash.equals(stored.hash)
                && number == stored.number
                && standing == stored.standing;
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }
}
