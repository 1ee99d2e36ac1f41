package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.moderation.CaseRules.Appeal;
import social.godwit.network.moderation.CaseRules.Situation;

/** {@link CaseStore} in memory, for quick tests. */
public final class MemoryCaseStore implements CaseStore {
    private final Map<Subject, CaseFile> files = new HashMap<>();
    private final Map<Subject, List<Entry>> entries = new HashMap<>();
    private final Map<String, Reported> reports = new HashMap<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, Appeal> appeals = new HashMap<>();

    private record Reported(Subject subject, Sha256 fingerprint, String source, Instant at, boolean open) {}

    @Override
    public Uni<Filing> file(Report report) {
        return Uni.createFrom().item(() -> {
            boolean known = reports.containsKey(report.id())
                    || reports.values().stream()
                            .anyMatch(one -> one.open() && one.fingerprint().equals(report.fingerprint()));
            if (known) {
                return Filing.KNOWN;
            }
            long sent = reports.values().stream()
                    .filter(one -> one.source().equals(report.source())
                            && one.at().isAfter(report.at().minus(Duration.ofHours(1))))
                    .count();
            if (sent >= REPORTS_PER_HOUR) {
                return Filing.TOO_MANY;
            }
            Turn turn = take(
                    report.subject(),
                    Optional.empty(),
                    report.reporter(),
                    report.at(),
                    now -> CaseRules.report(now, report));
            reports.put(
                    report.id(),
                    new Reported(report.subject(), report.fingerprint(), report.source(), report.at(), true));
            return turn instanceof Turn.Done ? Filing.FILED : Filing.TOO_MANY;
        });
    }

    @Override
    public Uni<Turn> turn(
            Subject subject, Optional<String> decision, String by, Instant at, Function<Situation, Turn> rule) {
        return Uni.createFrom().item(() -> take(subject, decision, by, at, rule));
    }

    /** Here one thing happens at a time anyway. */
    @Override
    public Uni<Void> reserve(Collection<Subject> subjects, Instant now) {
        return Uni.createFrom().voidItem();
    }

    private Turn take(
            Subject subject, Optional<String> decision, String by, Instant at, Function<Situation, Turn> rule) {
        CaseFile file = files.getOrDefault(subject, CaseFile.fresh(subject, at));
        Optional<Decision> named =
                decision.map(decisions::get).filter(one -> one.subject().equals(subject));
        Turn turn = rule.apply(new Situation(file, named, decision.map(appeals::get)));
        if (turn instanceof Turn.Done done) {
            files.put(subject, done.file());
            done.decision().ifPresent(one -> decisions.put(one.id(), one));
            done.events().forEach(event -> write(subject, by, at, event));
        }
        return turn;
    }

    private void write(Subject subject, String by, Instant at, Event event) {
        List<Entry> timeline = entries.computeIfAbsent(subject, ignored -> new ArrayList<>());
        timeline.add(new Entry(timeline.size() + 1, at, by, event.type(), event.details()));
        switch (event) {
            case Event.Resolved() ->
                reports.replaceAll((id, one) -> one.subject().equals(subject)
                        ? new Reported(one.subject(), one.fingerprint(), one.source(), one.at(), false)
                        : one);
            case Event.Appealed(Decision decision, String text) ->
                appeals.put(decision.id(), new Appeal(at, Optional.empty()));
            case Event.AppealAnswered(Decision decision, boolean granted, String text) ->
                appeals.computeIfPresent(decision.id(), (id, one) -> new Appeal(one.at(), Optional.of(granted)));
            default -> {
                // Kept in the timeline only.
            }
        }
    }

    @Override
    public Uni<Optional<CaseFile>> find(Subject subject) {
        return Uni.createFrom().item(() -> Optional.ofNullable(files.get(subject)));
    }

