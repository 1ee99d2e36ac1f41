package social.godwit.store.replication;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    private final CommonItems common;

    Sets(Audits audits, GatewayRecords records, Replicas replicas) {
        this.audits = audits;
        this.records = records;
        this.common = replicas.common().orElseGet(() -> new MadeCommonItems(audits, records, replicas));
    }

    /** Level 1. */
    CommonItems common() {
        return common;
    }

    /** Level 2: the items of a shelf. */
    Uni<ItemSet> of(Shelf shelf) {
        return shelf.itemClass()
                .visibility()
                .map(visibility -> Uni.createFrom().item(audits.set(shelf.account(), visibility)))
                .orElseGet(() -> items(shelf).map(SealedItems::of));
    }

    /**
     * The shelves of an account on which there is something. Those that are empty here need no salted ids: nobody can make
     * something look like nothing, and level 1 has seen it.
     */
    Uni<List<Shelf>> filled(Did account) {
        List<Shelf> filled = new ArrayList<>();
        return audits.summaries(account)
                .invoke(summaries -> summaries.forEach((visibility, summary) -> {
                    if (summary.documents() > 0) {
                        filled.add(new Shelf(account, ItemClass.of(visibility)));
                    }
                }))
                .chain(() -> records.summary(account))
                .map(summary -> {
                    if (summary.documents() > 0) {
                        filled.add(new Shelf(account, ItemClass.RECORDS));
                    }
                    return filled;
                });
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

    /** The item of level 1: newest second, and SHA-256 of DID, 0, class, 0, count (8 bytes, big-endian), sum (32, little-endian). */
    static Item level1(Shelf shelf, Audits.ClassSummary summary) {
        byte[] head =
                (shelf.account() + "\0" + shelf.itemClass().wireName() + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocate(head.length + 8 + summary.sum().length)
                .put(head)
                .putLong(summary.documents())
                .put(summary.sum());
        return new Item(Math.clamp(summary.newestSecond(), 0, Item.LATEST), Sha256.of(content.array()));
    }
}
