package social.godwit.network.subscription;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;

/**
 * What a list says about a domain.
 *
 * @param domain canonical, see {@link DomainRule#domain}
 * @param comment why, for everybody; at most {@link DomainRule#COMMENT_MAX} characters
 * @param gone true when the list says it no longer; kept while a rule stands here that it made
 * @param made when this list made the rule that stands here; a rule written since then is no longer the list's
 */
public record Entry(
        String domain,
        Stance stance,
        Set<Restriction> restrictions,
        String comment,
        boolean gone,
        Optional<Instant> made) {
    public Entry {
        restrictions = Set.copyOf(restrictions);
    }

    /** Out of a rule as a list writes it. */
    static Entry of(DomainRule rule) {
        return new Entry(
                rule.domain(), rule.stance(), rule.restrictions(), rule.publicComment(), false, Optional.empty());
    }

    /** The same, no longer said. */
    Entry dropped() {
        return new Entry(domain, stance, restrictions, comment, true, made);
    }

    /** The same, whose rule was made then. */
    Entry made(Optional<Instant> when) {
        return new Entry(domain, stance, restrictions, comment, gone, when);
    }

    /** Whether a rule is the one that this list made. */
    public boolean wrote(DomainRule rule) {
        return made.filter(rule.createdAt()::equals).isPresent();
    }

    /** Whether a rule says the same. */
    boolean says(DomainRule rule) {
        return rule.stance() == stance && rule.restrictions().equals(restrictions);
    }

    /** As a rule of this instance. */
    DomainRule rule(String list, Instant now) {
        return new DomainRule(domain, stance, restrictions, "from the list " + list, comment, now, Optional.empty());
    }
}
