package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DomainRuleStore;
import social.godwit.network.domain.DomainRules;
import social.godwit.store.Timers;

/**
 * Answers the bridge out of the network's rules about domains. The rules are held in memory and read again every few
 * seconds, so that a change made at one replica reaches the others.
 */
@ApplicationScoped
public class NetworkFederationPolicy implements FederationPolicy {
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final DomainRuleStore store;
    private volatile DomainRules rules = DomainRules.none();

    NetworkFederationPolicy(DomainRuleStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        // Before the first request is answered: a denied domain is denied from the start.
        refresh().await().atMost(REFRESH);
        timers.every(REFRESH, "reading the rules about domains", this::refresh);
    }

    @Override
    public Stance stanceOn(String host) {
        return switch (rules.stanceOn(host)) {
            case ALLOW -> Stance.ALLOW;
            case LIMIT -> Stance.LIMIT;
            case DENY -> Stance.DENY;
        };
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

    private Uni<Void> refresh() {
        return store.all().invoke(all -> rules = DomainRules.of(all)).replaceWithVoid();
    }
}
