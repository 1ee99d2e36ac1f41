package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps the rules about domains. */
public interface DomainRuleStore {
    /** All rules by domain, at most 100,000. */
    Uni<List<DomainRule>> all();

    /** Writes a rule, in place of an older one for the same domain. */
    Uni<Void> put(DomainRule rule);

    /** Forgets the rule for exactly this domain; says whether there was one. */
    Uni<Boolean> remove(String domain);

    /** How long a list can be taken back. */
    Duration TAKEN_BACK_WITHIN = Duration.ofHours(1);

    /** Writes all rules of a list at once, made {@code at}, without an end; remembers under {@code id} what they replace. */
    Uni<Void> bring(String id, List<DomainRule> list, Instant at);

    /**
     * Makes the rules as they were before the list {@code id} came; those that somebody changed since stay as they are.
     *
     * @return how many rules that were; empty when there is no such list, or it is older than {@link #TAKEN_BACK_WITHIN}
     */
    Uni<Optional<Integer>> takeBack(String id, Instant now);
}
