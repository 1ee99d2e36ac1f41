package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import social.godwit.identity.encoding.Sha256;

/**
 * A set that does not change, sorted, in 40 bytes an item and a sum for every {@value #STRIDE} items: a million items take 41 MB.
 */
public final class SealedItems implements ItemSet {
    private static final int STRIDE = 64;

    private final long[] seconds;
    private final byte[] hashes;
    /** Before each stride. */
    private final Tally[] sums;

    private SealedItems(long[] seconds, byte[] hashes, Tally[] sums) {
        this.seconds = seconds;
        this.hashes = hashes;
        this.sums = sums;
    }

    /** Of items in any order; those that come twice count once. */
    public static SealedItems of(Collection<Item> items) {
        return of(items.stream().sorted().distinct(), items.size());
    }

    private static SealedItems of(Stream<Item> sorted, int most) {
        long[] seconds = new long[most];
        byte[] hashes = new byte[most * Sha256.LENGTH];
        List<Tally> sums = new ArrayList<>();
        var filling = new Object() {
            int size;
            Tally before = Tally.NONE;
        };
        sorted.forEachOrdered(item -> {
            int at = filling.size++;
            if (at % STRIDE == 0) {
                sums.add(filling.before);
            }
            seconds[at] = item.second();
            System.arraycopy(item.hash().bytes(), 0, hashes, at * Sha256.LENGTH, Sha256.LENGTH);
            filling.before = filling.before.plus(Tally.read(1, hashes, at * Sha256.LENGTH));
        });
        if (filling.size % STRIDE == 0) {
            sums.add(filling.before);
        }
        return new SealedItems(
                Arrays.copyOf(seconds, filling.size),
                filling.size == most ? hashes : Arrays.copyOf(hashes, filling.size * Sha256.LENGTH),
                sums.toArray(Tally[]::new));
    }

    /** How many. */
    public int size() {
        return seconds.length;
    }

    @Override
    public Uni<List<Tally>> before(List<Bound> bounds) {
        return Uni.createFrom()
                .item(() -> bounds.stream().map(bound -> before(place(bound))).toList());
    }

    @Override
    public Uni<List<Placed>> at(List<Long> places) {
        return Uni.createFrom()
                .item(() -> places.stream()
                        .map(Math::toIntExact)
                        .map(place -> new Placed(item(place), before(place)))
                        .toList());
    }

    @Override
    public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
        return Uni.createFrom().item(() -> {
            List<List<Item>> lists = new ArrayList<>();
            int left = limit;
            for (Range range : ranges) {
                int from = place(range.from());
                int to = (int) Math.min(place(range.to()), (long) from + left);
                List<Item> items = new ArrayList<>();
                for (int i = from; i < to; i++) {
                    items.add(item(i));
                }
                left -= items.size();
                lists.add(items);
            }
            return lists;
        });
    }

    private Item item(int place) {
        int from = place * Sha256.LENGTH;
        return new Item(seconds[place], Sha256.ofHash(Arrays.copyOfRange(hashes, from, from + Sha256.LENGTH)));
    }

    private Tally before(int place) {
        int stride = place / STRIDE;
        Tally tally = sums[stride];
        for (int i = stride * STRIDE; i < place; i++) {
            tally = tally.plus(Tally.read(1, hashes, i * Sha256.LENGTH));
        }
        return tally;
    }

    /** How many items are before the bound. */
    private int place(Bound bound) {
        int low = 0;
        int high = seconds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore(middle, bound)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isBefore(int place, Bound bound) {
        if (seconds[place] != bound.second()) {
            return seconds[place] < bound.second();
        }
        int from = place * Sha256.LENGTH;
        byte[] prefix = bound.prefix();
        // An item that begins with all of the prefix is not before it.
        return Arrays.compareUnsigned(hashes, from, from + prefix.length, prefix, 0, prefix.length) < 0;
    }
}
