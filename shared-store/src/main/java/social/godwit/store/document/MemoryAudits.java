package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.document.MemoryRepository.Row;
import social.godwit.store.negentropy.Bound;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.MemoryItems;
import social.godwit.store.negentropy.Tally;

/** {@link Audits} of {@link MemoryRepositories}. */
final class MemoryAudits implements Audits {
    private final MemoryRepositories repositories;

    MemoryAudits(MemoryRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public Uni<Optional<KeyLog>> keyLog(Did account) {
        return repositories
                .noticed(account)
                .chain(noticed ->
                        repositories.ask(account, repository -> repository.keyLog(noticed, repositories.now())))
                .map(found -> found.flatMap(log -> log));
    }

    @Override
    public Uni<List<ChainHead>> chains(Did account) {
        return repositories.ask(account, MemoryAudits::heads).map(found -> found.orElse(List.of()));
    }

    private static List<ChainHead> heads(MemoryRepository repository) {
        Map<String, Checkpoint> newest = new HashMap<>();
        Comparator<Checkpoint> order =
                Comparator.comparingLong(Checkpoint::seq).thenComparing(Checkpoint::hash, Comparator.reverseOrder());
        repository
                .links()
                .forEach(link -> newest.merge(
                        link.device() + " " + link.chain(),
                        link,
                        (one, other) -> order.compare(one, other) >= 0 ? one : other));
        return newest.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(link -> new ChainHead(link.chain(), link.link(), link.count(), repository.counts(link)))
                .toList();
    }

    @Override
    public Uni<Completeness> completeness(Did account) {
        return repositories
                .ask(account, MemoryAudits::completeness)
                .map(found -> found.orElseGet(() -> new Completeness(false, Optional.empty(), 0, 0, 0, 0, 0, 0)));
    }

    private static Completeness completeness(MemoryRepository repository) {
        Optional<Instant> asOf = repository.rows.values().stream()
                .filter(row -> row.facts.checkpoint().filter(repository::counts).isPresent())
                .map(row -> row.facts.document().proofTime())
                .max(Comparator.naturalOrder());
        List<Row> here = repository.counted().stream()
                .map(repository.rows::get)
                .filter(Objects::nonNull)
                .toList();
        long listed = repository.counted().size();
        return new Completeness(
                asOf.isPresent(),
                asOf,
                listed,
                here.stream().filter(Row::hasBytes).count(),
                here.stream().filter(row -> row.erased).count(),
                here.stream().filter(row -> row.purged).count(),
                repository.erasedElsewhere().size(),
                listed - here.size() - repository.erasedElsewhere().size());
    }

    @Override
    public Uni<Void> noteErasedElsewhere(Did account, Collection<Sha256> hashes) {
        return repositories
                .ask(account, repository -> repository.calledErased.addAll(hashes))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Sha256>> missing(Did account, int limit) {
        return repositories
                .ask(
                        account,
                        repository -> repository.counted().stream()
                                .filter(hash -> !repository.rows.containsKey(hash)
                                        && !repository.erasedElsewhere().contains(hash))
                                .sorted()
                                .limit(Paging.limit(limit))
                                .toList())
                .map(found -> found.orElse(List.of()));
    }

    @Override
    public Uni<List<Sha256>> listedFrom(Did account, Sha256 from, int limit) {
        return repositories
                .ask(
                        account,
                        repository -> repository.counted().stream()
                                .filter(hash -> hash.compareTo(from) >= 0)
                                .sorted()
                                .limit(Paging.limit(limit))
                                .toList())
                .map(found -> found.orElse(List.of()));
    }

    @Override
    public Uni<Map<Visibility, ClassSummary>> summaries(Did owner) {
        return repositories.ask(owner, MemoryAudits::summaries).map(found -> found.orElse(Map.of()));
    }

    private static Map<Visibility, ClassSummary> summaries(MemoryRepository repository) {
        Map<Visibility, ClassSummary> summaries = new EnumMap<>(Visibility.class);
        for (Visibility visibility : Visibility.values()) {
            MemoryItems items = repository.items(visibility);
            if (items.size() > 0) {
                Tally tally = items.total();
                summaries.put(
                        visibility, new ClassSummary(tally.count(), items.last().second(), tally.sum()));
            }
        }
        return summaries;
    }

    @Override
    public Uni<List<Item>> items(Did owner, Visibility visibility, Optional<Item> after, int limit) {
        return repositories
                .ask(owner, repository -> repository.items(visibility).after(after, Paging.limit(limit)))
                .map(found -> found.orElse(List.of()));
    }

    @Override
    public ItemSet set(Did owner, Visibility visibility) {
        return new ItemSet() {
            @Override
            public Uni<List<Tally>> before(List<Bound> bounds) {
                return ask(set -> set.before(bounds));
            }

            @Override
            public Uni<List<Placed>> at(List<Long> places) {
                return ask(set -> set.at(places));
            }

            @Override
            public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
                return ask(set -> set.in(ranges, limit));
            }

            private <T> Uni<T> ask(Function<ItemSet, Uni<T>> question) {
                return repositories
                        .ask(owner, repository -> MemoryItems.now(question.apply(repository.items(visibility))))
                        .map(found -> found.orElseGet(() -> MemoryItems.now(question.apply(new MemoryItems()))));
            }
        };
    }
}
