package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Audits;
import social.godwit.store.negentropy.Item;

/**
 * What an account's gateways have observed for it, as replication carries it: bytes with a hash and a second. Who signed
 * them and what follows from them is decided behind this seam. It is asked only for gateways that the account's actor pins.
 */
public interface GatewayRecords {
    /** Most records in a call. */
    int MAX_BATCH = 256;

    /**
     * A record.
     *
     * @param number its place in the order in which this instance made its own; 0 for one that another gateway made
     * @param item received second, and SHA-256 of the bytes
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbered(long number, Item item, byte[] bytes) {}

    /** The account that a record says to belong to; bytes that are no record: nothing. Verifies nothing. */
    Optional<Did> account(byte[] record);

    /**
     * Verifies, keeps and applies records of an account that came from a gateway of it, in a transaction with what follows
     * from them; one outcome each.
     */
    Uni<List<Outcome>> take(Did account, List<byte[]> records);

    /** The records that this instance made itself, after that number, in order. */
    Uni<List<Numbered>> after(Did account, long number, int limit);

    /** Records with these hashes, whoever made them; those that are not here are left out. */
    Uni<Map<Sha256, Numbered>> find(Did account, Collection<Sha256> hashes);

    /** How many bytes those of these records have that are here. */
    Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes);

    /** How many there are, the newest second, and the sum of hashes; level 1 of reconciliation. */
    Uni<Audits.ClassSummary> summary(Did account);

    /** All items in their order, those after {@code after}; level 2 of reconciliation. */
    Uni<List<Item>> items(Did account, Optional<Item> after, int limit);
}
