package social.godwit.instance.client.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import social.godwit.identity.encoding.Sha256;
import social.godwit.instance.client.document.TimeId;

/**
 * Names for what is brought along: the same old id leads to the same name on every device, so that an import that is
 * repeated makes nothing twice.
 */
final class ImportName {
    private static final long MICROS = 1_000_000;

    private ImportName() {}

    /** The name of what was published at {@code time}: its second, and 30 bits of the old id's hash below it. */
    static TimeId of(String oldId, Instant time) {
        long hash = hash(oldId);
        return TimeId.of(time.getEpochSecond() * MICROS + Math.floorMod(hash >>> 10, MICROS), (int) hash & 0x3ff);
    }

    /** The name of what has no date of its own, a line of a list for example: 61 bits of the hash. */
    static TimeId of(String key) {
        long hash = hash(key);
        return TimeId.of(hash >>> 13, (int) hash & 0x3ff);
    }

    /** The first 64 bits of an id's SHA-256. */
    static long hash(String text) {
        return ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes())
                .getLong();
    }
}
