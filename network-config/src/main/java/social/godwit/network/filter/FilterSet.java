package social.godwit.network.filter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import social.godwit.network.charter.Moderation.Filter.Kind;

/**
 * Filters compiled to one pass over a post. They are asked in order; a hit says which filter and what it found, and the first
 * hit of a reaction that is {@link Reaction#last} ends it. Immutable.
 */
public final class FilterSet {
    private final List<Compiled> filters;
    private final Literals literals;

    /**
     * A filter and its values for quick questions.
     *
     * @param literals the numbers of its words, in their order
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Compiled(Filter filter, Set<String> values, int[] literals) {}

    private FilterSet(List<Compiled> filters, Literals literals) {
        this.filters = filters;
        this.literals = literals;
    }

    /** No filters. */
    public static FilterSet none() {
        return of(List.of());
    }

    /** Compiles those filters that are on. */
    public static FilterSet of(Collection<Filter> filters) {
        List<Filter> ordered = filters.stream()
                .filter(Filter::on)
                .sorted(Comparator.comparingInt(Filter::order).thenComparing(Filter::id))
                .toList();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Filter filter : ordered) {
            if (filter.kind() == Kind.KEYWORD) {
                filter.values().forEach(value -> numbers.putIfAbsent(value, numbers.size()));
            }
        }
        return new FilterSet(
                ordered.stream()
                        .map(filter -> new Compiled(
                                filter,
                                Set.copyOf(filter.values()),
                                filter.values().stream()
                                        .mapToInt(value -> numbers.getOrDefault(value, -1))
                                        .toArray()))
                        .toList(),
                new Literals(List.copyOf(numbers.keySet())));
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /** Whether a filter asks for how long an author is known here. */
    public boolean asksForNewcomers() {
        return filters.stream().anyMatch(one -> one.filter().kind() == Kind.NEWCOMER);
    }

    /** The hits, in order; when the last passes the post, whatever came before it stands. */
    public List<Hit> hits(Post post) {
        if (filters.isEmpty()) {
            return List.of();
        }
        BitSet words = literals.in(post.words());
        List<Hit> hits = new ArrayList<>();
        for (Compiled one : filters) {
            Optional<String> found = find(one, post, words);
            if (found.isPresent()) {
                hits.add(new Hit(one.filter(), found.get()));
                if (one.filter().reaction().last()) {
                    break;
                }
            }
        }
        return hits;
    }

    private static Optional<String> find(Compiled one, Post post, BitSet words) {
        Filter filter = one.filter();
        return switch (filter.kind()) {
            case KEYWORD -> words.isEmpty() ? Optional.empty() : word(one, words);
            case LINK -> first(post.hosts(), host -> isWithin(host, one.values()));
            case MENTIONS ->
                post.mentions() > number(filter) ? Optional.of(Integer.toString(post.mentions())) : Optional.empty();
            case NEWCOMER ->
                post.firstContact() && post.knownDays() < number(filter)
                        ? Optional.of(Integer.toString(post.knownDays()))
                        : Optional.empty();
            case MEDIA -> first(post.media(), one.values()::contains);
            case LANGUAGE ->
                first(
                        post.languages(),
                        tag -> one.values().stream()
                                .anyMatch(value -> tag.equals(value) || tag.startsWith(value + "-")));
        };
    }

    private static Optional<String> word(Compiled one, BitSet words) {
        for (int i = 0; i < one.literals().length; i++) {
            if (words.get(one.literals()[i])) {
                return Optional.of(
                        Filter.shown(Kind.KEYWORD, one.filter().values().get(i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(Set<String> of, Predicate<String> wanted) {
        String least = null;
        for (String one : of) {
            if (wanted.test(one) && (least == null || one.compareTo(least) < 0)) {
                least = one;
            }
        }
        return Optional.ofNullable(least);
    }

    private static boolean isWithin(String host, Set<String> domains) {
        String domain = host;
        while (!domains.contains(domain)) {
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return false;
            }
            domain = domain.substring(dot + 1);
        }
        return true;
    }

    private static int number(Filter filter) {
        return Integer.parseInt(filter.values().getFirst());
    }
}
