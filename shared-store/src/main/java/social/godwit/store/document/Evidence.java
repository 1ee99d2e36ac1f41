package social.godwit.store.document;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * Two signed statements of one key that contradict each other. Versions are named by the hash of the document, checkpoints
 * and entries of the key log by the hash that their ids end with.
 *
 * @param path of the id that both versions have, or of the document that is named first
 * @param first the lower name
 * @param second the higher name
 * @param refused the bytes of the one that was refused, when it is in no repository
 */
@SuppressWarnings("ArrayRecordComponent")
public record Evidence(
        Did owner, Kind kind, String path, Sha256 first, Sha256 second, Optional<byte[]> refused, Instant seenAt) {
    /** What was said twice. */
    public enum Kind {
        /** Two versions of one id with the same sequence and proof time. */
        VERSIONS,
        /** Two checkpoints of one device and class with the same number. */
        CHECKPOINTS,
        /** Two beginnings of the key log, or two entries with one predecessor. */
        KEY_LOG
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evidence evidence
                && owner.equals(evidence.owner)
                && kind == evidence.kind
                && path.equals(evidence.path)
                && first.equals(evidence.first)
                && second.equals(evidence.second);
    }

    @Override
    public int hashCode() {
        return 31 * first.hashCode() + second.hashCode();
    }
}
