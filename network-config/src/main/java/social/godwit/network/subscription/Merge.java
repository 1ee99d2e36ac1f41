package social.godwit.network.subscription;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.network.domain.DomainCsv;
import social.godwit.network.domain.DomainRule;

/**
 * What becomes of the entries that are kept of a list. Pure.
 *
 * @param written entries that are new or other than before
 * @param forgotten domains whose entries go
 * @param size how many there are then
 */
public record Merge(List<Entry> written, Set<String> forgotten, int size) {
    public Merge {
        written = List.copyOf(written);
        forgotten = Set.copyOf(forgotten);
    }

    /** What was read, over what was known. What is gone is kept as long as a rule may stand here that the list made. */
    public static Merge of(Collection<Entry> known, ListReading.Read read) {
        Map<String, Entry> before = new HashMap<>();
        known.forEach(entry -> before.put(entry.domain(), entry));
        List<Entry> written = new ArrayList<>();
        Set<String> forgotten = new HashSet<>();
        Map<String, Entry> after = new HashMap<>(before);
        read.entries().forEach((domain, entry) -> {
            Entry old = before.get(domain);
            Entry next = entry.made(old == null ? Optional.empty() : old.made());
            after.put(domain, next);
            if (!next.equals(old)) {
                written.add(next);
            }
        });
        for (Entry old : known) {
            boolean gone = read.whole()
                    ? !read.entries().containsKey(old.domain())
                    : read.dropped().contains(old.domain());
            if (gone && old.made().isPresent()) {
                if (!old.gone()) {
                    written.add(old.dropped());
                }
            } else if (gone) {
                forgotten.add(old.domain());
                after.remove(old.domain());
            }
        }
        return new Merge(written, forgotten, after.size());
    }

    /** What was done, noted in the entries: which rules the list has made, and which it has no longer. */
    public static Merge applied(Collection<Entry> entries, Difference done) {
        Map<String, DomainRule> rules = new HashMap<>();
        done.written().forEach(rule -> rules.put(rule.domain(), rule));
        Set<String> dropped = new HashSet<>(done.drop());
        List<Entry> written = new ArrayList<>();
        Set<String> forgotten = new HashSet<>();
        for (Entry entry : entries) {
            DomainRule rule = rules.get(entry.domain());
            if (rule != null) {
                written.add(entry.made(Optional.of(rule.createdAt())));
            } else if (dropped.contains(entry.domain())) {
                if (entry.gone()) {
                    forgotten.add(entry.domain());
                } else {
                    written.add(entry.made(Optional.empty()));
                }
            }
        }
        return new Merge(written, forgotten, entries.size() - forgotten.size());
    }

    /** Whether it is more than anybody here looks through. */
    public boolean tooLong() {
        return size > DomainCsv.LINES_MAX;
    }
}
