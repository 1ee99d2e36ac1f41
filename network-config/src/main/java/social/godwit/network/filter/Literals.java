package social.godwit.network.filter;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds which of many texts occur in one, in a single pass over it (Aho and Corasick, 1975): the time grows with the length of
 * what is searched and the number of finds, never with the number or the form of what is looked for. Immutable.
 *
 * <p>Nodes are numbers, the root is 0; their edges lie in one table of numbers, since this is asked for every character that comes.
 */
final class Literals {
    /** Spreads keys over the table: 2 to the power of 64 divided by the golden ratio. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** What an edge is called, and 0 where there is none. */
    private final long[] edges;

    private final int[] ends;
    private final int shift;

    /** Where to go on when no edge fits. */
    private final int[] fails;

    /** The longest shorter literal that ends here as well; the root when there is none. */
    private final int[] shorter;

    /** The number of the literal that ends here, or -1. */
    private final int[] numbers;

    /** What is looked for; none is empty. Their places in the list are their numbers; of equal ones the first stands for all. */
    Literals(List<String> literals) {
        if (literals.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("an empty text is everywhere");
        }
        int nodes = 1 + literals.stream().mapToInt(String::length).sum();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(nodes) + 1;
        edges = new long[1 << bits];
        ends = new int[1 << bits];
        shift = Long.SIZE - bits;
        fails = new int[nodes];
        shorter = new int[nodes];
        numbers = new int[nodes];
        Arrays.fill(numbers, -1);
        int longest = literals.stream().mapToInt(String::length).max().orElse(0);
        int[] reached = new int[literals.size()];
        int made = 1;
        // One letter of all at a time, so that all shorter ones are there when a node is made.
        for (int depth = 0; depth < longest; depth++) {
            for (int i = 0; i < reached.length; i++) {
                String literal = literals.get(i);
                if (depth < literal.length()) {
                    made += grow(reached[i], literal.charAt(depth), made);
                    reached[i] = next(reached[i], literal.charAt(depth));
                    if (depth == literal.length() - 1 && numbers[reached[i]] < 0) {
                        numbers[reached[i]] = i;
                    }
                }
            }
        }
    }

    /** Makes the edge from a node, unless it is there; how many nodes were made. */
    private int grow(int node, char one, int made) {
        int slot = slot(node, one);
        if (edges[slot] != 0) {
            return 0;
        }
        edges[slot] = edge(node, one);
        ends[slot] = made;
        int fail = node == 0 ? 0 : step(fails[node], one);
        fails[made] = fail;
        shorter[made] = numbers[fail] >= 0 ? fail : shorter[fail];
        return 1;
    }

    private static long edge(int node, char one) {
        return (((long) node << Character.SIZE) | one) + 1;
    }

    /** Where an edge lies, or would lie. */
    private int slot(int node, char one) {
        long edge = edge(node, one);
        int slot = (int) ((edge * SPREAD) >>> shift);
        while (edges[slot] != 0 && edges[slot] != edge) {
            slot = (slot + 1) & (edges.length - 1);
        }
        return slot;
    }

    /** Where an edge leads; the root when there is none. */
    private int next(int node, char one) {
        return ends[slot(node, one)];
    }

    private int step(int from, char one) {
        int node = from;
        int next = next(node, one);
        while (next == 0 && node != 0) {
            node = fails[node];
            next = next(node, one);
        }
        return next;
    }

    /** The numbers of those that occur in {@code text}. */
    BitSet in(String text) {
        BitSet found = new BitSet();
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            int ending = numbers[node] >= 0 ? node : shorter[node];
            while (ending != 0 && !found.get(numbers[ending])) {
                found.set(numbers[ending]);
                ending = shorter[ending];
            }
        }
        return found;
    }
}
