package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.negentropy.Conversation.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.negentropy.ItemSet.Placed;
import social.godwit.store.negentropy.ItemSet.Range;

/** What every {@link ItemSet} answers. */
interface ItemSetContract {
    /** A set that came to hold these, which may be in several steps. */
    ItemSet setOf(List<Item> items);

    @Test
    @DisplayName("nothing is before, at or in an empty set")
    default void empty() {
        ItemSet set = setOf(List.of());
        assertThat(await(set.before(List.of(Bound.START, new Bound(5, new byte[] {1}), Bound.END))))
                .containsExactly(Tally.NONE, Tally.NONE, Tally.NONE);
        assertThat(await(set.at(List.of()))).isEmpty();
        assertThat(await(set.in(List.of(new Range(Bound.START, Bound.END)), 10)))
                .containsExactly(List.of());
    }

    @Test
    @DisplayName("few items, over years")
    default void few() {
        agreesWithCounting(Items.random(new Random(1), 40, 100_000_000));
    }

    @Test
    @DisplayName("many items, over years")
    default void many() {
        agreesWithCounting(Items.random(new Random(2), 3_000, 100_000_000));
    }

    @Test
    @DisplayName("many items within one second")
    default void oneSecond() {
        agreesWithCounting(Items.random(new Random(3), 3_000, 1));
    }

    @Test
    @DisplayName("many items within one second whose hashes begin alike")
    default void alike() {
        agreesWithCounting(Items.alike(new Random(4), 200, 4));
    }

    @Test
    @DisplayName("the first and the last second")
    default void extremes() {
        List<Item> items = new ArrayList<>();
        for (Item item : Items.random(new Random(5), 300, 3)) {
            items.add(new Item(item.second() % 2 == 0 ? 0 : Item.LATEST, item.hash()));
        }
        agreesWithCounting(items);
    }

    private void agreesWithCounting(List<Item> items) {
        ItemSet set = setOf(items);
        List<Item> sorted = List.copyOf(new TreeSet<>(items));
        Random random = new Random(6);
        List<Bound> bounds = bounds(sorted, random);
        assertThat(await(set.before(bounds)))
                .isEqualTo(bounds.stream().map(bound -> before(sorted, bound)).toList());
        List<Long> places = new TreeSet<>(List.of(0L, sorted.size() / 3L, sorted.size() / 2L, sorted.size() - 1L, (long)
                        random.nextInt(sorted.size())))
                .stream().toList();
        assertThat(await(set.at(places)))
                .isEqualTo(places.stream()
                        .map(place ->
                                new Placed(sorted.get(place.intValue()), Tally.of(sorted.subList(0, place.intValue()))))
                        .toList());
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i += 3) {
            ranges.add(new Range(bounds.get(i), bounds.get(i + 1)));
        }
        List<List<Item>> expected =
                ranges.stream().map(range -> in(sorted, range)).toList();
        assertThat(await(set.in(ranges, Integer.MAX_VALUE))).isEqualTo(expected);
        int all = expected.stream().mapToInt(List::size).sum();
        List<Item> some =
                await(set.in(ranges, all - 1)).stream().flatMap(List::stream).toList();
        assertThat(some)
                .isEqualTo(
                        expected.stream().flatMap(List::stream).limit(all - 1).toList());
    }

    private static List<Bound> bounds(List<Item> sorted, Random random) {
        TreeSet<Bound> bounds = new TreeSet<>(List.of(Bound.START, Bound.END));
        for (int i = 0; i < 60; i++) {
            Item item = sorted.get(random.nextInt(sorted.size()));
            byte[] hash = item.hash().bytes();
            bounds.add(Bound.of(item));
            bounds.add(new Bound(item.second(), java.util.Arrays.copyOf(hash, random.nextInt(Sha256.LENGTH))));
            bounds.add(new Bound(item.second() + 1, new byte[0]));
        }
        return List.copyOf(bounds);
    }

    private static List<Item> in(List<Item> sorted, Range range) {
        return sorted.stream()
                .filter(item -> !range.from().isAfter(item) && range.to().isAfter(item))
                .toList();
    }

    private static Tally before(List<Item> sorted, Bound bound) {
        return Tally.of(sorted.stream().filter(bound::isAfter).toList());
    }
}
