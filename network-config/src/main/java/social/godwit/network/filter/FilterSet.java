package social.godwit.network.filter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.network.charter.Moderation.Filter.Kind;

/**
 * Filters compiled to one pass over a post. They are asked in order; a hit says which filter and what it found, and the first
 * hit of a reaction that is {@link Reaction#last} ends it. Immutable.
 */
public final class FilterSet {
    private final List<Filter> filters;
    private final Literals literals;
    private final Map<String, Integer> numbers;

    private FilterSet(List<Filter> filters, Literals literals, Map<String, Integer> numbers) {
        this.filters = filters;
        this.literals = literals;
        this.numbers = numbers;
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
        return new FilterSet(ordered, new Literals(List.copyOf(numbers.keySet())), numbers);
    }

    /** Whether there is nothing to ask. */
    public boolean isEmpty() {
        return filters.isEmpty();
    }

    /** Whether a filter asks for how long an author is known here. */
    public boolean asksForNewcomers() {
        return filters.stream().anyMatch(filter -> filter.kind() == Kind.NEWCOMER);
    }

    /** The hits, in order; when the last passes the post, whatever came before it stands. */
    public List<Hit> hits(Post post) {
        if (filters.isEmpty()) {
            return List.of();
        }
        BitSet words = numbers.isEmpty() ? new BitSet() : literals.in(post.words());
        List<Hit> hits = new ArrayList<>();
        for (Filter filter : filters) {
            Optional<String> found = find(filter, post, words);
            if (found.isPresent()) {
                hits.add(new Hit(filter, found.get()));
                if (filter.reaction().last()) {
                    break;
                }
            }
        }
        return hits;
    }

    private Optional<String> find(Filter filter, Post post, BitSet words) {
        return switch (filter.kind()) {
            case KEYWORD ->
                filter.values().stream()
                        .filter(value -> words.get(numbers.getOrDefault(value, 0)))
                        .findFirst()
                        .map(value -> Filter.shown(Kind.KEYWORD, value));
            case LINK ->
                post.hosts().stream()
                        .filter(host -> filter.values().stream().anyMatch(domain -> isWithin(host, domain)))
                        .sorted()
                        .findFirst();
            case MENTIONS ->
                post.mentions() > number(filter) ? Optional.of(Integer.toString(post.mentions())) : Optional.empty();
            case NEWCOMER ->
                post.firstContact() && post.knownDays() < number(filter)
                        ? Optional.of(Integer.toString(post.knownDays()))
                        : Optional.empty();
            case MEDIA ->
                filter.values().stream().filter(post.media()::contains).findFirst();
            case LANGUAGE ->
                post.languages().stream()
                        .filter(tag -> filter.values().stream()
                                .anyMatch(value -> tag.equals(value) || tag.startsWith(value + "-")))
                        .sorted()
                        .findFirst();
        };
    }

    private static boolean isWithin(String host, String domain) {
        return host.endsWith(domain)
                && (host.length() == domain.length() || host.charAt(host.length() - domain.length() - 1) == '.');
    }

    private static int number(Filter filter) {
        return Integer.parseInt(filter.values().getFirst());
    }
}
