package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRuleStore;
import social.godwit.network.domain.DryRun;
import social.godwit.network.subscription.Difference;
import social.godwit.network.subscription.Entry;
import social.godwit.network.subscription.ListReading;
import social.godwit.network.subscription.Merge;
import social.godwit.network.subscription.Subscription;
import social.godwit.network.subscription.Subscription.Format;
import social.godwit.network.subscription.Subscription.Mode;
import social.godwit.network.subscription.SubscriptionStore;
import social.godwit.store.InTurn;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;

/** Follows lists of domains that others keep: fetches them, compares them with the rules here, applies them or lets them wait. */
@ApplicationScoped
public class Lists {
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final int AT_ONCE = 2;
    private static final int PAGES_MAX = 20;
    private static final int FAULT_MAX = 300;
    private static final String ACCEPT = "application/ld+json, application/json, text/csv, */*;q=0.1";

    private final SubscriptionStore store;
    private final DomainRuleStore rules;
    private final NetworkFederationPolicy policy;
    private final DryRuns runs;
    private final GuardedClient client;
    private final Transactions transactions;
    private final InstantSource clock;
    private final String own;

    Lists(
            SubscriptionStore store,
            DomainRuleStore rules,
            NetworkFederationPolicy policy,
            DryRuns runs,
            GuardedClient client,
            Transactions transactions,
            Instance instance,
            InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.policy = policy;
        this.runs = runs;
        this.client = client;
        this.transactions = transactions;
        this.clock = clock;
        this.own = URI.create(instance.origin()).getHost();
    }