    @Override
    public Uni<List<CaseFile>> queue(Queue queue, Optional<Place> after, int limit) {
        return Uni.createFrom()
                .item(() -> matching(queue)
                        .filter(file -> after.filter(place -> file.place().compareTo(place) <= 0)
                                .isEmpty())
                        .sorted(Comparator.comparing(CaseFile::place))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<List<CaseFile>> newest(Queue queue, Optional<Place> before, int limit) {
        return Uni.createFrom()
                .item(() -> matching(queue)
                        .filter(file -> before.filter(place -> file.place().compareTo(place) >= 0)
                                .isEmpty())
                        .sorted(Comparator.comparing(CaseFile::place).reversed())
                        .limit(limit)
                        .toList());
    }

    private Stream<CaseFile> matching(Queue queue) {
        return files.values().stream()
                .filter(file ->
                        queue.status().filter(one -> one != file.status()).isEmpty())
                .filter(file ->
                        queue.category().filter(one -> one != file.category()).isEmpty())
                .filter(file -> queue.assignee().isEmpty() || queue.assignee().equals(file.assignee()))
                .filter(file ->
                        queue.kind().filter(one -> one != file.subject().kind()).isEmpty())
                .filter(file -> queue.text()
                        .filter(one -> !file.subject().toString().contains(one))
                        .isEmpty())
                .filter(file -> queue.before()
                        .filter(one -> !file.waitingSince().isBefore(one))
                        .isEmpty())
                .filter(file -> queue.reporter()
                        .filter(one -> !reportedBy(one, file.subject()))
                        .isEmpty());
    }

    private boolean reportedBy(Queue.Reporter reporter, Subject subject) {
        return reports.values().stream()
                        .anyMatch(one ->
                                one.subject().equals(subject) && one.source().equals(reporter.source()))
                && entries.getOrDefault(subject, List.of()).stream()
                        .anyMatch(entry ->
                                entry.type().equals("reported") && entry.by().equals(reporter.id()));
    }

    @Override
    public Uni<List<Brought>> brought(String filter, int limit) {
        return Uni.createFrom()
                .item(() -> entries.entrySet().stream()
                        .flatMap(one -> one.getValue().stream().map(entry -> new Brought(one.getKey(), entry)))
                        .filter(one -> one.entry().by().equals(filter) && filter.startsWith("filter:"))
                        .sorted(Comparator.comparing(
                                        (Brought one) -> one.entry().at())
                                .reversed())
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<List<Entry>> timeline(Subject subject, int after, int limit) {
        return Uni.createFrom()
                .item(() -> entries.getOrDefault(subject, List.of()).stream()
                        .skip(after)
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<Optional<Decision>> decision(String id) {
        return Uni.createFrom().item(() -> Optional.ofNullable(decisions.get(id)));
    }

    @Override
    public Uni<List<Decision>> bulk(String bulk) {
        return Uni.createFrom()
                .item(() -> sorted(Comparator.comparing(Decision::id))
                        .filter(one -> one.bulk().equals(Optional.of(bulk)))
                        .toList());
    }

    @Override
    public Uni<List<Decision>> holding(Instant now) {
        return Uni.createFrom()
                .item(() -> sorted(Comparator.comparing(Decision::at).thenComparing(Decision::id))
                        .filter(one -> one.holds(now))
                        .toList());
    }

    @Override
    public Uni<List<Decision>> on(Subject target, Instant now) {
        return holding(now)
                .map(all ->
                        all.stream().filter(one -> one.target().equals(target)).toList());
    }

    @Override
    public Uni<List<Decision>> about(Subject subject) {
        return Uni.createFrom()
                .item(() -> sorted(Comparator.comparing(Decision::at)
                                .thenComparing(Decision::id)
                                .reversed())
                        .filter(one -> one.subject().equals(subject))
                        .limit(100)
                        .toList());
    }

    @Override
    public Uni<List<Entry>> appealed(Subject subject) {
        return Uni.createFrom()
                .item(() -> entries.getOrDefault(subject, List.of()).stream()
                        .filter(entry -> entry.type().startsWith("appeal"))
                        .limit(200)
                        .toList());
    }

    @Override
    public Uni<List<Appealed>> appeals(int limit) {
        return Uni.createFrom()
                .item(() -> sorted(Comparator.comparing(Decision::id))
                        .filter(one -> one.reversed().isEmpty()
                                && Optional.ofNullable(appeals.get(one.id()))
                                        .filter(appeal -> appeal.granted().isEmpty())
                                        .isPresent())
                        .map(one -> new Appealed(one, appeals.get(one.id()).at(), said(one)))
                        .sorted(Comparator.comparing(Appealed::at))
                        .limit(limit)
                        .toList());
    }

    private String said(Decision decision) {
        return entries.getOrDefault(decision.subject(), List.of()).stream()
                .filter(entry -> entry.type().equals("appealed")
                        && entry.details().string("decision").equals(Optional.of(decision.id())))
                .findFirst()
                .flatMap(entry -> entry.details().string("text"))
                .orElse("");
    }

    @Override
    public Uni<Map<Report.Category, Long>> waiting() {
        return Uni.createFrom()
                .item(() -> files.values().stream()
                        .filter(file -> file.status() == CaseFile.Status.OPEN)
                        .collect(Collectors.groupingBy(CaseFile::category, Collectors.counting())));
    }

    private Stream<Decision> sorted(Comparator<Decision> order) {
        return decisions.values().stream().sorted(order);
    }

    @Override
    public Uni<Integer> forget(Instant before) {
        return Uni.createFrom().item(() -> {
            reports.values().removeIf(one -> one.at().isBefore(before));
            List<Subject> old = files.values().stream()
                    .filter(file -> file.status() == CaseFile.Status.RESOLVED
                            && file.changedAt().isBefore(before))
                    .map(CaseFile::subject)
                    .filter(subject -> decisions.values().stream()
                            .noneMatch(one -> one.subject().equals(subject)))
                    .toList();
            old.forEach(files::remove);
            old.forEach(entries::remove);
            return old.size();
        });
    }
}
