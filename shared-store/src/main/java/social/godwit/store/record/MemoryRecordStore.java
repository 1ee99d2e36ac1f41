package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;

/** {@link RecordStore} for simulations and quick tests. Guarded by its own lock. */
public final class MemoryRecordStore implements RecordStore {
    private final InstantSource clock;
    private final Function<Did, OptionalLong> numbers;
    private final Map<Did, Map<Sha256, Row>> accounts = new LinkedHashMap<>();

    /**
     * Nothing kept yet.
     *
     * @param numbers gives the next number of an account's repository; nothing when there is none
     */
    public MemoryRecordStore(InstantSource clock, Function<Did, OptionalLong> numbers) {
        this.clock = clock;
        this.numbers = numbers;
    }

    private record Row(StoredRecord stored, Instant due) {
        Taken.Known known() {
            return Taken.Known.of(signed(), stored.standing());
        }

        GatewayRecord.Signed signed() {
            return new GatewayRecord.Signed(stored.record(), stored.bytes());
        }

        Item item() {
            return Item.of(stored.record().received(), stored.hash());
        }

        Row with(Standing standing, int attempts, Instant newDue) {
            return new Row(
                    new StoredRecord(
                            stored.record(),
                            stored.hash(),
                            stored.bytes(),
                            stored.number(),
                            standing,
                            attempts,
                            stored.storedAt()),
                    newDue);
        }
    }

    @Override
    public Uni<List<Taking>> take(Did account, List<GatewayRecord.Signed> records, Standing standing) {
        return guarded(() -> {
            Taken taken = new Taken(known(account), pending(account));
            List<Taking> outcomes =
                    records.stream().map(record -> taken.take(record, standing)).toList();
            for (GatewayRecord.Signed record : taken.kept()) {
                OptionalLong number = numbers.apply(account);
                if (number.isEmpty()) {
                    return Collections.nCopies(records.size(), Taking.NO_REPOSITORY);
                }
                store(account, record, number.getAsLong(), taken.standing(record.hash()));
            }
            drop(account, taken);
            return outcomes;
        });
    }

    private List<Taken.Known> known(Did account) {
        return rows(account).map(Row::known).toList();
    }

    private Map<String, Long> pending(Did account) {
        Map<String, Long> pending = new HashMap<>();
        known(account).stream()
                .filter(known -> known.standing() == Standing.PENDING)
                .forEach(known -> pending.merge(known.instance(), 1L, Long::sum));
        return pending;
    }

    private void store(Did account, GatewayRecord.Signed record, long number, Standing standing) {
        Instant now = clock.instant();
        var stored = new StoredRecord(record.record(), record.hash(), record.bytes(), number, standing, 0, now);
        accounts.computeIfAbsent(account, absent -> new LinkedHashMap<>()).put(record.hash(), new Row(stored, now));
    }

    private void drop(Did account, Taken taken) {
        Map<Sha256, Row> rows = accounts.getOrDefault(account, new HashMap<>());
        taken.dropped().forEach(known -> rows.remove(known.hash()));
    }

    private Stream<Row> rows(Did account) {
        return accounts.getOrDefault(account, Map.of()).values().stream();
    }

    @Override
    public Uni<List<StoredRecord>> after(Did account, Did instance, long number, int limit) {
        return guarded(() -> rows(account)
                .map(Row::stored)
                .filter(stored -> stored.record().instance().equals(instance) && stored.number() > number)
                .sorted(Comparator.comparingLong(StoredRecord::number))
                .limit(Math.min(limit, PAGE_MAX))
                .toList());
    }

    @Override
    public Uni<List<StoredRecord>> find(Did account, Collection<Sha256> hashes) {
        return guarded(() -> rows(account)
                .map(Row::stored)
                .filter(stored -> hashes.contains(stored.hash()))
                .toList());
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes) {
        return find(account, hashes)
                .map(found ->
                        found.stream().collect(Collectors.toMap(StoredRecord::hash, stored -> stored.bytes().length)));
    }

    @Override
    public Uni<List<Item>> items(Did account, Optional<Item> after, int limit) {
        return guarded(() -> rows(account)
                .map(Row::item)
                .filter(item -> after.isEmpty() || item.compareTo(after.get()) > 0)
                .sorted()
                .limit(Math.min(limit, PAGE_MAX))
                .toList());
    }

