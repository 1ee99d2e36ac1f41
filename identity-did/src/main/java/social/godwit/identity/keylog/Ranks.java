package social.godwit.identity.keylog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.KeyLogEntry.Veto;

/**
 * Whose word counts at a moment: the recovery key's at once, the helpers' and a new recovery key's after a delay in which the
 * ranks above them may object. It walks from the first entry along recoveries and replacements to the first fork or the end.
 */
final class Ranks {
    private final Collection<KeyLogEntry> entries;
    private final Map<Sha256, Notice> notices;
    private final Instant now;
    private final Map<Sha256, List<Recovery>> recoveries = new HashMap<>();
    private final List<Recovery> applied = new ArrayList<>();
    private Sha256 head;
    private Sha256 commitment;
    private Helpers helpers = Helpers.NONE;
    private @Nullable Succession succession;
    private List<Pending> pending = List.of();
    private boolean frozen;

    Ranks(Genesis genesis, Collection<KeyLogEntry> entries, Map<Sha256, Notice> notices, Instant now) {
        this.entries = entries;
        this.notices = notices;
        this.now = now;
        this.head = genesis.hash();
        this.commitment = genesis.recovery();
        for (KeyLogEntry entry : entries) {
            if (entry instanceof Recovery recovery) {
                recoveries
                        .computeIfAbsent(recovery.previous(), none -> new ArrayList<>())
                        .add(recovery);
            }
        }
        boolean further = true;
        while (further) {
            further = step();
        }
    }

    /** What happened after the head; whether it has moved. */
    private boolean step() {
        List<Recovery> words = recoveries.getOrDefault(head, List.of());
        List<Pending> named = succession == null ? proposals() : List.of();
        Optional<Pending> successor = first(named, words);
        List<Pending> lost = succession == null ? replacements() : List.of();
        Optional<Pending> replacement = first(lost, words)
                .filter(one -> successor.isEmpty()
                        || one.inForce()
                                .orElseThrow()
                                .isBefore(successor.get().inForce().orElseThrow()));
        successor.ifPresent(this::succeed);
        if (replacement.isPresent()) {
            RecoveryReplacement by = replacement(replacement.get().name());
            head = by.hash();
            commitment = by.nextRecovery();
            return true;
        }
        if (words.isEmpty()) {
            pending = succession == null
                    ? Stream.concat(named.stream(), lost.stream()).toList()
                    : List.of();
            return false;
        }
        if (words.size() > 1) {
            frozen = true;
            return false;
        }
        apply(words.getFirst());
        return true;
    }

    private void apply(Recovery recovery) {
        applied.add(recovery);
        head = recovery.hash();
        commitment = recovery.nextRecovery();
        helpers = recovery.helpers().orElse(helpers);
        succession = recovery.successor()
                .map(did -> new Succession(did, Succession.Rank.RECOVERY_KEY, recovery.hash(), recovery.revoked()))
                .orElse(succession);
    }

    private void succeed(Pending named) {
        List<KeyLogEntry.Revocation> closed = all(HelperSuccession.class)
                .filter(entry -> entry.proposal().equals(named.name()))
                .findFirst()
                .orElseThrow()
                .revoked();
        succession = new Succession(named.successor().orElseThrow(), Succession.Rank.HELPERS, named.name(), closed);
    }

    /** The first that is in force, if the recovery key was silent until then. */
    private Optional<Pending> first(List<Pending> announced, List<Recovery> words) {
        return announced.stream()
                .filter(one -> one.inForceAt(now))
                .filter(one -> words.stream()
                        .noneMatch(word -> notice(word).isBefore(one.inForce().orElseThrow())))
                .min(Comparator.comparing((Pending one) -> one.inForce().orElseThrow())
                        .thenComparing(Pending::name));
    }

