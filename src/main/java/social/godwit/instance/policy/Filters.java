package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.policy.Screening.Effect;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Moderation;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.FilterStore;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.network.filter.FilterStore.Written;
import social.godwit.network.filter.Hit;
import social.godwit.network.filter.Post;
import social.godwit.network.filter.Reaction;
import social.godwit.network.filter.Spelling;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.store.Readings;
import social.godwit.store.Timers;

/**
 * The filters that hold here, compiled: the instance's own first, then those of the charters of the networks that it hosts. Where
 * it hosts several, what a charter's filter finds acts in that network's view alone, and is told to the moderators, since a network
 * decides for itself.
 */
@ApplicationScoped
public class Filters {
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final int AFTER_NETWORKS = 40;
    /** Charters' filters are asked after all of the instance's own. */
    private static final int CHARTERS = 2_000_000;

    private final FilterStore store;
    private final Networks networks;
    private final FilterHits found;
    private final Readings readings = new Readings();
    private volatile List<Filter> filters = List.of();
    private volatile FilterSet compiled = FilterSet.none();
    private volatile Map<Did, FilterSet> views = Map.of();

    Filters(FilterStore store, Networks networks, FilterHits found) {
        this.store = store;
        this.networks = networks;
        this.found = found;
    }

    void start(@Observes @Priority(AFTER_NETWORKS) StartupEvent event, Timers timers) {
        refresh().await().atMost(REFRESH);
        timers.every(REFRESH, "reading the filters", this::refresh);
    }

    /** All filters, in the order in which they are asked, also those that are off. */
    public List<Filter> all() {
        return filters;
    }

    /** Which filter this is among all that are asked here. */
    public static Name name(Filter filter) {
        return new Name(filter.order() < CHARTERS ? "" : filter.rule().charter(), filter.id());
    }

    /** Writes one of the instance's own, in force when this completes; a {@code fresh} one never in the place of another. */
    public Uni<Written> put(Filter filter, boolean fresh) {
        return store.put(filter, fresh).call(this::refresh);
    }

    /** Turns one of the instance's own on or off, in force when this completes: as it is then, or nothing when there is none. */
    public Uni<Optional<Filter>> turn(String id, boolean on) {
        return store.turn(id, on).call(this::refresh);
    }

    /** Forgets one of the instance's own; says whether there was one. */
    public Uni<Boolean> remove(String id) {
        return store.remove(id).call(this::refresh);
    }

    /** Puts the instance's own into an order, in force when this completes; those not named come after them. */
    public Uni<Void> order(List<String> ids) {
        return store.order(ids).call(this::refresh);
    }

    /** What the filters in force find in a post. */
    public List<Hit> hits(Post post) {
        return compiled.hits(post);
    }

    boolean askForNewcomers() {
        return compiled.asksForNewcomers();
    }

    private Uni<Void> refresh() {
        return readings.read(store::all, own -> {
            Collection<NetworkCard> cards = networks.cards();
            List<Filter> all = new ArrayList<>(own);
            all.addAll(ofCharters(cards));
            if (!all.equals(filters)) {
                compiled = FilterSet.of(all);
                views = cards.size() == 1 ? Map.of() : ofViews(cards);
                filters = List.copyOf(all);
            }
        });
    }

    private static List<Filter> ofCharters(Collection<NetworkCard> cards) {
        List<Filter> filters = new ArrayList<>();
        for (NetworkCard card : cards) {
            for (Charter charter : card.charter().stream().toList()) {
                for (Filter filter : of(charter, CHARTERS + filters.size())) {
                    filters.add(cards.size() == 1 ? filter : filter.as(Reaction.FLAG));
                }
            }
        }
        return filters;
    }

    private static Map<Did, FilterSet> ofViews(Collection<NetworkCard> cards) {
        Map<Did, FilterSet> views = new HashMap<>();
        for (NetworkCard card : cards) {
            card.charter().ifPresent(charter -> views.put(card.network(), FilterSet.of(of(charter, CHARTERS))));
        }
        return Map.copyOf(views);
    }

    private static List<Filter> of(Charter charter, int first) {
        List<Filter> filters = new ArrayList<>();
        for (Moderation.Filter given : charter.moderation().filters()) {
            Filter.of(
                            given,
                            first + filters.size(),
                            charter.network().toString(),
                            charter.hash().multibase())
                    .ifPresent(filters::add);
        }
        return filters;
    }

    /** The filters that act in a network's view and nowhere else; none where it is the only network here. */
    public FilterSet ofView(Did network) {
        return views.getOrDefault(network, FilterSet.none());
    }

    /** What is said to the bridge about a post that arrives. */
    Screening screen(Arriving arriving) {
        Post post = post(arriving);
        List<Hit> hits = compiled.hits(post);
        Effect effect = Effect.TAKEN;
        for (Hit hit : hits) {
            found.add(name(hit.filter()), 1);
            Reaction reaction = hit.filter().reaction();
            effect = reaction.hides() ? Effect.WITHHELD : reaction == Reaction.FOLD ? Effect.QUIET : effect;
        }
        return new Screening(effect, told(hits), post.words());
    }

    /** What filters see of a post. */
    public static Post post(Arriving arriving) {
        return new Post(
                Spelling.of(arriving.text()),
                arriving.hosts(),
                arriving.mentions(),
                arriving.media(),
                arriving.languages(),
                arriving.firstContact(),
                arriving.knownDays());
    }

    /** For {@link FilterIntake}. A post that is passed has no hits that anybody should see. */
    private static Optional<String> told(List<Hit> hits) {
        List<JsonObject> told = hits.stream()
                .filter(hit -> hit.filter().reaction() != Reaction.PASS)
                .map(Filters::form)
                .toList();
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonObject.builder().put("hits", told).build().toString());
    }

    /** A hit as JSON. */
    public static JsonObject form(Hit hit) {
        Name name = name(hit.filter());
        return JsonObject.builder()
                .put("filter", name.id())
                .putIfPresent("network", Optional.of(name.network()).filter(network -> !network.isEmpty()))
                .put("reaction", hit.filter().reaction().word())
                .put("text", hit.filter().text())
                .put("rule", DecisionForm.rule(hit.filter().rule()))
                .put("found", hit.found())
                .put("explained", hit.explained())
                .build();
    }
}
