package social.godwit.store.replication;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.InTurn;
import social.godwit.store.document.Audits;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.SealedItems;

/** {@link CommonItems} made from all shared accounts each time, for stores in memory. */
final class MadeCommonItems implements CommonItems {
    private static final int PAGE = 1_000;

    private final Audits audits;
    private final GatewayRecords records;
    private final Replicas replicas;

    MadeCommonItems(Audits audits, GatewayRecords records, Replicas replicas) {
        this.audits = audits;
        this.records = records;
        this.replicas = replicas;
    }

    @Override
    public Uni<ItemSet> with(Did peer) {
        return items(peer).map(items -> SealedItems.of(items.keySet()));
    }

    @Override
    public Uni<Map<Sha256, Shelf>> find(Did peer, Collection<Sha256> ids) {
        return items(peer).map(items -> {
            Map<Sha256, Shelf> found = new HashMap<>();
            items.forEach((item, shelf) -> found.put(item.hash(), shelf));
            found.keySet().retainAll(ids);
            return found;
        });
    }

    private Uni<Map<Item, Shelf>> items(Did peer) {
        Map<Item, Shelf> items = new HashMap<>();
        List<Replica> last = new ArrayList<>();
        return Multi.createBy()
                .repeating()
                .uni(() -> replicas.with(
                                peer,
                                last.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(last.getLast().account()),
                                PAGE)
                        .call(page -> InTurn.each(page, replica -> summarise(replica.account(), items)))
                        .invoke(last::addAll))
                .until(page -> page.size() < PAGE)
                .collect()
                .last()
                .map(done -> items);
    }

    private Uni<Void> summarise(Did account, Map<Item, Shelf> items) {
        return audits.summaries(account)
                .invoke(summaries -> summaries.forEach(
                        (visibility, summary) -> put(new Shelf(account, ItemClass.of(visibility)), summary, items)))
                .chain(() -> records.summary(account))
                .invoke(summary -> put(new Shelf(account, ItemClass.RECORDS), summary, items))
                .replaceWithVoid();
    }

    private static void put(Shelf shelf, Audits.ClassSummary summary, Map<Item, Shelf> items) {
        if (summary.documents() > 0) {
            items.put(Sets.level1(shelf, summary), shelf);
        }
    }
}
