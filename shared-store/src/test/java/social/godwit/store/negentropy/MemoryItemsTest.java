package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryItemsTest implements ItemSetContract {
    @Override
    public ItemSet setOf(List<Item> items) {
        MemoryItems set = new MemoryItems();
        int half = items.size() / 2;
        set.add(items.subList(0, half));
        set.add(items);
        set.remove(items.subList(half / 2, half));
        set.add(items.subList(half / 2, half));
        return set;
    }

    @Test
    @DisplayName("the tree has the shape that its items ask for, whatever was added and taken away")
    void shape() {
        Random random = new Random(7);
        List<Item> items = Items.random(random, 2_000, 40);
        MemoryItems set = new MemoryItems();
        for (int i = 0; i < items.size(); i += 100) {
            set.add(items.subList(i, i + 100));
        }
        for (int left : new int[] {1_500, 400, 120, 65, 64, 3, 0}) {
            set.remove(items.subList(left, items.size()));
            MemoryItems fresh = new MemoryItems();
            fresh.add(items.subList(0, left));
            assertThat(set.shape()).isEqualTo(fresh.shape());
            assertThat(set.total()).isEqualTo(Tally.of(items.subList(0, left)));
        }
    }
}
