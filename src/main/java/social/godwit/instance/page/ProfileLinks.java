package social.godwit.instance.page;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.page.ProfileMarks.Link;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.verification.LinkStore;
import social.godwit.network.verification.LinkStore.Kept;
import social.godwit.network.verification.MeLink;
import social.godwit.store.Timers;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * The links in profiles of accounts that live here, and whether the pages behind them point back ({@code rel="me"}). Pages are
 * asked in the background, a host once in {@link #TURN} at most, and again only while somebody looks at the profile.
 */
@ApplicationScoped
class ProfileLinks {
    /** How often some links are asked. */
    static final Duration TURN = Duration.ofSeconds(5);

    private static final int AT_ONCE = 8;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration AGAIN_LINKED = Duration.ofDays(7);
    private static final Duration AGAIN = Duration.ofDays(1);
    private static final Duration SHOWN_AGAIN = Duration.ofHours(12);
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final LinkStore store;
    private final AccountStore accounts;
    private final Repositories repositories;
    private final GuardedClient client;
    private final InstantSource clock;

    ProfileLinks(
            LinkStore store,
            AccountStore accounts,
            Repositories repositories,
            GuardedClient client,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.repositories = repositories;
        this.client = client;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(TURN, "links in profiles", this::turn);
        timers.every(
                Duration.ofHours(6),
                "links in profiles that nobody looks at",
                () -> store.forget(clock.instant().minus(FORGOTTEN)).replaceWithVoid());
    }

    /** The links of a profile by the place of their field: the first of each. */
    static Map<Integer, String> links(JsonObject actor) {
        Map<Integer, String> links = new LinkedHashMap<>();
        List<Json> fields = actor.list("attachment");
        for (int i = 0; i < fields.size() && links.size() < LinkStore.LINKS_MAX; i++) {
            int place = i;
            if (fields.get(i) instanceof JsonObject field) {
                field.string("value").flatMap(ProfileLinks::first).ifPresent(link -> links.put(place, link));
            }
        }
        return links;
    }

    private static Optional<String> first(String value) {
        return MeLink.links(value).stream()
                .map(MeLink::href)
                .filter(href ->
                        href.length() <= LinkStore.LENGTH_MAX && host(href).isPresent())
                .findFirst();
    }

    /** The host of an address that can be asked. */
    private static Optional<String> host(String href) {
        try {
            URI uri = new URI(href);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null
                    ? Optional.of(uri.getHost().toLowerCase(Locale.ROOT))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What is known of the links of a profile that is about to be shown; what is not is asked soon. */
    Uni<Map<Integer, Link>> of(Account account, JsonObject actor, Words words) {
        Map<Integer, String> links = links(actor);
        if (links.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        Instant now = clock.instant();
        String did = account.did().toString();
        return store.of(did).chain(all -> {
            Map<String, Kept> known = new HashMap<>();
            all.forEach(kept -> known.put(kept.link(), kept));
            boolean fresh = links.values().stream()
                    .allMatch(link -> known.containsKey(link)
                            && known.get(link).shown().plus(SHOWN_AGAIN).isAfter(now));
            boolean room = all.size() < LinkStore.KEPT_MAX || known.keySet().containsAll(links.values());
            Map<Integer, Link> marks = new HashMap<>();
            links.forEach((place, link) -> marks.put(place, mark(link, Optional.ofNullable(known.get(link)), words)));
            return (fresh || !room ? Uni.createFrom().voidItem() : store.shown(did, List.copyOf(links.values()), now))
                    .replaceWith(marks);
        });
    }

    private static Link mark(String link, Optional<Kept> known, Words words) {
        String result = known.flatMap(Kept::result).orElse("unreached");
        boolean error = result.startsWith("error ");
        return new Link(
                link,
                result.equals("linked"),
                known.flatMap(Kept::checked),
                error ? words.of("link.error", result.substring(6)) : words.of("link." + result));
    }

    /** Asks some links that are due, each host once. */
    Uni<Void> turn() {
        Instant now = clock.instant();
        return store.due(now, now.minus(AGAIN), now.plus(LEASE), AT_ONCE).chain(due -> {
            Map<String, Kept> byHost = new LinkedHashMap<>();
            due.forEach(link -> host(link.link()).ifPresent(host -> byHost.putIfAbsent(host, link)));
            return Multi.createFrom()
                    .iterable(byHost.values())
                    .onItem()
                    .transformToUniAndMerge(this::ask)
                    .collect()
                    .last()
                    .replaceWithVoid();
        });
    }

    private Uni<Void> ask(Kept link) {
        return addresses(link)
                .chain(addresses -> addresses.isEmpty()
                        ? keep(link, "unreached")
                        : client.send(RemoteRequest.get(URI.create(link.link()), "text/html"))
                                .map(outcome -> result(outcome, addresses))
                                .chain(result -> keep(link, result)));
    }

    private Uni<Void> keep(Kept link, String result) {
        Instant now = clock.instant();
        return store.checked(link, result, now, now.plus(result.equals("linked") ? AGAIN_LINKED : AGAIN));
    }

    /** Everything by which the page may name the profile; nothing when the account is not here any more. */
    private Uni<List<String>> addresses(Kept link) {
        return accounts.find(Did.parse(link.account()).orElseThrow())
                .chain(found -> found.filter(Account::active)
                        .map(account -> repositories
                                .find(account.actor(), account.origin())
                                .map(lookup -> lookup instanceof Lookup.Found document
                                        ? addresses(account, document.document().json())
                                        : List.<String>of()))
                        .orElseGet(() -> Uni.createFrom().item(List.of())));
    }

    static List<String> addresses(Account account, JsonObject actor) {
        List<String> addresses = new ArrayList<>(actor.ids("url"));
        addresses.add(account.actorId());
        addresses.add(account.origin() + "/@" + account.username());
        addresses.add(account.homeOrigin() + "/@" + account.username());
        return addresses;
    }

    /** What came of asking, as it is kept. */
    static String result(RemoteOutcome outcome, List<String> addresses) {
        return switch (outcome) {
            case RemoteOutcome.Response answer
            when answer.isSuccess() ->
                MeLink.of(new String(answer.body(), StandardCharsets.UTF_8), addresses)
                        .name()
                        .toLowerCase(Locale.ROOT);
            case RemoteOutcome.Response answer -> "error " + answer.status();
            case RemoteOutcome.Blocked ignored -> "unreached";
            case RemoteOutcome.TooLarge ignored -> "unreached";
            case RemoteOutcome.Timeout ignored -> "unreached";
            case RemoteOutcome.Failed ignored -> "unreached";
        };
    }
}
