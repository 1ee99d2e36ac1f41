package social.godwit.identity.keylog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Unknown;

/**
 * The state of an account's key log: a pure function of its genesis and of the set of entries, in whatever order they came.
 * Devices are a set in which revocation wins; recoveries are a chain from the genesis, each by the key that the one before
 * committed to. Two recoveries with one predecessor freeze the chain there, and nothing else: devices go on.
 */
public final class KeyLog {
    /** Most devices that may ever be added to one log. */
    public static final int MAX_DEVICES = 256;
    /** Most entries of one log. */
    public static final int MAX_ENTRIES = 2_048;

    private final Genesis genesis;
    private final Map<Sha256, KeyLogEntry> entries;
    private final Map<Did, DeviceState> devices;
    private final Sha256 head;
    private final Sha256 commitment;
    private final boolean frozen;

    private KeyLog(Genesis genesis, Map<Sha256, KeyLogEntry> entries) {
        this.genesis = genesis;
        this.entries = entries;
        RecoveryChain chain = RecoveryChain.of(genesis, entries.values());
        this.head = chain.head();
        this.commitment = chain.commitment();
        this.frozen = chain.frozen();
        this.devices = devices(entries.values(), chain.applied());
    }

    /**
     * A device of the log.
     *
     * @param revoked whether it may speak no more
     * @param closed where its chains end once it is revoked; a chain without an end has no recognised link
     */
    public record DeviceState(Did device, boolean revoked, Map<ChainClass, ChainEnd> closed) {
        /** Copies the map. */
        public DeviceState {
            closed = Map.copyOf(closed);
        }
    }

    /** How a checkpoint stands to the log. */
    public enum Standing {
        /** By a device that may speak. */
        OPEN,
        /** By a revoked device, at or before the link that its owner recognises last: recognised if it leads to that link. */
        BEFORE_END,
        /** By a revoked device, after the last link that its owner recognises: void. */
        AFTER_END,
        /** By no device of the log. */
        NO_DEVICE
    }

    /** The log with its first entry only. */
    public static KeyLog begin(Genesis genesis) {
        return new KeyLog(genesis, Map.of(genesis.hash(), genesis));
    }

    /** The log of all entries that belong to it; others are left out. The result does not depend on their order. */
    public static KeyLog fold(Genesis genesis, Collection<? extends KeyLogEntry> entries) {
        KeyLog log = begin(genesis);
        List<KeyLogEntry> waiting = new ArrayList<>(entries);
        boolean progress = true;
        while (progress) {
            progress = false;
            List<KeyLogEntry> next = new ArrayList<>();
            for (KeyLogEntry entry : waiting) {
                switch (log.add(entry)) {
                    case KeyLogVerdict.Added added -> {
                        log = added.log();
                        progress = true;
                    }
                    case KeyLogVerdict.Waiting later -> next.add(entry);
                    case KeyLogVerdict.Known known -> {}
                    case KeyLogVerdict.Refused refused -> {}
                }
            }
            waiting = next;
        }
        return log;
    }

    /** Decides on an entry. */
    public KeyLogVerdict add(KeyLogEntry entry) {
        Sha256 name = entry.hash();
        if (entries.containsKey(name)) {
            return new KeyLogVerdict.Known();
        }
        if (!entry.account().equals(genesis.account())) {
            return refused(KeyLogVerdict.Reason.OTHER_LOG, "entry of " + entry.account());
        }
        if (entries.size() >= MAX_ENTRIES) {
            return refused(KeyLogVerdict.Reason.FULL, "more than " + MAX_ENTRIES + " entries");
        }
        return switch (entry) {
            case Genesis second -> refused(KeyLogVerdict.Reason.SECOND_GENESIS, "the log began with " + genesis.hash());
            case DeviceAddition addition -> ofThisLog(addition.genesis(), addition, deviceRoom());
            case DeviceRevocation revocation -> ofThisLog(revocation.genesis(), revocation, true);
            case Recovery recovery -> recovery(recovery);
            case Unknown unknown -> with(unknown);
        };
    }

    private KeyLogVerdict ofThisLog(Sha256 began, KeyLogEntry entry, boolean room) {
        if (!began.equals(genesis.hash())) {
            return refused(KeyLogVerdict.Reason.OTHER_LOG, "entry of a log that began with " + began);
        }
        return room ? with(entry) : refused(KeyLogVerdict.Reason.FULL, "more than " + MAX_DEVICES + " devices");
    }

    private boolean deviceRoom() {
        return devices.size() < MAX_DEVICES;
    }

