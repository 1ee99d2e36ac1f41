package social.godwit.network.domain;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** All rules about domains at one moment. The most specific rule decides; no rule means {@link Stance#ALLOW}. */
public final class DomainRules {
    private final Map<String, Stance> byDomain;

    private DomainRules(Map<String, Stance> byDomain) {
        this.byDomain = byDomain;
    }

    /** No rules at all. */
    public static DomainRules none() {
        return new DomainRules(Map.of());
    }

    public static DomainRules of(Collection<DomainRule> rules) {
        return new DomainRules(
                rules.stream().collect(Collectors.toUnmodifiableMap(DomainRule::domain, DomainRule::stance)));
    }

    /**
     * How to stand to {@code host}, given in lower case and A-labels. Takes as many look-ups as the host has labels, so
     * its cost does not grow with the number of rules.
     */
    public Stance stanceOn(String host) {
        String domain = host;
        while (true) {
            Stance stance = byDomain.get(domain);
            if (stance != null) {
                return stance;
            }
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return Stance.ALLOW;
            }
            domain = domain.substring(dot + 1);
        }
    }
}
