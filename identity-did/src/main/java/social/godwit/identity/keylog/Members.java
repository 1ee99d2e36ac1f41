package social.godwit.identity.keylog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.KeyLogEntry.Unknown;
import social.godwit.identity.keylog.KeyLogEntry.Veto;

/**
 * Which entries belong to a log, whatever the time. Each rank has room of its own, so that a thief of the authority key
 * cannot fill the log before the recovery key speaks.
 */
final class Members {
    private final Genesis genesis;
    private final Map<Sha256, KeyLogEntry> entries;
    private final Set<Did> devices = new HashSet<>();
    private final Map<Did, Integer> byHelper = new HashMap<>();
    private int byAuthority;
    private int byRecoveryKey;

    /** How an entry stands to the log. */
    sealed interface Place {
        /** It belongs to it, and is in now. */
        record In() implements Place {}

        /** It was in. */
        record Known() implements Place {}

        /** It may belong to it when that entry comes. */
        record Waiting(Sha256 forEntry) implements Place {}

        /** It does not belong to it. */
        record Out(KeyLogVerdict.Reason reason, String detail) implements Place {}
    }

    Members(Genesis genesis) {
        this.genesis = genesis;
        this.entries = new LinkedHashMap<>();
        entries.put(genesis.hash(), genesis);
    }

    private Members(Members other) {
        this.genesis = other.genesis;
        this.entries = new LinkedHashMap<>(other.entries);
        this.devices.addAll(other.devices);
        this.byHelper.putAll(other.byHelper);
        this.byAuthority = other.byAuthority;
        this.byRecoveryKey = other.byRecoveryKey;
    }

    Members copy() {
        return new Members(this);
    }

    Genesis genesis() {
        return genesis;
    }

    Map<Sha256, KeyLogEntry> entries() {
        return entries;
    }

    /** Adds all that belong to the log, in whatever order they come. */
    void addAll(Collection<? extends KeyLogEntry> some) {
        List<KeyLogEntry> waiting = new ArrayList<>(some);
        boolean progress = true;
        while (progress) {
            progress = false;
            List<KeyLogEntry> later = new ArrayList<>();
            for (KeyLogEntry entry : waiting) {
                switch (add(entry)) {
                    case Place.In in -> progress = true;
                    case Place.Waiting unknown -> later.add(entry);
                    case Place.Known known -> {}
                    case Place.Out out -> {}
                }
            }
            waiting = later;
        }
    }

    Place add(KeyLogEntry entry) {
        if (entries.containsKey(entry.hash())) {
            return new Place.Known();
        }
        if (!entry.account().equals(genesis.account())) {
            return out(KeyLogVerdict.Reason.OTHER_LOG, "entry of " + entry.account());
        }
        return switch (entry) {
            case Genesis second -> out(KeyLogVerdict.Reason.SECOND_GENESIS, "the log began with " + genesis.hash());
            case Unknown unknown -> authority(genesis.hash(), unknown);
            case DeviceAddition addition -> authority(addition.genesis(), addition);
            case DeviceRevocation revocation -> authority(revocation.genesis(), revocation);
            case Veto veto -> authority(veto.genesis(), veto);
            case RecoveryReplacement replacement -> after(replacement.genesis(), replacement.previous(), replacement);
            case HelperSuccession succession -> after(succession.genesis(), succession.previous(), succession);
            case Recovery recovery -> after(recovery.genesis(), recovery.previous(), recovery);
        };
    }

    private Place authority(Sha256 began, KeyLogEntry entry) {
        if (!began.equals(genesis.hash())) {
            return out(KeyLogVerdict.Reason.OTHER_LOG, "entry of a log that began with " + began);
        }
        if (byAuthority >= KeyLog.MAX_ENTRIES) {
            return full("more than " + KeyLog.MAX_ENTRIES + " entries");
        }
        if (entry instanceof DeviceAddition addition
                && devices.size() >= KeyLog.MAX_DEVICES
                && !devices.contains(addition.device())) {
            return full("more than " + KeyLog.MAX_DEVICES + " devices");
        }
        if (entry instanceof DeviceAddition addition) {
            devices.add(addition.device());
        }
        byAuthority++;
        return in(entry);
    }

