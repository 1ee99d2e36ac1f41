package social.godwit.identity.json;

import java.util.Arrays;

/** The order of members in canonical form: by UTF-16 code units (RFC 8785 section 3.2.3). */
final class KeyOrder {
    private static final int SMALL = 24;

    private KeyOrder() {}

    /** Fills {@code order} with the positions of the keys in canonical order; true when they are in that order already. */
    static boolean sort(String[] keys, int[] order) {
        boolean sorted = true;
        for (int i = 0; i < keys.length; i++) {
            order[i] = i;
            sorted &= i == 0 || keys[i - 1].compareTo(keys[i]) <= 0;
        }
        if (sorted) {
            return true;
        }
        if (keys.length <= SMALL) {
            insertion(keys, order);
        } else {
            Integer[] boxed = new Integer[keys.length];
            Arrays.setAll(boxed, i -> i);
            Arrays.sort(boxed, (a, b) -> keys[a].compareTo(keys[b]));
            Arrays.setAll(order, i -> boxed[i]);
        }
        return false;
    }

    private static void insertion(String[] keys, int[] order) {
        for (int i = 1; i < order.length; i++) {
            int moving = order[i];
            int j = i - 1;
            while (j >= 0 && keys[order[j]].compareTo(keys[moving]) > 0) {
                order[j + 1] = order[j];
                j--;
            }
            order[j + 1] = moving;
        }
    }

    /** Position of a key that occurs twice, or -1; {@code order} is sorted. */
    static int duplicate(String[] keys, int[] order) {
        for (int i = 1; i < order.length; i++) {
            if (keys[order[i - 1]].equals(keys[order[i]])) {
                return Math.max(order[i - 1], order[i]);
            }
        }
        return -1;
    }
}
