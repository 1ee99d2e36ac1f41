package social.godwit.instance.page;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.nodeinfo.NodeInfo;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.HtmlPage;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.view.Faces;
import social.godwit.identity.did.Did;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.instance.policy.NetworkFederationPolicy;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.host.Networks;
import social.godwit.network.log.LogStore;
import social.godwit.network.log.LogStretch;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.StaffStore;

/** The instance's own pages: about it, its networks, its moderation log. Everything on them is public. */
@ApplicationScoped
public class SitePages {
    private static final String CATALOGUE = "social.godwit.instance.page.words";
    private static final int ENTRIES = 50;
    private static final int OWNERS_MAX = 20;
    private static final Duration YEAR = Duration.ofDays(365);

    private final Networks networks;
    private final People people;
    private final Faces faces;
    private final LogStore log;
    private final StaffStore staff;
    private final NetworkFederationPolicy policy;
    private final NodeInfo nodeInfo;
    private final OperatorKey operator;
    private final InstanceConfig config;
    private final Instance instance;
    private final InstantSource clock;

    SitePages(
            Networks networks,
            People people,
            Faces faces,
            LogStore log,
            StaffStore staff,
            NetworkFederationPolicy policy,
            NodeInfo nodeInfo,
            OperatorKey operator,
            InstanceConfig config,
            Instance instance,
            InstantSource clock) {
        this.networks = networks;
        this.people = people;
        this.faces = faces;
        this.log = log;
        this.staff = staff;
        this.policy = policy;
        this.nodeInfo = nodeInfo;
        this.operator = operator;
        this.config = config;
        this.instance = instance;
        this.clock = clock;
    }

    /** Words with what the instance's pages say beside those of the bridge. */
    static Words withOwn(Words words) {
        return words.with(CATALOGUE);
    }

    /** All networks that are hosted here. */
    public Uni<HtmlPage> networks(Words words) {
        List<NetworkCard> cards = networks.cards().stream()
                .sorted(Comparator.comparing((NetworkCard card) -> !house(card))
                        .thenComparing(card -> -card.members())
                        .thenComparing(card -> card.network().toString()))
                .toList();
        return page(new IndexPage(instance, withOwn(words), cards).html());
    }

    /** One network; 404 when it is not hosted here. */
    public Uni<HtmlPage> network(String written, Words words) {
        Optional<NetworkCard> card = Did.parse(written).flatMap(networks::card);
        return card.isEmpty()
                ? notFound(words)
                : people.called(concerned(card.get()), withOwn(words))
                        .chain(names -> page(new CardPage(
                                        instance,
                                        withOwn(words),
                                        names,
                                        card.get(),
                                        networks.duties(card.get().network()))
                                .html()));
    }

    private Uni<HtmlPage> notFound(Words words) {
        return Uni.createFrom().item(Frame.words(instance, words, 404, instance.origin() + "/networks"));
    }

    /** Everybody who is named on a network's page. */
    private static Set<Did> concerned(NetworkCard card) {
        Set<Did> concerned = new LinkedHashSet<>();
        card.chain().all().reversed().forEach(version -> {
            concerned.addAll(version.governance().stewards());
            concerned.addAll(version.governance().witnesses());
            version.governance().succession().ifPresent(clause -> concerned.addAll(clause.heirs()));
            version.verification().issuers().forEach(issuer -> concerned.add(issuer.did()));
            version.moderation().labelers().forEach(labeler -> concerned.add(labeler.did()));
        });
        card.chain().pending().forEach(pending -> concerned.add(pending.act().author()));
        return concerned;
    }

    /** The log of what moderators did, from there; what is younger than the delay is left out. */
    public Uni<HtmlPage> log(LogStretch.From from, Words words) {
        Instant published = clock.instant().minus(config.moderation().logDelay());
        return LogStretch.read(log, from, published, ENTRIES).chain(entries -> {
            List<String> targets = entries.entries().stream()
                    .flatMap(entry -> entry.string("target").stream())
                    .toList();
            return log.figures(published.minus(YEAR), published)
                    .chain(year -> faces.of(targets)
                            .chain(known -> page(new LogPage(instance, withOwn(words), entries, year, known).html())));
        });
    }

    /** About this server. */
    public Uni<HtmlPage> about(Words words) {
        Instant now = clock.instant();
        return staff.all()
                .map(all -> all.stream()
                        .filter(member -> member.role().name().equals(Role.OWNER.name()))
                        .flatMap(member -> Did.parse(member.who()).stream())
                        .limit(OWNERS_MAX)
                        .toList())
                .chain(owners -> people.called(owners, withOwn(words))
                        .chain(names -> policy.all()
                                .chain(rules -> nodeInfo.counted()
                                        .chain(counted -> page(new AboutPage(
                                                        instance,
                                                        withOwn(words),
                                                        names,
                                                        config.contact(),
                                                        owners,
                                                        networks.cards().stream()
                                                                .filter(this::house)
                                                                .findFirst(),
                                                        shown(rules, now),
                                                        counted)
                                                .html())))));
    }

    private static List<DomainRule> shown(Collection<DomainRule> rules, Instant now) {
        return rules.stream()
                .filter(rule -> rule.holds(now)
                        && (rule.stance() != Stance.ALLOW || rule.restrictions().contains(Restriction.REJECT_MEDIA)))
                .sorted(Comparator.comparing(DomainRule::domain))
                .toList();
    }

    /** Whether it is the network whose steward is the operator, as of the one that a server begins with. */
    private boolean house(NetworkCard card) {
        return card.charter()
                .filter(charter -> charter.governance().stewards().contains(operator.did()))
                .isPresent();
    }

    private static Uni<HtmlPage> page(String html) {
        return Uni.createFrom().item(new HtmlPage(200, html, Optional.empty()));
    }
}
