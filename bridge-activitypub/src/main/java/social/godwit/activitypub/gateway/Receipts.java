package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;

/** Signs what this gateway has received, and keeps the signature where times matter: for entries of the key log. */
@ApplicationScoped
class Receipts {
    private final InstanceKeys keys;
    private final ReceiptStore store;
    private final InstantSource clock;

    Receipts(InstanceKeys keys, ReceiptStore store, InstantSource clock) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
    }

    /**
     * The receipts for a batch, within the transaction that keeps it: one of now for all documents, after those that
     * were given before for entries of the key log that come again.
     */
    Uni<List<JsonObject>> give(Did account, Origin gateway, List<PortableDocument> documents) {
        List<Sha256> entries = documents.stream()
                .filter(document -> document.type().equals(ContentId.KEY_LOG_ENTRY))
                .map(PortableDocument::hash)
                .toList();
        JsonObject receipt = sign(account, gateway, documents);
        if (entries.isEmpty()) {
            return Uni.createFrom().item(List.of(receipt));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return store.find(account, entries)
                .flatMap(before -> store.keep(account, entries, now, receipt).map(kept -> {
                    List<JsonObject> all = new ArrayList<>(before);
                    all.add(receipt);
                    return List.copyOf(all);
                }));
    }

    private JsonObject sign(Did account, Origin gateway, List<PortableDocument> documents) {
        List<Sha256> hashes =
                documents.stream().map(PortableDocument::hash).distinct().toList();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Receipt(gateway, keys.did(), account, now, hashes).sign(keys.identity());
    }
}
