package social.godwit.store.negentropy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import social.godwit.identity.encoding.Sha256;

/**
 * What a tree of items knows of a prefix of keys ({@link Bound#key(Item)}) that more than {@value #LEAF} items share: the
 * tally for each digit that may follow. Prefixes that fewer share have no node, so a tree's shape follows from its items.
 */
public final class Node {
    /** The most items that have no node for the prefix that they share. */
    public static final int LEAF = 64;

    private static final int DIGITS = 16;
    private static final int ENTRY = Long.BYTES + Sha256.LENGTH;

    private final Tally[] children;

    private Node(Tally[] children) {
        this.children = children;
    }

    static int digit(String key, int at) {
        return Character.digit(key.charAt(at), DIGITS);
    }

    static String child(String prefix, int digit) {
        return prefix + Character.forDigit(digit, DIGITS);
    }

    Tally child(int digit) {
        return children[digit];
    }

    /** All children before this one. */
    Tally before(int digit) {
        Tally total = Tally.NONE;
        for (int i = 0; i < digit; i++) {
            total = total.plus(children[i]);
        }
        return total;
    }

    Tally total() {
        return before(DIGITS);
    }

    /** In which child the item at that place is, counted from the node's first. */
    int digitAt(long place) {
        long left = place;
        for (int i = 0; i < DIGITS; i++) {
            left -= children[i].count();
            if (left < 0) {
                return i;
            }
        }
        throw new IllegalStateException("the set has changed meanwhile");
    }

    Node with(int digit, Tally child) {
        Tally[] changed = children.clone();
        changed[digit] = child;
        return new Node(changed);
    }

    /** Makes the nodes that these items, all those with the prefix, call for. */
    static void grow(String prefix, List<Item> sorted, Map<String, Node> nodes) {
        if (sorted.size() <= LEAF) {
            return;
        }
        Tally[] children = new Tally[DIGITS];
        int from = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int to = from;
            while (to < sorted.size() && digit(Bound.key(sorted.get(to)), prefix.length()) == digit) {
                to++;
            }
            children[digit] = Tally.of(sorted.subList(from, to));
            grow(child(prefix, digit), sorted.subList(from, to), nodes);
            from = to;
        }
        nodes.put(prefix, new Node(children));
    }

    /** Two bytes that say which children there are, then count and sum of each. */
    byte[] toBytes() {
        int present = 0;
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + DIGITS * ENTRY).position(Short.BYTES);
        for (int digit = 0; digit < DIGITS; digit++) {
            if (children[digit].count() > 0) {
                present |= 1 << digit;
                bytes.putLong(children[digit].count()).put(children[digit].sum());
            }
        }
        bytes.putShort(0, (short) present);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    static Node ofBytes(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        int present = bytes.getShort();
        Tally[] children = new Tally[DIGITS];
        for (int digit = 0; digit < DIGITS; digit++) {
            children[digit] = Tally.NONE;
            if ((present & (1 << digit)) != 0) {
                children[digit] = Tally.read(bytes.getLong(), stored, bytes.position());
                bytes.position(bytes.position() + Sha256.LENGTH);
            }
        }
        return new Node(children);
    }
}
