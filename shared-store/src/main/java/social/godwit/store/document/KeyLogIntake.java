package social.godwit.store.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogVerdict;
import social.godwit.identity.keylog.Notice;

/**
 * What entries that a repository is offered do to its key log. The first genesis is kept for ever. Entries that came before
 * it, or before their predecessor, are kept and take effect when it comes.
 */
final class KeyLogIntake {
    /** Most entries that are kept before those that they build on; anybody can make some that build on nothing. */
    static final int WAITING_MAX = 64;

    private final Map<Sha256, Admission.Refusal> refused = new HashMap<>();
    private final List<Contradiction> contradictions = new ArrayList<>();
    private @Nullable KeyLog log;

    private KeyLogIntake() {}

    /** Decides on the offered entries, given the genesis, if there is one, the entries that are here, and when they came. */
    static KeyLogIntake of(
            @Nullable Genesis genesis,
            List<KeyLogEntry> here,
            Collection<Candidate> offered,
            Map<Sha256, Notice> notices,
            Instant now) {
        var intake = new KeyLogIntake();
        Map<Candidate, KeyLogEntry> entries = intake.read(offered);
        Genesis first = genesis;
        for (KeyLogEntry entry : entries.values()) {
            first = first == null && entry instanceof Genesis begins ? begins : first;
        }
        if (first != null) {
            intake.judge(first, here, entries, notices, now);
        } else {
            intake.limitStrangers(here.size(), entries);
        }
        return intake;
    }

    /** Before there is a log anybody can name the account in an entry of his own. */
    private void limitStrangers(int here, Map<Candidate, KeyLogEntry> offered) {
        int[] room = {WAITING_MAX - here};
        offered.forEach((candidate, entry) -> {
            if (!candidate.facts.document().owner().equals(entry.account()) && --room[0] < 0) {
                refused.put(candidate.hash(), Admission.Refusal.KEY_LOG);
            }
        });
    }

    private Map<Candidate, KeyLogEntry> read(Collection<Candidate> offered) {
        Map<Candidate, KeyLogEntry> entries = new LinkedHashMap<>();
        for (Candidate candidate : offered) {
            if (candidate.facts.kind() == DocumentKind.KEY_LOG) {
                Facts.keyLogEntry(candidate.facts.document())
                        .ifPresentOrElse(
                                entry -> entries.put(candidate, entry),
                                () -> refused.put(candidate.hash(), Admission.Refusal.MALFORMED));
            }
        }
        return entries;
    }

    private void judge(
            Genesis genesis,
            List<KeyLogEntry> here,
            Map<Candidate, KeyLogEntry> offered,
            Map<Sha256, Notice> notices,
            Instant now) {
        KeyLog before = KeyLog.fold(genesis, here);
        int[] waiting = {here.size() - before.entries().size()};
        List<KeyLogEntry> all = new ArrayList<>(here);
        all.addAll(offered.values());
        KeyLog after = KeyLog.fold(genesis, all, notices, now);
        offered.forEach((candidate, entry) -> {
            // An entry that the folded log holds has its place; ask the log for its reason about any other.
            KeyLogVerdict said = after.add(entry);
            if (said instanceof KeyLogVerdict.Waiting && ++waiting[0] > WAITING_MAX) {
                refused.put(candidate.hash(), Admission.Refusal.KEY_LOG);
            }
            if (said instanceof KeyLogVerdict.Refused verdict) {
                refused.put(candidate.hash(), Admission.Refusal.KEY_LOG);
                if (verdict.reason() == KeyLogVerdict.Reason.SECOND_GENESIS) {
                    contradictions.add(new Contradiction(candidate, entry.hash(), genesis.hash()));
                }
            } else if (entry instanceof Recovery recovery) {
                fork(before, recovery)
                        .ifPresent(other -> contradictions.add(new Contradiction(candidate, entry.hash(), other)));
            }
        });
        log = after;
    }

    /** Another recovery that is here with the same predecessor. */
    private static Optional<Sha256> fork(KeyLog before, Recovery recovery) {
        return before.entries().stream()
                .filter(entry -> entry instanceof Recovery other
                        && other.previous().equals(recovery.previous())
                        && !other.hash().equals(recovery.hash()))
                .map(KeyLogEntry::hash)
                .min(Sha256::compareTo);
    }

    /** The log with all entries that belong to it; nothing without a genesis. */
    Optional<KeyLog> log() {
        return Optional.ofNullable(log);
    }

    /** Hashes of the documents that do not belong to the log, and why. */
    Map<Sha256, Admission.Refusal> refused() {
        return Map.copyOf(refused);
    }

    /** Documents that contradict an entry that is here, with the name of that entry. */
    List<Contradiction> contradictions() {
        return List.copyOf(contradictions);
    }
}
