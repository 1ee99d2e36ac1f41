package social.godwit.store.replication;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Audits;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.negentropy.SealedItems;

/** The sets that this instance compares with its peers. */
final class Sets {
    private static final int PAGE = 1_000;

    private final Audits audits;
    private final GatewayRecords records;
    private final Replicas replicas;

    Sets(Audits audits, GatewayRecords records, Replicas replicas) {
        this.audits = audits;
        this.records = records;
        this.replicas = replicas;
    }

    /** An account's items of one class. */
    record Shelf(Did account, ItemClass itemClass) {}

    /** Level 1: an item per account and class that is shared with a peer, and what it stands for. */
    record Common(ItemSet set, Map<Sha256, Shelf> shelves) {}

    /** Level 2: the items of a shelf. */
    Uni<ItemSet> of(Shelf shelf) {
        return shelf.itemClass()
                .visibility()
                .map(visibility -> Uni.createFrom().item(audits.set(shelf.account(), visibility)))
                .orElseGet(() -> items(shelf).map(SealedItems::of));
    }

    /** The items of a shelf with salted ids. */
    Uni<Salt.Salted> salted(Shelf shelf, Salt salt) {
        return items(shelf).map(salt::salted);
    }

    private Uni<List<Item>> items(Shelf shelf) {
        List<Item> all = new ArrayList<>();
        return Multi.createBy()
                .repeating()
                .uni(() -> page(shelf, all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()))
                        .invoke(all::addAll))
                .until(page -> page.size() < PAGE)
                .collect()
                .last()
                .map(done -> all);
    }

    private Uni<List<Item>> page(Shelf shelf, Optional<Item> after) {
        return shelf.itemClass()
                .visibility()
                .map(visibility -> audits.items(shelf.account(), visibility, after, PAGE))
                .orElseGet(() -> records.items(shelf.account(), after, PAGE));
    }

    /** Level 1 over all accounts that are shared with the peer. */
    Uni<Common> common(Did peer) {
        Map<Item, Shelf> items = new LinkedHashMap<>();
        List<Replica> last = new ArrayList<>();
        return Multi.createBy()
                .repeating()
                .uni(() -> replicas.with(
                                peer,
                                last.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(last.getLast().account()),
                                PAGE)
                        .call(page -> summarise(page, items))
                        .invoke(last::addAll))
                .until(page -> page.size() < PAGE)
                .collect()
                .last()
                .map(done -> {
                    Map<Sha256, Shelf> shelves = new LinkedHashMap<>();
                    items.forEach((item, shelf) -> shelves.put(item.hash(), shelf));
                    return new Common(SealedItems.of(items.keySet()), shelves);
                });
    }

    private Uni<Void> summarise(List<Replica> page, Map<Item, Shelf> items) {
        return InTurn.each(page, replica -> summarise(replica.account(), items));
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
            items.put(level1(shelf, summary), shelf);
        }
    }

    /** The item of level 1: newest second, and SHA-256 of DID, 0, class, 0, count (8 bytes, big-endian), sum (32, little-endian). */
    static Item level1(Shelf shelf, Audits.ClassSummary summary) {
        byte[] head = (shelf.account + "\0" + shelf.itemClass.wireName() + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocate(head.length + 8 + summary.sum().length)
                .put(head)
                .putLong(summary.documents())
                .put(summary.sum());
        return new Item(Math.clamp(summary.newestSecond(), 0, Item.LATEST), Sha256.of(content.array()));
    }
}