    /** What builds on the recovery chain. */
    private Place after(Sha256 began, Sha256 previous, KeyLogEntry entry) {
        if (!began.equals(genesis.hash())) {
            return out(KeyLogVerdict.Reason.OTHER_LOG, "entry of a log that began with " + began);
        }
        KeyLogEntry before = entries.get(previous);
        if (before == null) {
            return new Place.Waiting(previous);
        }
        Optional<Sha256> committed = commitment(before);
        if (committed.isEmpty()) {
            return out(KeyLogVerdict.Reason.RECOVERY_KEY, "does not build on a recovery or the first entry");
        }
        return switch (entry) {
            case Recovery recovery -> recovery(recovery, committed.get());
            case HelperSuccession succession -> succession(succession);
            default -> authority(began, entry);
        };
    }

    private Place recovery(Recovery recovery, Sha256 committed) {
        if (!committed.equals(KeyLogEntry.commitment(recovery.recoveryKey()))) {
            return out(KeyLogVerdict.Reason.RECOVERY_KEY, "not by the recovery key that was committed to");
        }
        // What builds on one side of a fork says nothing; a further entry at the fork itself is evidence.
        if (forked(recovery.previous())) {
            return out(KeyLogVerdict.Reason.FROZEN, "the recovery chain has forked before");
        }
        if (byRecoveryKey >= KeyLog.MAX_RECOVERIES) {
            return full("more than " + KeyLog.MAX_RECOVERIES + " recoveries");
        }
        byRecoveryKey++;
        return in(recovery);
    }

    private Place succession(HelperSuccession succession) {
        if (!helpers(succession.previous()).include(genesis.hash(), succession.helper())) {
            return out(KeyLogVerdict.Reason.NO_HELPER, succession.helper() + " is none of the helpers");
        }
        if (byHelper.getOrDefault(succession.helper(), 0) >= KeyLog.MAX_SUCCESSIONS) {
            return full("more than " + KeyLog.MAX_SUCCESSIONS + " successions by one helper");
        }
        byHelper.merge(succession.helper(), 1, Integer::sum);
        return in(succession);
    }

    private Place in(KeyLogEntry entry) {
        entries.put(entry.hash(), entry);
        return new Place.In();
    }

    private static Place full(String detail) {
        return out(KeyLogVerdict.Reason.FULL, detail);
    }

    private static Place out(KeyLogVerdict.Reason reason, String detail) {
        return new Place.Out(reason, detail);
    }

    /** What an entry of the chain commits the next recovery key to; nothing for entries that are no part of it. */
    static Optional<Sha256> commitment(KeyLogEntry entry) {
        return switch (entry) {
            case Genesis first -> Optional.of(first.recovery());
            case Recovery recovery -> Optional.of(recovery.nextRecovery());
            case RecoveryReplacement replacement -> Optional.of(replacement.nextRecovery());
            default -> Optional.empty();
        };
    }

    /** The helpers that the chain up to and with this entry names. */
    private Helpers helpers(Sha256 upTo) {
        Sha256 place = upTo;
        while (true) {
            switch (entries.get(place)) {
                case Recovery recovery
                when recovery.helpers().isPresent() -> {
                    return recovery.helpers().get();
                }
                case Recovery recovery -> place = recovery.previous();
                case RecoveryReplacement replacement -> place = replacement.previous();
                case null, default -> {
                    return Helpers.NONE;
                }
            }
        }
    }

    /** Whether two recoveries share a predecessor somewhere on the way from this entry to the first. */
    private boolean forked(Sha256 from) {
        Set<Sha256> forks = new HashSet<>();
        Set<Sha256> seen = new HashSet<>();
        for (KeyLogEntry entry : entries.values()) {
            if (entry instanceof Recovery recovery && !seen.add(recovery.previous())) {
                forks.add(recovery.previous());
            }
        }
        Sha256 place = from;
        while (true) {
            switch (entries.get(place)) {
                case Recovery recovery -> {
                    if (forks.contains(recovery.previous())) {
                        return true;
                    }
                    place = recovery.previous();
                }
                case RecoveryReplacement replacement -> place = replacement.previous();
                case null, default -> {
                    return false;
                }
            }
        }
    }
}
