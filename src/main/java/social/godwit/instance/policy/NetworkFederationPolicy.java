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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final InForce inForce;
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
    private volatile List<Ending> ending = List.of();
    /** About what a decision has ended, until the bridge agrees: tried again with the next reading. */
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    NetworkFederationPolicy(
            DomainRuleStore store,
            CaseStore cases,
            ModeratedIds moderated,
            InForce inForce,
            ModerationDoors doors,
            Filters filters,
            LabelDefinitions definitions,
            Instance instance,
            InstantSource clock) {
        this.store = store;
        this.cases = cases;
        this.moderated = moderated;
        this.inForce = inForce;
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
        return byRule.and(InForce.stance(overlay.onHost(host)));
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
                InForce.stance(effects),
                effects.sensitive(),
                effects.noMedia() || mediaRejected,
                effects.warnings(),
                effects.labels().stream()
                        .flatMap(one -> Stream.ofNullable(labels.get(one)))
                        .toList());
    }

    @Override
    public boolean refusesMedia() {
        return overlay.refusesMedia() || rules.restrict(Restriction.REJECT_MEDIA);
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

    /** Reads the decisions; where one has ended by itself, the bridge is made to agree with what still stands. */
    private Uni<Void> recompile() {
        return ofDecisions
                .read(() -> cases.holding(clock.instant()), this::hold)
                .chain(() -> InTurn.each(Set.copyOf(ended), this::end));
    }

    private Uni<Void> end(String key) {
        ended.remove(key);
        return inForce.agree(key).onFailure().invoke(() -> ended.add(key));
    }

    /** From now on these hold. */
    private void hold(List<Decision> holding) {
        Instant now = clock.instant();
        automated = (int) holding.stream().filter(Decision::automated).count();
        Overlay fresh = Overlay.of(holding, now);
        // First what they do: a label that is not known yet would be none.
        labels = fresh.labels().stream().collect(Collectors.toUnmodifiableMap(one -> one, this::label));
        overlay = fresh;
        ending.stream().filter(one -> !now.isBefore(one.at())).map(Ending::key).forEach(ended::add);
        ending = holding.stream()
                .flatMap(one -> one.until().map(at -> new Ending(InForce.key(one.target()), at)).stream())
                .toList();
    }

    /** What was written while other decisions stood: they ended while nobody ran this instance, or an older version did not tell. */
    private Uni<Void> agree() {
        return moderated
                .all()
                .map(written -> Stream.concat(
                                written.entrySet().stream()
                                        .filter(one -> one.getValue() != stanceOnKey(one.getKey()))
                                        .map(Map.Entry::getKey),
                                overlay.domains().stream()
                                        .map(domain -> ModeratedIds.HOST + domain)
                                        .filter(key -> !written.containsKey(key)))
                        .toList())
                .chain(changed -> InTurn.each(changed, inForce::agree));
    }

    private Stance stanceOnKey(String key) {
        return InForce.stance(
                key.startsWith(ModeratedIds.HOST)
                        ? overlay.onHost(key.substring(ModeratedIds.HOST.length()))
                        : overlay.onId(key));
    }

    /** When a decision ends by itself, and about what it is. */
    private record Ending(String key, Instant at) {}
}
