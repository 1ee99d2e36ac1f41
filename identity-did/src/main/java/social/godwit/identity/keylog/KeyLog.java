package social.godwit.identity.keylog;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
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

/**
 * The state of an account's key log: a pure function of its genesis, the set of entries in whatever order they came, when
 * gateways received them, and the moment for which it is asked. Devices are a set in which revocation wins; recoveries are
 * a chain from the genesis, each by the key that the one before committed to. Two recoveries with one predecessor freeze
 * the chain there, and nothing else: devices go on.
 */
public final class KeyLog {
    /** Most devices that may ever be added to one log by the authority key. */
    public static final int MAX_DEVICES = 256;
    /** Most entries of one log by the authority key. */
    public static final int MAX_ENTRIES = 2_048;
    /** Most entries of one log by recovery keys, besides. */
    public static final int MAX_RECOVERIES = 512;
    /** Most entries of one log by one helper, besides. */
    public static final int MAX_SUCCESSIONS = 16;
    /** How long a successor that helpers name is announced before it is in force. */
    public static final Duration HELPER_DELAY = Duration.ofDays(3);
    /** How long another recovery key is announced before it takes the place of a lost one. */
    public static final Duration RECOVERY_NOTICE = Duration.ofDays(30);

    private final Members members;
    private final Map<Sha256, Notice> notices;
    private final Instant now;
    private final Ranks ranks;
    private final Map<Did, DeviceState> devices;

    private KeyLog(Members members, Map<Sha256, Notice> notices, Instant now) {
        this.members = members;
        this.notices = notices;
        this.now = now;
        Collection<KeyLogEntry> entries = members.entries().values();
        this.ranks = new Ranks(members.genesis(), entries, notices, now);
        this.devices = devices(entries, ranks.applied(), ranks.succession());
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
        return new KeyLog(new Members(genesis), Map.of(), Instant.EPOCH);
    }

    /** The log of all entries that belong to it, when nothing is known of receipts: what needs a delay is not in force. */
    public static KeyLog fold(Genesis genesis, Collection<? extends KeyLogEntry> entries) {
        return fold(genesis, entries, Map.of(), Instant.EPOCH);
    }

    /**
     * The log of all entries that belong to it; others are left out. The result does not depend on their order.
     *
     * @param notices when entries were received, by their hashes
     * @param now the moment for which the log is asked
     */
    public static KeyLog fold(
            Genesis genesis, Collection<? extends KeyLogEntry> entries, Map<Sha256, Notice> notices, Instant now) {
        Members members = new Members(genesis);
        members.addAll(entries);
        return new KeyLog(members, Map.copyOf(notices), now);
    }

    /** Decides on an entry. */
    public KeyLogVerdict add(KeyLogEntry entry) {
        Members more = members.copy();
        return switch (more.add(entry)) {
            case Members.Place.In in -> new KeyLogVerdict.Added(new KeyLog(more, notices, now));
            case Members.Place.Known known -> new KeyLogVerdict.Known();
            case Members.Place.Waiting waiting -> new KeyLogVerdict.Waiting(waiting.forEntry());
            case Members.Place.Out out -> new KeyLogVerdict.Refused(out.reason(), out.detail());
        };
    }

    private static Map<Did, DeviceState> devices(
            Collection<KeyLogEntry> entries, List<Recovery> recoveries, Optional<Succession> succession) {
        Set<Did> added = new LinkedHashSet<>();
        Map<Did, Map<ChainClass, ChainEnd>> revoked = new LinkedHashMap<>();
        for (KeyLogEntry entry : entries) {
            if (entry instanceof DeviceAddition addition) {
                added.add(addition.device());
            } else if (entry instanceof DeviceRevocation revocation) {
                revoked.merge(revocation.revocation().device(), ends(revocation.revocation()), KeyLog::earlier);
            }
        }
        // Helpers outrank the authority, and the recovery key, which comes after them here, outranks helpers.
        succession
                .filter(named -> named.by() == Succession.Rank.HELPERS)
                .ifPresent(named -> named.closed().forEach(one -> revoked.put(one.device(), ends(one))));
        for (Recovery recovery : recoveries) {
            added.addAll(recovery.added());
            // The recovery key outranks the authority: its ends replace whatever was said before.
            recovery.revoked().forEach(one -> revoked.put(one.device(), ends(one)));
        }
        succession.ifPresent(named -> added.forEach(device -> revoked.putIfAbsent(device, Map.of())));
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
        return members.genesis().account();
    }

    /** The first entry. */
    public Genesis genesis() {
        return members.genesis();
    }

    /** All entries, also those without effect. */
    public List<KeyLogEntry> entries() {
        return List.copyOf(members.entries().values());
    }

    /** The devices that were ever added. */
    public Map<Did, DeviceState> devices() {
        return Map.copyOf(devices);
    }

    /** Whether any device was ever added, or a successor named: from then on, only what checkpoints list is shown and delivered. */
    public boolean requiresCheckpoints() {
        return !devices.isEmpty() || succession().isPresent();
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

    /** The last recovery or replacement in force, or the genesis: what the next recovery names as its predecessor. */
    public Sha256 head() {
        return ranks.head();
    }

    /** What the next recovery key must hash to, see {@link KeyLogEntry#commitment}. */
    public Sha256 recoveryCommitment() {
        return ranks.commitment();
    }

    /** Whether two recoveries share the predecessor {@link #head}: no recovery takes effect any more. */
    public boolean frozen() {
        return ranks.frozen();
    }

    /** Who may together name a successor now. */
    public Helpers helpers() {
        return ranks.helpers();
    }

    /** The account that goes on in this one's place; then no key of this one may speak any more. */
    public Optional<Succession> succession() {
        return ranks.succession();
    }

    /** What is announced, and not in force yet. */
    public List<Pending> pending() {
        return ranks.pending();
    }

    /** The next moment at which time alone changes the state, as far as is known now. */
    public Optional<Instant> nextChange() {
        return pending().stream()
                .filter(one -> !one.vetoed())
                .flatMap(one -> one.inForce().stream())
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }
}
