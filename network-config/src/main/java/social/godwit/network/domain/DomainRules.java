package social.godwit.network.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All rules about domains at one moment. The most specific rule decides; no rule means {@link Stance#ALLOW}. */
public final class DomainRules {
    private final Map<String, DomainRule> byDomain;
    private final Set<Restriction> restrictions;

    private DomainRules(Map<String, DomainRule> byDomain) {
        this.byDomain = byDomain;
        this.restrictions = byDomain.values().stream()
                .flatMap(rule -> rule.restrictions().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** No rules at all. */
    public static DomainRules none() {
        return new DomainRules(Map.of());
    }

    /** The rules that hold at this time. */
    public static DomainRules of(Collection<DomainRule> rules, Instant now) {
        return new DomainRules(rules.stream()
                .filter(rule -> rule.holds(now))
                .collect(Collectors.toUnmodifiableMap(DomainRule::domain, rule -> rule)));
    }

    /** How to stand to {@code host}, given in lower case and A-labels. */
    public Stance stanceOn(String host) {
        return ruleOn(host).map(DomainRule::stance).orElse(Stance.ALLOW);
    }

    /**
     * The rule that decides about {@code host}, given in lower case and A-labels. Takes as many look-ups as the host has
     * labels, so its cost does not grow with the number of rules.
     */
    public Optional<DomainRule> ruleOn(String host) {
        String domain = host;
        while (true) {
            DomainRule rule = byDomain.get(domain);
            if (rule != null) {
                return Optional.of(rule);
            }
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return Optional.empty();
            }
            domain = domain.substring(dot + 1);
        }
    }

    /** Whether any rule restricts in this way. */
    public boolean restrict(Restriction restriction) {
        return restrictions.contains(restriction);
    }
}
