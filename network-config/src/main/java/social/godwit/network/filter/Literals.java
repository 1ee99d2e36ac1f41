package social.godwit.network.filter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many texts occur in one, in a single pass over it (Aho and Corasick, 1975): the time grows with the length of
 * what is searched and the number of finds, never with the number or the form of what is looked for. Immutable.
 */
final class Literals {
    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private @Nullable Node fail;
        private @Nullable Node ending;
        private int literal = -1;
    }

    private final Node root = new Node();

    /** What is looked for; none is empty. Their places in the list are their numbers. */
    Literals(List<String> literals) {
        for (int i = 0; i < literals.size(); i++) {
            Node node = root;
            for (char one : literals.get(i).toCharArray()) {
                node = node.next.computeIfAbsent(one, ignored -> new Node());
            }
            if (node == root) {
                throw new IllegalArgumentException("an empty text is everywhere");
            }
            // The same text twice: the first number stands for both, see the list of distinct texts in FilterSet.
            node.literal = node.literal < 0 ? i : node.literal;
        }
        link();
    }

    private void link() {
        ArrayDeque<Node> waiting = new ArrayDeque<>();
        List<Node> first = new ArrayList<>(root.next.values());
        for (Node node : first) {
            node.fail = root;
            waiting.add(node);
        }
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            Node fail = node.fail;
            node.ending = fail == null || fail.literal >= 0 ? fail : fail.ending;
            node.next.forEach((one, child) -> {
                child.fail = step(node.fail, one);
                waiting.add(child);
            });
        }
    }

    private Node step(@Nullable Node from, char one) {
        Node node = from;
        while (node != null) {
            Node next = node.next.get(one);
            if (next != null) {
                return next;
            }
            node = node.fail;
        }
        return root;
    }

    /** The numbers of those that occur in {@code text}. */
    BitSet in(String text) {
        BitSet found = new BitSet();
        Node node = root;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            Node ending = node.literal >= 0 ? node : node.ending;
            while (ending != null && !found.get(ending.literal)) {
                found.set(ending.literal);
                ending = ending.ending;
            }
        }
        return found;
    }
}
