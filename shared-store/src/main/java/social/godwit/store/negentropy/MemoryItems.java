package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import social.godwit.identity.encoding.Sha256;

/** A set in memory that changes, with the same tree as in the database. For one thread at a time. */
public final class MemoryItems implements ItemSet {
    private final NavigableSet<Item> items = new TreeSet<>();
    private final Map<String, Node> nodes = new HashMap<>();
    private final ItemTree tree = new ItemTree(new InMemory());

    private final class InMemory implements Shelf {
        @Override
        public Uni<Map<String, Node>> nodes(Collection<String> prefixes) {
            Map<String, Node> found = new HashMap<>();
            for (String prefix : prefixes) {
                Node node = nodes.get(prefix);
                if (node != null) {
                    found.put(prefix, node);
                }
            }
            return Uni.createFrom().item(found);
        }

        @Override
        public Uni<List<List<Item>>> items(List<Range> ranges, int limit) {
            List<List<Item>> lists = new ArrayList<>();
            int left = limit;
            for (Range range : ranges) {
                List<Item> list = between(range).stream().limit(left).toList();
                left -= list.size();
                lists.add(list);
            }
            return Uni.createFrom().item(lists);
        }

        private Collection<Item> between(Range range) {
            if (range.from().compareTo(range.to()) >= 0 || range.from().second() > Item.LATEST) {
                return List.of();
            }
            NavigableSet<Item> from = items.tailSet(first(range.from()), true);
            return range.to().second() > Item.LATEST ? from : from.headSet(first(range.to()), false);
        }

        /** The first item that could be at a bound. */
        private static Item first(Bound bound) {
            byte[] hash = new byte[Sha256.LENGTH];
            System.arraycopy(bound.prefix(), 0, hash, 0, bound.prefix().length);
            return new Item(bound.second(), Sha256.ofHash(hash));
        }

        @Override
        public Uni<Void> put(Map<String, Node> changed, Collection<String> gone) {
            nodes.putAll(changed);
            nodes.keySet().removeAll(gone);
            return Uni.createFrom().voidItem();
        }
    }

    /** Adds items; those that are in it already count once. */
    public void add(Collection<Item> some) {
        change(some.stream().filter(items::add).toList(), List.of());
    }

    /** Takes items away, if they are in it. */
    public void remove(Collection<Item> some) {
        change(List.of(), some.stream().filter(items::remove).toList());
    }

    private void change(List<Item> added, List<Item> removed) {
        now(tree.changed(items.size(), added, removed).replaceWith(true));
    }

    /** What a question to a set in memory is answered with: nothing there waits. */
    public static <T> T now(Uni<T> answer) {
        return answer.subscribeAsCompletionStage().join();
    }

    /** Number and sum of all. */
    public Tally total() {
        return now(before(List.of(Bound.END))).getFirst();
    }

    /** The newest. There must be one. */
    public Item last() {
        return items.last();
    }

    /** Those after that one, or from the first on, in order. */
    public List<Item> after(Optional<Item> after, int limit) {
        return after.map(item -> items.tailSet(item, false)).orElse(items).stream()
                .limit(limit)
                .toList();
    }

    /** The nodes by prefix, as they would be stored. */
    Map<String, String> shape() {
        Map<String, String> shape = new HashMap<>();
        nodes.forEach((prefix, node) -> shape.put(prefix, HexFormat.of().formatHex(node.toBytes())));
        return shape;
    }

    /** How many. */
    public int size() {
        return items.size();
    }

    /** All, in order. */
    public Collection<Item> all() {
        return Collections.unmodifiableSet(items);
    }

    @Override
    public Uni<List<Tally>> before(List<Bound> bounds) {
        return tree.before(bounds);
    }

    @Override
    public Uni<List<Placed>> at(List<Long> places) {
        return tree.at(places);
    }

    @Override
    public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
        return tree.in(ranges, limit);
    }
}
