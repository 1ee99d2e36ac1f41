package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;

/** What peers have signed for, and what audits have found. */
public interface AuditStore {
    /** Receipts that are kept of an account and peer; the oldest go first. */
    int MAX_RECEIPTS = 1_000;

    /** Longest list. */
    int MAX_LIST = 1_000;

    /** A receipt as read and as signed. */
    record Signed(Receipt receipt, JsonObject map) {}

    /**
     * Keeps receipts that the peer has signed, no two of one account; those of accounts that are not shared with it are left
     * out. The caller has verified the signatures.
     */
    Uni<Void> keep(Did peer, List<Signed> receipts);

    /** The newest receipt of the peer for each of these documents that it has signed for. */
    Uni<Map<Sha256, JsonObject>> receipts(Did account, Did peer, Collection<Sha256> hashes);

    /** Keeps a report in place of the last one on the same account and peer. */
    Uni<Void> note(AuditReport report);

    /** The last report on each replica of the account, or of all accounts in the order of their DIDs. */
    Uni<List<AuditReport>> reports(Optional<Did> account, int limit);

    /** Reports that say {@link AuditReport.State#WITHHELD}. */
    Uni<List<AuditReport>> withheld(int limit);

    /** Replicas that were not audited since {@code before}. */
    Uni<List<Replica>> due(Instant before, int limit);
}
