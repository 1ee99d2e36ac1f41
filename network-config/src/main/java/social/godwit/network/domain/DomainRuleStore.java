package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Keeps the rules about domains. */
public interface DomainRuleStore {
    /** All rules by domain, at most 100,000. */
    Uni<List<DomainRule>> all();

    /** Writes a rule, in place of an older one for the same domain. */
    Uni<Void> put(DomainRule rule);

    /** Forgets the rule for exactly this domain; says whether there was one. */
    Uni<Boolean> remove(String domain);
}
