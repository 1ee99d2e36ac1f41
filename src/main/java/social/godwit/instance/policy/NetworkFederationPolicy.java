package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRuleStore;
import social.godwit.network.domain.DomainRules;
import social.godwit.network.domain.Restriction;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Overlay;
import social.godwit.network.moderation.Overlay.Effects;
import social.godwit.network.moderation.Overlay.Labelled;
import social.godwit.store.InTurn;
import social.godwit.store.Readings;
import social.godwit.store.Timers;
import social.godwit.store.label.Label;

/**
 * Answers the bridge out of the network's rules about domains and its moderators' decisions. Both are held in memory and read
 * again every few seconds, so that a change made at one replica reaches the others, and a decision ends when its time is over.
 */
@ApplicationScoped
public class NetworkFederationPolicy implements FederationPolicy {
    private static final Duration RULES_REFRESH = Duration.ofSeconds(10);
    private static final Duration DECISIONS_REFRESH = Duration.ofSeconds(30);

    private final DomainRuleStore store;
    private final CaseStore cases;
    private final ModeratedIds moderated;
    private final ModerationDoors doors;
    private final Filters filters;
    private final LabelDefinitions definitions;
    private final InstantSource clock;
    private final Readings ofRules = new Readings();
    private final Readings ofDecisions = new Readings();
    private final String own;
    private volatile DomainRules rules = DomainRules.none();
    private volatile Overlay overlay = Overlay.none();
    private volatile Map<Labelled, Label> labels = Map.of();
    private volatile int automated;

    NetworkFederationPolicy(
            DomainRuleStore store,
            CaseStore cases,
            ModeratedIds moderated,
            ModerationDoors doors,
            Filters filters,
            LabelDefinitions definitions,
            Instance instance,
            InstantSource clock) {
        this.store = store;
        this.cases = cases;
        this.moderated = moderated;
        this.doors = doors;
        this.filters = filters;
        this.definitions = definitions;
        this.clock = clock;
        this.own = URI.create(instance.origin()).getHost();
    }

    /** Whether a rule about this domain would be one about this server, too: nobody makes such a rule. */
    public boolean isOurs(String domain) {
        return DomainRule.holdsFor(domain, own);
    }

    void start(@Observes StartupEvent event, Timers timers) {
        // Before the first request is answered: what is denied or hidden is so from the start.
        refresh().chain(this::recompile).chain(this::agree).await().atMost(RULES_REFRESH);
        doors.whenSettled(this::recompile);
        timers.every(RULES_REFRESH, "reading the rules about domains", this::refresh);
        timers.every(DECISIONS_REFRESH, "reading the moderators' decisions", this::recompile);
    }

    @Override
    public Stance stanceOn(String host) {
        Stance byRule = switch (rules.stanceOn(host)) {
            case ALLOW -> Stance.ALLOW;
            case LIMIT -> Stance.LIMIT;
            case DENY -> Stance.DENY;
        };
        return byRule.and(ModerationDoors.stance(overlay.onHost(host)));
    }

    @Override
    public Standing standing(String id) {
        Effects effects = overlay.onId(id);
        String host = Ids.host(id);
        Effects byHost = host.isEmpty() ? Effects.NONE : overlay.onHost(host);
        boolean mediaRejected = restricts(host, Restriction.REJECT_MEDIA);
        return effects.equals(Effects.NONE) && byHost.equals(Effects.NONE) && !mediaRejected
                ? Standing.PLAIN
                : standing(effects.and(byHost), mediaRejected);
    }

    private Standing standing(Effects effects, boolean mediaRejected) {
        return new Standing(
                ModerationDoors.stance(effects),
                effects.sensitive(),
                effects.noMedia() || mediaRejected,
                effects.warnings(),
                effects.labels().stream()
                        .flatMap(one -> Stream.ofNullable(labels.get(one)))
                        .toList());
    }

    /** Every label that stands on something here. */
    public Collection<Label> labels() {
        return labels.values();
    }

