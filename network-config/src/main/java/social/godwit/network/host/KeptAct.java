package social.godwit.network.host;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.network.act.ActReading;
import social.godwit.network.act.SignedAct;

/**
 * An act with its document's bytes as they came.
 *
 * @param bytes not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeptAct(SignedAct act, byte[] bytes) {
    /** Verifies bytes; nothing when they are no act. */
    public static Optional<KeptAct> read(byte[] bytes, Instant now) {
        return PortableDocument.read(bytes, now) instanceof DocumentVerdict.Admissible(PortableDocument document)
                        && SignedAct.read(document) instanceof ActReading.Signed(SignedAct act)
                ? Optional.of(new KeptAct(act, bytes))
                : Optional.empty();
    }
}