    private KeyLogVerdict recovery(Recovery recovery) {
        if (!recovery.genesis().equals(genesis.hash())) {
            return refused(KeyLogVerdict.Reason.OTHER_LOG, "entry of a log that began with " + recovery.genesis());
        }
        KeyLogEntry previous = entries.get(recovery.previous());
        Optional<Sha256> committed = switch (previous) {
            case null -> Optional.empty();
            case Genesis first -> Optional.of(first.recovery());
            case Recovery before -> Optional.of(before.nextRecovery());
            default -> Optional.empty();
        };
        if (previous == null) {
            return new KeyLogVerdict.Waiting(recovery.previous());
        }
        if (committed.isEmpty() || !committed.get().equals(KeyLogEntry.commitment(recovery.recoveryKey()))) {
            return refused(KeyLogVerdict.Reason.RECOVERY_KEY, "not by the recovery key that was committed to");
        }
        // What builds on one side of a fork says nothing; a further entry at the fork itself is evidence.
        if (frozen && !recovery.previous().equals(head)) {
            return refused(KeyLogVerdict.Reason.FROZEN, "the recovery chain has forked after " + head);
        }
        return with(recovery);
    }

    private KeyLogVerdict with(KeyLogEntry entry) {
        Map<Sha256, KeyLogEntry> more = new LinkedHashMap<>(entries);
        more.put(entry.hash(), entry);
        return new KeyLogVerdict.Added(new KeyLog(genesis, more));
    }

    private static KeyLogVerdict refused(KeyLogVerdict.Reason reason, String detail) {
        return new KeyLogVerdict.Refused(reason, detail);
    }

    private static Map<Did, DeviceState> devices(Collection<KeyLogEntry> entries, List<Recovery> recoveries) {
        Set<Did> added = new LinkedHashSet<>();
        Map<Did, Map<ChainClass, ChainEnd>> revoked = new LinkedHashMap<>();
        for (KeyLogEntry entry : entries) {
            if (entry instanceof DeviceAddition addition) {
                added.add(addition.device());
            } else if (entry instanceof DeviceRevocation revocation) {
                revoked.merge(revocation.revocation().device(), ends(revocation.revocation()), KeyLog::earlier);
            }
        }
        for (Recovery recovery : recoveries) {
            added.addAll(recovery.added());
            // The recovery key outranks the authority: its ends replace whatever was said before.
            recovery.revoked().forEach(one -> revoked.put(one.device(), ends(one)));
        }
        Map<Did, DeviceState> devices = new LinkedHashMap<>();
        for (Did device : added) {
            Map<ChainClass, ChainEnd> closed = revoked.get(device);
            devices.put(device, new DeviceState(device, closed != null, closed == null ? Map.of() : closed));
        }
        return devices;
    }

    private static Map<ChainClass, ChainEnd> ends(Revocation revocation) {
        Map<ChainClass, ChainEnd> ends = new LinkedHashMap<>();
        revocation.closed().forEach(end -> ends.put(end.chain(), end));
        return ends;
    }

    /** Of two revocations by the authority, the one that recognises less: a chain that either leaves out is closed whole. */
    private static Map<ChainClass, ChainEnd> earlier(Map<ChainClass, ChainEnd> one, Map<ChainClass, ChainEnd> other) {
        Map<ChainClass, ChainEnd> both = new LinkedHashMap<>();
        one.forEach((chain, end) -> {
            ChainEnd second = other.get(chain);
            if (second != null) {
                boolean keep = end.seq() < second.seq()
                        || (end.seq() == second.seq() && end.hash().compareTo(second.hash()) <= 0);
                both.put(chain, keep ? end : second);
            }
        });
        return both;
    }

    /** The account whose log it is. */
    public Did account() {
        return genesis.account();
    }

    /** The first entry. */
    public Genesis genesis() {
        return genesis;
    }

    /** All entries, also those without effect. */
    public List<KeyLogEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** The devices that were ever added. */
    public Map<Did, DeviceState> devices() {
        return Map.copyOf(devices);
    }

    /** Whether any device was ever added: from then on, only what checkpoints list is shown and delivered. */
    public boolean requiresCheckpoints() {
        return !devices.isEmpty();
    }

    /** Whether this key may speak as a device of the account. */
    public boolean authorises(Did device) {
        DeviceState state = devices.get(device);
        return state != null && !state.revoked();
    }

    /** How a checkpoint stands to the log. */
    public Standing standing(Checkpoint checkpoint) {
        DeviceState state = devices.get(checkpoint.device());
        if (state == null || !checkpoint.account().equals(account())) {
            return Standing.NO_DEVICE;
        }
        if (!state.revoked()) {
            return Standing.OPEN;
        }
        ChainEnd end = state.closed().get(checkpoint.chain());
        boolean before = end != null
                && (checkpoint.seq() < end.seq()
                        || (checkpoint.seq() == end.seq() && checkpoint.hash().equals(end.hash())));
        return before ? Standing.BEFORE_END : Standing.AFTER_END;
    }

    /** The last recovery in force, or the genesis: what the next recovery names as its predecessor. */
    public Sha256 head() {
        return head;
    }

    /** What the next recovery key must hash to, see {@link KeyLogEntry#commitment}. */
    public Sha256 recoveryCommitment() {
        return commitment;
    }

    /** Whether two recoveries share the predecessor {@link #head}: no recovery takes effect any more. */
    public boolean frozen() {
        return frozen;
    }
}
