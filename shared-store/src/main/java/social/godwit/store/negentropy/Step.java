package social.godwit.store.negentropy;

import java.util.List;
import social.godwit.identity.encoding.Sha256;

/** Where a reconciliation is after a message. Hashes that are had or needed are learnt by the side that began. */
public sealed interface Step {
    /**
     * There is something to send to the other side.
     *
     * @param have hashes that this side has and the other lacks, as far as this message showed
     * @param need hashes that the other side has and this one lacks
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Next(byte[] message, List<Sha256> have, List<Sha256> need) implements Step {}

    /** Both sides know all differences; the lists as in {@link Next}. */
    record Done(List<Sha256> have, List<Sha256> need) implements Step {}

    /** The other side broke the protocol. Nothing that the message said counts. */
    record Broken(Fault fault) implements Step {}
}