    @Override
    public Uni<Optional<ClassSummary>> summary(Did account) {
        return guarded(() -> {
            List<Item> items = rows(account).map(Row::item).sorted().toList();
            return items.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ClassSummary(
                            items.size(),
                            items.getLast().second(),
                            Tally.of(items).sum()));
        });
    }

    @Override
    public Uni<List<StoredRecord>> about(Did account, RecordKind kind, String subject, int limit) {
        return guarded(() -> rows(account)
                .map(Row::stored)
                .filter(stored -> stored.record().kind() == kind
                        && stored.record().subject().equals(subject))
                .sorted(Comparator.comparing(
                                (StoredRecord stored) -> stored.record().received())
                        .thenComparing(StoredRecord::hash)
                        .reversed())
                .limit(Math.min(limit, PAGE_MAX))
                .toList());
    }

    @Override
    public Uni<List<StoredRecord>> page(
            Did account, RecordKind kind, Standing standing, String afterSubject, int limit) {
        return guarded(() -> rows(account)
                .map(Row::stored)
                .filter(stored -> stored.record().kind() == kind && stored.standing() == standing)
                .filter(stored -> stored.record().subject().compareTo(afterSubject) > 0)
                .sorted(Comparator.comparing(
                                (StoredRecord stored) -> stored.record().subject())
                        .thenComparing(StoredRecord::hash))
                .limit(Math.min(limit, PAGE_MAX))
                .toList());
    }

    @Override
    public Uni<List<StoredRecord>> claim(int limit) {
        return guarded(() -> {
            Instant now = clock.instant();
            List<StoredRecord> claimed = accounts.values().stream()
                    .flatMap(rows -> rows.values().stream())
                    .filter(row -> row.stored().standing() == Standing.PENDING
                            && !row.due().isAfter(now))
                    .sorted(Comparator.comparing(Row::due)
                            .thenComparing(row -> row.stored().number()))
                    .limit(limit)
                    .map(Row::stored)
                    .toList();
            claimed.forEach(stored -> change(
                    stored.record().account(),
                    stored.hash(),
                    row -> row.with(row.stored().standing(), row.stored().attempts(), now.plus(CLAIM))));
            return claimed;
        });
    }

    private void change(Did account, Sha256 hash, UnaryOperator<Row> change) {
        accounts.getOrDefault(account, new HashMap<>()).computeIfPresent(hash, (same, row) -> change.apply(row));
    }

    @Override
    public Uni<Boolean> verified(Did account, Sha256 hash) {
        return guarded(() -> {
            Optional<Row> row = rows(account)
                    .filter(each -> each.stored().hash().equals(hash))
                    .findFirst();
            if (row.isEmpty()) {
                return false;
            }
            Taken taken = new Taken(known(account), Map.of());
            boolean counts = taken.verify(row.get().known());
            drop(account, taken);
            change(
                    account,
                    hash,
                    one -> one.with(Standing.VERIFIED, one.stored().attempts(), one.due()));
            return counts;
        });
    }

    @Override
    public Uni<Void> putOff(Did account, Sha256 hash, Instant until) {
        return guarded(() -> {
                    change(
                            account,
                            hash,
                            row -> row.with(
                                    row.stored().standing(), row.stored().attempts() + 1, until));
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> unverified(Did account, Sha256 hash) {
        return guarded(() -> {
                    change(
                            account,
                            hash,
                            row -> row.with(Standing.UNVERIFIED, row.stored().attempts(), row.due()));
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> forgetOld(int limit) {
        return guarded(() -> {
            Instant now = clock.instant();
            int before = size();
            accounts.values()
                    .forEach(rows -> rows.values()
                            .removeIf(row -> RecordRules.isOver(
                                    row.stored().record().kind(),
                                    row.stored().record().received(),
                                    now)));
            accounts.keySet().forEach(account -> {
                for (RecordKind kind : RecordKind.values()) {
                    cap(account, row -> row.stored().record().kind() == kind, kind.isState() ? STATE_MAX : PASSING_MAX);
                }
                Map<String, List<Row>> unverified = new TreeMap<>();
                rows(account)
                        .filter(row -> row.stored().standing() == Standing.UNVERIFIED)
                        .forEach(row -> unverified
                                .computeIfAbsent(row.known().instance(), absent -> new ArrayList<>())
                                .add(row));
                unverified.values().forEach(rows -> cap(account, rows::contains, UNVERIFIED_MAX));
            });
            return before - size();
        });
    }

    private void cap(Did account, Predicate<Row> counted, int max) {
        List<Sha256> over = rows(account)
                .filter(counted)
                .sorted(Comparator.comparing((Row row) -> row.item()).reversed())
                .skip(max)
                .map(row -> row.stored().hash())
                .toList();
        accounts.getOrDefault(account, new HashMap<>()).keySet().removeAll(over);
    }

    private int size() {
        return accounts.values().stream().mapToInt(Map::size).sum();
    }

    private <T> Uni<T> guarded(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }
}
