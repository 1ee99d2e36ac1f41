package social.godwit.store.negentropy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import social.godwit.identity.encoding.Sha256;

/** Items for tests, from a seed. */
final class Items {
    private static final long FIRST = 1_700_000_000;

    private Items() {}

    static Item random(Random random, long seconds) {
        byte[] hash = new byte[Sha256.LENGTH];
        random.nextBytes(hash);
        return new Item(FIRST + random.nextLong(seconds), Sha256.ofHash(hash));
    }

    /** So many items, spread over that many seconds. */
    static List<Item> random(Random random, int count, long seconds) {
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(random(random, seconds));
        }
        return items;
    }

    /** Items whose hashes share their first bytes. */
    static List<Item> alike(Random random, int count, int shared) {
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[Sha256.LENGTH];
            random.nextBytes(hash);
            java.util.Arrays.fill(hash, 0, shared, (byte) 0xFF);
            items.add(new Item(FIRST, Sha256.ofHash(hash)));
        }
        return items;
    }
}