    private Label label(Labelled one) {
        Did of = one.labeler().orElseGet(definitions::instance);
        return new Label(
                of.toString(),
                one.name(),
                definitions
                        .of(of, one.name())
                        .map(definition ->
                                LabelDefinitions.effect(definition.label().effect()))
                        .orElse(Label.Effect.INFORM));
    }

    @Override
    public boolean approvesFollows(String host) {
        return restricts(host, Restriction.APPROVE_FOLLOWS);
    }

    @Override
    public Screening screen(Arriving post) {
        return filters.screen(post);
    }

    @Override
    public boolean screensNewcomers() {
        return filters.askForNewcomers();
    }

    /** How many decisions that a machine took hold just now. */
    int automated() {
        return automated;
    }

    /** Whether reports from a host are not filed. */
    boolean rejectsReports(String host) {
        return restricts(host, Restriction.REJECT_REPORTS);
    }

    private boolean restricts(String host, Restriction restriction) {
        return rules.ruleOn(host)
                .filter(rule -> rule.restrictions().contains(restriction))
                .isPresent();
    }

    /** All rules, from the database. */
    public Uni<List<DomainRule>> all() {
        return store.all();
    }

    /** Writes a rule; it is in force when this completes. */
    public Uni<Void> put(DomainRule rule) {
        return store.put(rule).chain(this::refresh);
    }

    /** Forgets a rule; says whether there was one. */
    public Uni<Boolean> remove(String domain) {
        return store.remove(domain).call(this::refresh);
    }

    /** Takes a list over, which is in force when this completes; {@link #takeBack} undoes it by its {@code id}. */
    public Uni<Void> bring(String id, List<DomainRule> list, Instant at) {
        return store.bring(id, list, at).chain(this::refresh);
    }

    /** Undoes a list; how many rules changed, empty when it cannot be undone any more. */
    public Uni<Optional<Integer>> takeBack(String id, Instant now) {
        return store.takeBack(id, now).call(this::refresh);
    }

    /** Reads the rules again. */
    public Uni<Void> refresh() {
        return ofRules.read(store::all, all -> rules = DomainRules.of(all, clock.instant()));
    }

    /** Reads the decisions; where one has ended by itself, the doors are told. */
    private Uni<Void> recompile() {
        Set<String> ended = new HashSet<>();
        return ofDecisions
                .read(() -> cases.holding(clock.instant()), holding -> ended.addAll(hold(holding)))
                .chain(() -> InTurn.each(ended, id -> doors.set(id, Effects.NONE)));
    }

    /** From now on these hold; about what none does any more. */
    private Set<String> hold(List<Decision> holding) {
        automated = (int) holding.stream().filter(Decision::automated).count();
        Overlay before = overlay;
        Overlay now = Overlay.of(holding, clock.instant());
        // First what they do: a label that is not known yet would be none.
        labels = now.labels().stream().collect(Collectors.toUnmodifiableMap(one -> one, this::label));
        overlay = now;
        Set<String> ended = keys(before);
        ended.removeAll(keys(now));
        return ended;
    }

    /** About what something holds, as the doors name it. */
    private static Set<String> keys(Overlay overlay) {
        Set<String> keys = new HashSet<>(overlay.ids().keySet());
        overlay.domains().forEach(domain -> keys.add(ModeratedIds.HOST + domain));
        return keys;
    }

    /** What ended while nobody ran this instance, and what an older version did not tell the doors. */
    private Uni<Void> agree() {
        return moderated
                .all()
                .map(written -> {
                    Map<String, Effects> changed = new HashMap<>();
                    written.keySet().forEach(id -> changed.put(id, Effects.NONE));
                    changed.keySet().removeAll(keys(overlay));
                    for (String domain : overlay.domains()) {
                        if (!written.containsKey(ModeratedIds.HOST + domain)) {
                            changed.put(ModeratedIds.HOST + domain, overlay.onHost(domain));
                        }
                    }
                    return changed;
                })
                .chain(changed ->
                        InTurn.each(changed.entrySet(), change -> doors.set(change.getKey(), change.getValue())));
    }
}
