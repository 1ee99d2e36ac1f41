package social.godwit.network.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Stance;

/**
 * What it would change here to follow a list. What somebody here wrote by hand is never touched, and neither is what another
 * list made: the first that made a rule has it. Pure.
 *
 * @param add rules that are new
 * @param change rules that the list made and says differently now
 * @param drop domains whose rule the list made and that it says no longer
 * @param kept how many entries change nothing, since a rule of somebody else's stands there
 */
public record Difference(List<DomainRule> add, List<DomainRule> change, List<String> drop, int kept) {
    /** Dropping more than this part of what a list made, and more than {@link #FEW}, is taken for a mistake. */
    private static final double PART_MAX = 0.2;

    private static final int FEW = 10;

    public Difference {
        add = List.copyOf(add);
        change = List.copyOf(change);
        drop = List.copyOf(drop);
    }

    /**
     * Compares.
     *
     * @param own this instance's own host, which no list touches, nor what is above it
     */
    public static Difference of(
            Subscription list, Collection<Entry> entries, Map<String, DomainRule> rules, String own, Instant now) {
        List<DomainRule> add = new ArrayList<>();
        List<DomainRule> change = new ArrayList<>();
        List<String> drop = new ArrayList<>();
        int kept = 0;
        for (Entry entry : entries) {
            DomainRule rule = rules.get(entry.domain());
            boolean says =
                    entry.stance() != Stance.ALLOW || !entry.restrictions().isEmpty();
            boolean ours = DomainRule.holdsFor(entry.domain(), own);
            if (entry.gone() || !says || ours) {
                if (rule != null && entry.wrote(rule) && list.retract()) {
                    drop.add(entry.domain());
                }
            } else if (rule == null) {
                add.add(entry.rule(list.id(), now));
            } else if (entry.wrote(rule)) {
                if (!entry.says(rule)) {
                    change.add(entry.rule(list.id(), now));
                }
            } else {
                kept++;
            }
        }
        return new Difference(add, change, drop, kept);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return add.isEmpty() && change.isEmpty() && drop.isEmpty();
    }

    /** Whether so much is taken back at once that it is more likely that the list is broken. */
    public boolean emptiesTooMuch(Collection<Entry> entries) {
        long made = entries.stream().filter(entry -> entry.made().isPresent()).count();
        return drop.size() > FEW && drop.size() > made * PART_MAX;
    }

    /** All rules that would be written. */
    public List<DomainRule> written() {
        List<DomainRule> all = new ArrayList<>(add);
        all.addAll(change);
        return all;
    }
}
