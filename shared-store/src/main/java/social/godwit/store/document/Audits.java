package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Tally;

/** What a repository can show for itself: its key log, its chains of checkpoints, whether it is complete, what it holds. */
public interface Audits {
    /** The account's key log as it is now; nothing without a genesis. */
    Uni<Optional<KeyLog>> keyLog(Did account);

    /** The newest known link of every chain. */
    Uni<List<ChainHead>> chains(Did account);

    /** How much of what the chains list is here. */
    Uni<Completeness> completeness(Did account);

    /**
     * Notes that another gateway of the account calls these hashes erased. It matters only for hashes that were never here: they do
     * not count as missing any more.
     */
    Uni<Void> noteErasedElsewhere(Did account, Collection<Sha256> hashes);

    /** Hashes that the chains list, were never here, and nobody calls erased; at most {@code limit}. */
    Uni<List<Sha256>> missing(Did account, int limit);

    /** Hashes that the chains list, here or not, from that one on in their order. */
    Uni<List<Sha256>> listedFrom(Did account, Sha256 from, int limit);

    /** The items of reconciliation per class that has any; those of purged documents are among them, of erased ones not. */
    Uni<Map<Visibility, ClassSummary>> summaries(Did owner);

    /** The items of reconciliation in their order, at most {@code limit}, those after {@code after}. */
    Uni<List<Item>> items(Did owner, Visibility visibility, Optional<Item> after, int limit);

    /** The same as a set that can be reconciled; an empty one when there is no repository. */
    ItemSet set(Did owner, Visibility visibility);

    /**
     * The end of a chain as far as it is known.
     *
     * @param count of hashes that the chain lists up to it
     * @param counts whether the device may speak, or its owner recognises the link
     */
    record ChainHead(ChainClass chain, Checkpoint.Link link, long count, boolean counts) {}

    /**
     * What is here of what checkpoints list that count.
     *
     * @param attested whether there is any such checkpoint; accounts of foreign clients have none
     * @param asOf proof time of the newest of them
     * @param listed different hashes
     * @param held of these, documents that are here
     * @param erased of these, documents whose bytes were erased because their owner deleted them
     * @param purged of these, documents that this instance removed
     * @param erasedElsewhere of these, documents that were never here and that other gateways call erased
     * @param missing of these, documents that were never here and should be
     */
    record Completeness(
            boolean attested,
            Optional<Instant> asOf,
            long listed,
            long held,
            long erased,
            long purged,
            long erasedElsewhere,
            long missing) {
        /** Whether nothing is missing. */
        public boolean complete() {
            return attested && missing == 0;
        }
    }

    /**
     * Level 1 of reconciliation.
     *
     * @param documents how many
     * @param newestSecond the newest proof time, in seconds since 1970
     * @param sum of the hashes as little-endian numbers modulo 2^256: different sums mean different sets, equal ones nothing
     */
    @SuppressWarnings("ArrayRecordComponent")
    record ClassSummary(long documents, long newestSecond, byte[] sum) {
        /** Of these hashes. */
        static ClassSummary of(long newestSecond, Collection<Sha256> hashes) {
            Tally tally = Tally.ofHashes(hashes);
            return new ClassSummary(tally.count(), newestSecond, tally.sum());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ClassSummary summary
                    && documents == summary.documents
                    && newestSecond == summary.newestSecond
                    && Arrays.equals(sum, summary.sum);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(sum);
        }

        @Override
        public String toString() {
            return documents + " documents until " + Instant.ofEpochSecond(newestSecond);
        }
    }
}
