package social.godwit.identity.checkpoint;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * How far one device's chain is known, link by link.
 *
 * @param seq of the newest link that follows without gap; 0 before the first
 * @param hash of that link; none before the first
 * @param count of hashes that the chain lists so far
 */
public record CheckpointChain(Did account, Did device, ChainClass chain, long seq, Optional<Sha256> hash, long count) {
    /** A chain of which nothing is known. */
    public static CheckpointChain empty(Did account, Did device, ChainClass chain) {
        return new CheckpointChain(account, device, chain, 0, Optional.empty(), 0);
    }

    /** What a link means for the chain. */
    public sealed interface Step {
        /** The link follows; this is the chain with it. */
        record Extended(CheckpointChain chain) implements Step {}

        /** Links between are missing: keep it until they come. */
        record Gap(long missingFrom) implements Step {}

        /** The newest link again. */
        record Repeated() implements Step {}

        /** A link older than the newest: nothing new, if it is the one that was known. */
        record Past() implements Step {}

        /** Another link of the same number, or one that does not build on the newest: evidence against this device only. */
        record Forked(String detail) implements Step {}

        /** The link belongs to another chain. */
        record Foreign() implements Step {}
    }

    /** Decides on a link. */
    public Step accept(Checkpoint link) {
        if (!link.account().equals(account) || !link.device().equals(device) || link.chain() != chain) {
            return new Step.Foreign();
        }
        if (link.seq() == seq) {
            return hash.filter(link.hash()::equals).isPresent()
                    ? new Step.Repeated()
                    : new Step.Forked("two links " + seq + " of one chain");
        }
        if (link.seq() < seq) {
            return new Step.Past();
        }
        if (link.seq() > seq + 1) {
            return new Step.Gap(seq + 1);
        }
        if (!link.previous().equals(hash)) {
            return new Step.Forked("link " + link.seq() + " does not build on the known link " + seq);
        }
        if (link.count() != count + link.added().size()) {
            return new Step.Forked("link " + link.seq() + " miscounts");
        }
        return new Step.Extended(
                new CheckpointChain(account, device, chain, link.seq(), Optional.of(link.hash()), link.count()));
    }
}