    private List<Pending> replacements() {
        return all(RecoveryReplacement.class)
                .filter(entry -> entry.previous().equals(head))
                .map(entry -> {
                    Optional<Instant> since = notice(entry).since();
                    return new Pending(
                            Pending.Kind.REPLACEMENT,
                            entry.hash(),
                            Optional.empty(),
                            1,
                            1,
                            since,
                            since.map(time -> time.plus(KeyLog.RECOVERY_NOTICE)),
                            false);
                })
                .sorted(Comparator.comparing(Pending::name))
                .toList();
    }

    private RecoveryReplacement replacement(Sha256 name) {
        return all(RecoveryReplacement.class)
                .filter(entry -> entry.hash().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Pending> proposals() {
        Map<Sha256, List<HelperSuccession>> alike = all(HelperSuccession.class)
                .filter(entry -> entry.previous().equals(head))
                .collect(Collectors.groupingBy(HelperSuccession::proposal));
        return alike.values().stream()
                .map(this::proposal)
                .sorted(Comparator.comparing(Pending::name))
                .toList();
    }

    private Pending proposal(List<HelperSuccession> alike) {
        List<Instant> times = times(alike, Notice::since);
        int needed = helpers.threshold();
        Optional<Instant> since = times.size() < needed ? Optional.empty() : Optional.of(times.get(needed - 1));
        Optional<Instant> inForce = since.map(time -> time.plus(KeyLog.HELPER_DELAY));
        HelperSuccession one = alike.getFirst();
        return new Pending(
                Pending.Kind.SUCCESSION,
                one.proposal(),
                Optional.of(one.successor()),
                alike.size(),
                needed,
                since,
                inForce,
                isVetoed(one.proposal(), times(alike, Notice::majority).stream().findFirst(), inForce));
    }

    private List<Instant> times(List<? extends KeyLogEntry> some, Function<Notice, Optional<Instant>> time) {
        return some.stream()
                .flatMap(entry -> time.apply(notice(entry)).stream())
                .sorted()
                .toList();
    }

    private boolean isVetoed(Sha256 proposal, Optional<Instant> begun, Optional<Instant> inForce) {
        return all(Veto.class)
                .filter(veto -> veto.proposal().equals(proposal))
                .filter(veto -> inForce.map(notice(veto)::isBefore).orElse(true))
                .anyMatch(veto -> mayObject(veto, begun));
    }

    /** Whether the device was there before the helpers spoke, so that the authority key alone cannot object, and not revoked. */
    private boolean mayObject(Veto veto, Optional<Instant> begun) {
        Did device = veto.device();
        boolean added = applied.stream().anyMatch(word -> word.added().contains(device))
                || all(DeviceAddition.class)
                        .filter(addition -> addition.device().equals(device))
                        .anyMatch(addition ->
                                begun.map(notice(addition)::isBefore).orElse(true));
        Optional<Instant> said = notice(veto).majority();
        boolean revoked = applied.stream()
                        .flatMap(word -> word.revoked().stream())
                        .anyMatch(one -> one.device().equals(device))
                || all(DeviceRevocation.class)
                        .filter(revocation -> revocation.revocation().device().equals(device))
                        .flatMap(revocation -> notice(revocation).majority().stream())
                        .anyMatch(time -> said.isEmpty() || time.isBefore(said.get()));
        return added && !revoked;
    }

    private Notice notice(KeyLogEntry entry) {
        return notices.getOrDefault(entry.hash(), Notice.NONE);
    }

    private <T extends KeyLogEntry> Stream<T> all(Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The recoveries in force, in their order. */
    List<Recovery> applied() {
        return applied;
    }

    /** The last entry of the chain that is in force. */
    Sha256 head() {
        return head;
    }

    /** To the key of the next recovery. */
    Sha256 commitment() {
        return commitment;
    }

    /** Who may name a successor now. */
    Helpers helpers() {
        return helpers;
    }

    /** The successor that is in force. */
    Optional<Succession> succession() {
        return Optional.ofNullable(succession);
    }

    /** What is announced, in the order of kinds and names. */
    List<Pending> pending() {
        return pending;
    }

    /** Whether the chain forks after the head. */
    boolean frozen() {
        return frozen;
    }
}
