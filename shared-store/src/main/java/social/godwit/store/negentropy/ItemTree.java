package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A set of items under a tree of {@linkplain Node nodes}. All places of a question go down the tree together, a level at a
 * time. A node that should be there and is not costs reading the items below it, nothing else.
 */
final class ItemTree implements ItemSet {
    /** Digits of the second: so deep nodes are looked for at once when items change. */
    private static final int SECOND = 9;

    private final Shelf shelf;

    ItemTree(Shelf shelf) {
        this.shelf = shelf;
    }

    /** On the way down to a place. */
    private abstract static class Descent {
        String prefix = "";
        Tally before = Tally.NONE;
        /** What is below the prefix; unknown for the whole tree. */
        long below = Long.MAX_VALUE;

        /** No node is below, but items may be. */
        boolean ended;

        void down(Node node) {
            int digit = digit(node);
            before = before.plus(node.before(digit));
            if (digit < 16) {
                below = node.child(digit).count();
                prefix = Node.child(prefix, digit);
            } else {
                below = 0;
            }
            ended = below <= Node.LEAF;
        }

        /** Into which child; 16: past all. */
        abstract int digit(Node node);
    }

    private static final class ToBound extends Descent {
        private final Bound bound;
        private final String key;

        ToBound(Bound bound) {
            this.bound = bound;
            this.key = bound.key();
        }

        @Override
        int digit(Node node) {
            if (key.length() <= prefix.length()) {
                return 0;
            }
            int digit = Node.digit(key, prefix.length());
            return digit < 0 ? 16 : digit;
        }

        Tally before(List<Item> leaf) {
            return before.plus(Tally.of(leaf.stream().filter(bound::isAfter).toList()));
        }
    }

    private static final class ToPlace extends Descent {
        private final long place;

        ToPlace(long place) {
            this.place = place;
        }

        @Override
        int digit(Node node) {
            return node.digitAt(place - before.count());
        }

        Placed at(List<Item> leaf) {
            int index = (int) (place - before.count());
            return new Placed(leaf.get(index), before.plus(Tally.of(leaf.subList(0, index))));
        }
    }

    @Override
    public Uni<List<Tally>> before(List<Bound> bounds) {
        List<ToBound> descents = bounds.stream().map(ToBound::new).toList();
        return descend(descents, ToBound::before);
    }

    @Override
    public Uni<List<Placed>> at(List<Long> places) {
        List<ToPlace> descents = places.stream().map(ToPlace::new).toList();
        return descend(descents, ToPlace::at);
    }

