package social.godwit.network.member;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Joining.Door;
import social.godwit.network.charter.Verification.Need;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.verification.Vouched;

/**
 * Who counts as a member, of those who say that they joined: whoever the charter's door lets in and as many vouch for as it asks. One
 * vouches, and a steward lets in, by an {@link Approval} of the membership's hash.
 */
public final class Members {
    private final Charter charter;
    private final NetworkCard card;
    private final Map<Sha256, Set<Did>> approving = new HashMap<>();

    private Members(Charter charter, NetworkCard card) {
        this.charter = charter;
        this.card = card;
        for (SignedAct act : card.evidence().all()) {
            act.as(Approval.class)
                    .ifPresent(approval -> approving
                            .computeIfAbsent(approval.subject(), absent -> new HashSet<>())
                            .add(act.author()));
        }
    }

    /** The memberships that count under a charter; a pure function, so that all who have the same count the same. */
    public static List<Membership> admitted(Charter charter, Collection<Membership> memberships, NetworkCard card) {
        return new Members(charter, card).admitted(memberships);
    }

    private List<Membership> admitted(Collection<Membership> memberships) {
        Set<Did> trusted = new HashSet<>(charter.governance().stewards());
        List<Membership> waiting = new ArrayList<>(memberships);
        List<Membership> admitted = new ArrayList<>();
        boolean more = true;
        while (more) {
            List<Membership> next = waiting.stream()
                    .filter(membership -> opened(membership) && vouched(membership, trusted))
                    .toList();
            more = !next.isEmpty();
            admitted.addAll(next);
            waiting.removeAll(next);
            next.forEach(membership -> trusted.add(membership.member()));
        }
        return List.copyOf(admitted);
    }

    private boolean opened(Membership membership) {
        if (paused(membership.since())) {
            return false;
        }
        return switch (charter.joining().door()) {
            case OPEN -> true;
            case REQUEST, INVITE ->
                charter.governance().stewards().contains(membership.member())
                        || approvers(membership).stream()
                                .anyMatch(charter.governance().stewards()::contains);
            case CREDENTIAL -> isVouchedFor(membership.member());
        };
    }

    /** Whether joining was paused then, by emergency. */
    private boolean paused(Instant since) {
        for (EmergencyMeasure measure : card.emergencies()) {
            boolean then = measure.emergency().power() == Power.PAUSE_JOINING
                    && measure.begun().filter(begun -> !since.isBefore(begun)).isPresent()
                    && since.isBefore(measure.over());
            if (then) {
                return true;
            }
        }
        return false;
    }

    private boolean vouched(Membership membership, Set<Did> trusted) {
        return charter.governance().stewards().contains(membership.member())
                || approvers(membership).stream()
                                .filter(trusted::contains)
                                .filter(one -> !one.equals(membership.member()))
                                .count()
                        >= charter.joining().vouches();
    }

    private Set<Did> approvers(Membership membership) {
        return approving.getOrDefault(membership.hash(), Set.of());
    }

    private boolean isVouchedFor(Did account) {
        return Vouched.any(card.vouched().getOrDefault(account, List.of()));
    }

    /** Those who wait for a steward to let them in, each once, the newest first; nobody where the door is no steward's. */
    public static List<Membership> asking(Charter charter, Collection<Membership> memberships, NetworkCard card) {
        Door door = charter.joining().door();
        if (door != Door.REQUEST && door != Door.INVITE) {
            return List.of();
        }
        Members members = new Members(charter, card);
        return newest(memberships).stream()
                .filter(membership -> !members.paused(membership.since()) && !members.opened(membership))
                .toList();
    }

    /** The newest membership of each, the newest first. */
    private static List<Membership> newest(Collection<Membership> memberships) {
        Map<Did, Membership> newest = new HashMap<>();
        for (Membership membership : memberships) {
            newest.merge(
                    membership.member(), membership, (one, other) -> one.since().isAfter(other.since()) ? one : other);
        }
        return newest.values().stream()
                .sorted(Comparator.comparing(Membership::since)
                        .reversed()
                        .thenComparing(one -> one.member().toString()))
                .toList();
    }

    /**
     * Those for whom fewer members vouch than the charter asks, each once: first for whom most do, of these the newest, so that no
     * crowd that nobody knows stands before the others. Nobody where the charter asks for none.
     */
    public static List<Newcomer> unvouched(Charter charter, Collection<Membership> memberships, NetworkCard card) {
        if (charter.joining().vouches() == 0) {
            return List.of();
        }
        Members members = new Members(charter, card);
        Set<Did> trusted = new HashSet<>(charter.governance().stewards());
        members.admitted(memberships).forEach(one -> trusted.add(one.member()));
        return newest(memberships).stream()
                .filter(one -> !trusted.contains(one.member())
                        && !members.paused(one.since())
                        && !members.vouched(one, trusted))
                .map(one -> new Newcomer(
                        one,
                        members.approvers(one).stream()
                                .filter(trusted::contains)
                                .sorted(Comparator.comparing(Did::toString))
                                .toList(),
                        members.opened(one)))
                .sorted(Comparator.comparingInt((Newcomer one) -> one.vouching().size())
                        .reversed())
                .toList();
    }

    /**
     * Who may vote at {@code at} under a decision: who counts as a member, has been one for long enough and, where the charter asks
     * for it, is vouched for by an issuer; in the order of DIDs' text. Times are the members' own claims: whoever signs a roll takes
     * the memberships that it knew before.
     */
    public static List<Did> electorate(
            Charter charter, Collection<Membership> memberships, Decision decision, NetworkCard card, Instant at) {
        Members members = new Members(charter, card);
        Instant latest = at.minus(Duration.ofDays(decision.memberDays()));
        Map<String, Did> voters = new TreeMap<>();
        members.admitted(memberships).stream()
                .filter(membership -> !membership.since().isAfter(latest))
                .filter(membership ->
                        charter.verification().need() == Need.NOTHING || members.isVouchedFor(membership.member()))
                .forEach(membership -> voters.put(membership.member().toString(), membership.member()));
        return List.copyOf(voters.values());
    }

    /**
     * Who may vote by {@code at} about the version that follows the last one, whatever of it is to be changed: under the decision that
     * asks for the longest membership. Nobody where nothing is put to the vote, and after a fork.
     */
    public static List<Did> voters(NetworkCard card, Collection<Membership> memberships, Instant at) {
        if (card.chain().forked() || card.chain().versions().isEmpty()) {
            return List.of();
        }
        Charter current = card.chain().versions().getLast();
        return current.governance().decisions().stream()
                .filter(Decision::voted)
                .max(Comparator.comparingInt(Decision::memberDays))
                .map(strictest -> electorate(current, memberships, strictest, card, at))
                .orElse(List.of());
    }
}
