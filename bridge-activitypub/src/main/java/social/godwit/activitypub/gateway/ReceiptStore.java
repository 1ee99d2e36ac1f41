package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;

/** This gateway's receipts for entries of key logs, kept because delays run from the first time of receipt. */
interface ReceiptStore {
    /** Keeps a receipt for each of {@code subjects}; the first one for a subject stays. Within the caller's transaction. */
    Uni<Void> keep(Did account, Collection<Sha256> subjects, Instant received, JsonObject receipt);

    /** The receipts kept for any of {@code subjects}, each once. */
    Uni<List<JsonObject>> find(Did account, Collection<Sha256> subjects);
}