    @Override
    public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
        return ranges.isEmpty() ? Uni.createFrom().item(List.of()) : shelf.items(ranges, limit);
    }

    private <D extends Descent, T> Uni<List<T>> descend(List<D> descents, BiFunction<D, List<Item>, T> arrive) {
        return down(descents).chain(() -> leaves(descents)).map(leaves -> {
            List<T> found = new ArrayList<>(descents.size());
            for (D descent : descents) {
                found.add(arrive.apply(descent, leaves.getOrDefault(descent.prefix, List.of())));
            }
            return found;
        });
    }

    private Uni<Void> down(List<? extends Descent> descents) {
        Set<String> wanted = new LinkedHashSet<>();
        descents.stream().filter(descent -> !descent.ended).forEach(descent -> wanted.add(descent.prefix));
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return shelf.nodes(wanted).chain(nodes -> {
            for (Descent descent : descents) {
                if (!descent.ended) {
                    Node node = nodes.get(descent.prefix);
                    if (node == null) {
                        descent.ended = true;
                    } else {
                        descent.down(node);
                    }
                }
            }
            return down(descents);
        });
    }

    private Uni<Map<String, List<Item>>> leaves(List<? extends Descent> descents) {
        Set<String> prefixes = new LinkedHashSet<>();
        descents.stream().filter(descent -> descent.below > 0).forEach(descent -> prefixes.add(descent.prefix));
        return items(prefixes);
    }

    private Uni<Map<String, List<Item>>> items(Collection<String> prefixes) {
        if (prefixes.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Range> ranges = prefixes.stream()
                .map(prefix -> new Range(Bound.ofKey(prefix), Bound.afterKey(prefix)))
                .toList();
        return shelf.items(ranges, Integer.MAX_VALUE).map(lists -> {
            Map<String, List<Item>> items = new HashMap<>();
            int at = 0;
            for (String prefix : prefixes) {
                items.put(prefix, lists.get(at++));
            }
            return items;
        });
    }

    /**
     * Brings the nodes up to date with a change of the items, which has been made already.
     *
     * @param count how many items there are now
     */
    Uni<Void> changed(long count, Collection<Item> added, Collection<Item> removed) {
        List<Change> changes = new ArrayList<>();
        added.forEach(item -> changes.add(new Change(Bound.key(item), Tally.of(item.hash()), true)));
        removed.forEach(item -> changes.add(new Change(Bound.key(item), Tally.of(item.hash()), false)));
        boolean never = count + removed.size() <= Node.LEAF;
        return changes.isEmpty() || never ? Uni.createFrom().voidItem() : new Growth(changes).from(count);
    }

    private record Change(String key, Tally item, boolean added) {
        Tally to(Tally tally) {
            return added ? tally.plus(item) : tally.minus(item);
        }
    }

    /** Changes on their way down. */
    private final class Growth {
        private final List<Change> changes;
        private final Map<String, Node> known = new HashMap<>();
        private final Set<String> lookedFor = new HashSet<>();
        private final Map<String, Node> changed = new HashMap<>();
        private final Set<String> unbuilt = new LinkedHashSet<>();
        private final List<String> gone = new ArrayList<>();

        Growth(List<Change> changes) {
            this.changes = changes;
        }

        Uni<Void> from(long count) {
            Set<String> paths = new LinkedHashSet<>();
            for (Change change : changes) {
                for (int length = 0; length <= SECOND; length++) {
                    paths.add(change.key.substring(0, length));
                }
            }
            return load(paths)
                    .chain(() -> visit(Map.of("", new Branch(count > Node.LEAF, changes))))
                    .chain(() -> items(unbuilt))
                    .invoke(items -> items.forEach((prefix, below) -> Node.grow(prefix, below, changed)))
                    .chain(() -> shelf.put(changed, gone));
        }

        /** Changes below a prefix, which has a node when they are made, or not. */
        private record Branch(boolean stays, List<Change> changes) {}

        private Uni<Void> load(Set<String> prefixes) {
            lookedFor.addAll(prefixes);
            return shelf.nodes(prefixes).invoke(known::putAll).replaceWithVoid();
        }

        private Uni<Void> visit(Map<String, Branch> branches) {
            if (branches.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            Set<String> unknown = new LinkedHashSet<>(branches.keySet());
            unknown.removeAll(lookedFor);
            return (unknown.isEmpty() ? Uni.createFrom().voidItem() : load(unknown)).chain(() -> {
                Map<String, Branch> next = new HashMap<>();
                branches.forEach((prefix, branch) -> visit(prefix, branch, next));
                return visit(next);
            });
        }

        private void visit(String prefix, Branch branch, Map<String, Branch> next) {
            Node node = known.get(prefix);
            if (node == null) {
                if (branch.stays) {
                    unbuilt.add(prefix);
                }
                return;
            }
            Node after = node;
            Map<Integer, List<Change>> byDigit = new HashMap<>();
            for (Change change : branch.changes) {
                int digit = Node.digit(change.key, prefix.length());
                after = after.with(digit, change.to(after.child(digit)));
                byDigit.computeIfAbsent(digit, absent -> new ArrayList<>()).add(change);
            }
            if (branch.stays) {
                changed.put(prefix, after);
            } else {
                gone.add(prefix);
            }
            for (var entry : byDigit.entrySet()) {
                int digit = entry.getKey();
                boolean stays = after.child(digit).count() > Node.LEAF;
                if (stays || node.child(digit).count() > Node.LEAF) {
                    next.put(Node.child(prefix, digit), new Branch(stays, entry.getValue()));
                }
            }
        }
    }
}
