package social.godwit.store.negentropy;

import java.util.List;

class SealedItemsTest implements ItemSetContract {
    @Override
    public ItemSet setOf(List<Item> items) {
        return SealedItems.of(items);
    }
}