    /**
     * What it would change to follow a list.
     *
     * @param waits why it is not done without being confirmed; empty when nothing is odd
     */
    public record Preview(Difference difference, DryRun.Hits hits, String waits) {}

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(
                LOOK,
                "asking for lists",
                () -> store.due(clock.instant(), AT_ONCE).chain(due -> InTurn.each(due, this::sync)));
    }

    /** All lists, by name. */
    public Uni<List<Subscription>> all() {
        return store.all();
    }

    /** One list. */
    public Uni<Optional<Subscription>> find(String id) {
        return store.all()
                .map(all -> all.stream().filter(list -> list.id().equals(id)).findFirst());
    }

    /** Follows a list from now on, and asks for it; empty when too many are followed. */
    public Uni<Optional<Subscription>> follow(Subscription list) {
        return store.put(list)
                .chain(room ->
                        room ? sync(list).map(Optional::of) : Uni.createFrom().item(Optional.empty()));
    }

    /** Follows a list no longer; {@code undo} takes back the rules that it made. Whether it was followed. */
    public Uni<Boolean> leave(String id, boolean undo) {
        Uni<Boolean> left = transactions.inTransaction(() -> store.entries(id)
                .chain(entries -> undo ? drop(entries) : Uni.createFrom().voidItem())
                .chain(() -> store.remove(id)));
        return left.call(policy::refresh);
    }

    private Uni<Void> drop(Collection<Entry> entries) {
        return rules.all()
                .map(Lists::byDomain)
                .chain(standing -> InTurn.each(
                        entries.stream()
                                .filter(entry -> standing.containsKey(entry.domain())
                                        && entry.wrote(standing.get(entry.domain())))
                                .toList(),
                        entry -> rules.remove(entry.domain())));
    }

    /** Asks for a list now; how it stands then. A failure is said by {@link Subscription.Progress#fault}. */
    public Uni<Subscription> sync(Subscription list) {
        return pages(list, PAGES_MAX)
                .onFailure()
                .recoverWithItem(failure -> list.failed(clipped(String.valueOf(failure.getMessage())), clock.instant()))
                .call(store::put)
                .chain(now -> now.mode() == Mode.AUTOMATIC && now.progress().failures() == 0
                        ? apply(now, false).chain(() -> find(now.id())).map(found -> found.orElse(now))
                        : Uni.createFrom().item(now));
    }

    private Uni<Subscription> pages(Subscription list, int pages) {
        String next = list.progress().next();
        URI address = URI.create(next.isEmpty() ? list.address() : next);
        RemoteRequest request = RemoteRequest.get(address, ACCEPT).bodySizeMax(ListReading.BYTES_MAX);
        String etag = list.progress().etag();
        return client.send(etag.isEmpty() ? request : request.with("if-none-match", etag))
                .chain(outcome -> switch (outcome) {
                    case RemoteOutcome.Response answer
                    when answer.status() == 304 -> Uni.createFrom().item(list.unchanged(clock.instant()));
                    case RemoteOutcome.Response answer when answer.isSuccess() -> take(list, answer, pages);
                    default ->
                        Uni.createFrom().item(list.failed(clipped("it could not be had: " + outcome), clock.instant()));
                });
    }

    private Uni<Subscription> take(Subscription list, RemoteOutcome.Response answer, int pages) {
        Instant now = clock.instant();
        return switch (ListReading.of(list, answer.body(), now)) {
            case ListReading.Not(String why) -> Uni.createFrom().item(list.failed(why, now));
            case ListReading.Read read ->
                transactions
                        .inTransaction(() -> store.entries(list.id()).chain(known -> {
                            Merge merge = Merge.of(known, read);
                            return merge.tooLong()
                                    ? Uni.createFrom().item(list.failed("it is too long", now))
                                    : store.write(list.id(), merge.written(), merge.forgotten())
                                            .replaceWith(further(list, answer, read, now));
                        }))
                        .chain(then ->
                                read.next().isPresent() && then.progress().failures() == 0 && pages > 1
                                        ? pages(then, pages - 1)
                                        : Uni.createFrom().item(then));
        };
    }

    /** A feed goes on where it ended; an entity tag belongs to one page, so it is kept of whole lists and last pages. */
    private static Subscription further(
            Subscription list, RemoteOutcome.Response answer, ListReading.Read read, Instant now) {
        String here = list.format() == Format.CHANGES ? answer.uri().toString() : "";
        Optional<String> next = read.next();
        return list.fetched(
                next.isPresent() ? "" : answer.headers().first("etag").orElse(""), next.orElse(here), now);
    }

    /** What it would change to apply what a list says; nothing changes. */
    public Uni<Preview> preview(Subscription list) {
        return store.entries(list.id()).chain(entries -> preview(list, entries));
    }

    private Uni<Preview> preview(Subscription list, List<Entry> entries) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return rules.all()
                .map(Lists::byDomain)
                .map(standing -> Difference.of(list, entries, standing, own, now))
                .chain(difference -> runs.ofRules(difference.written()).map(hits -> {
                    String waits = hits.floor()
                            ? "it would cut " + hits.cut() + " of " + hits.allFollows() + " follows"
                            : difference.emptiesTooMuch(entries)
                                    ? "it would take back " + difference.drop().size() + " rules at once"
                                    : "";
                    return new Preview(difference, hits, waits);
                }));
    }

    /** Applies what a list says; what looks like a mistake waits until it is confirmed. What was or would be done. */
    public Uni<Preview> apply(Subscription list, boolean confirmed) {
        return transactions
                .inTransaction(() -> store.entries(list.id())
                        .chain(entries -> preview(list, entries)
                                .call(found -> found.waits().isEmpty() || confirmed
                                        ? write(list, entries, found.difference())
                                        : store.put(
                                                list.waiting(clipped("It waits for you: " + found.waits() + "."))))))
                .call(policy::refresh);
    }

    private Uni<Void> write(Subscription list, List<Entry> entries, Difference difference) {
        Merge made = Merge.applied(entries, difference);
        return InTurn.each(difference.written(), rules::put)
                .chain(() -> InTurn.each(difference.drop(), rules::remove))
                .chain(() -> store.write(list.id(), made.written(), made.forgotten()))
                .chain(() -> store.put(list.waiting("")))
                .replaceWithVoid();
    }

    private static Map<String, DomainRule> byDomain(List<DomainRule> rules) {
        return rules.stream().collect(Collectors.toMap(DomainRule::domain, rule -> rule));
    }

    private static String clipped(String text) {
        return text.length() > FAULT_MAX ? text.substring(0, FAULT_MAX) : text;
    }
}
