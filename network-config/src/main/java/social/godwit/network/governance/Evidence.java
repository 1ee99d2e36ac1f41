package social.godwit.network.governance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;

/**
 * All that was said about one network, as far as it is known here: a set, in which order and repetition do not count. What
 * follows from it can only be as complete as it is.
 */
public final class Evidence {
    private final Did network;
    private final Map<Sha256, SignedAct> acts = new LinkedHashMap<>();
    private final Map<Sha256, List<SignedAct>> bySubject = new HashMap<>();
    private final List<SignedAct> foundings = new ArrayList<>();
    private final List<SignedAct> emergencies = new ArrayList<>();
    private final List<SignedAct> rulings = new ArrayList<>();

    private Evidence(Did network) {
        this.network = network;
    }

    /** The evidence about {@code network} among these acts; the others are left out. */
    public static Evidence of(Did network, Collection<SignedAct> acts) {
        Evidence evidence = new Evidence(network);
        acts.stream()
                .filter(act -> act.act().network().equals(network))
                .sorted(Comparator.comparing((SignedAct act) -> act.act().at()).thenComparing(SignedAct::hash))
                .forEach(evidence::add);
        return evidence;
    }

    private void add(SignedAct act) {
        if (acts.putIfAbsent(act.hash(), act) != null) {
            return;
        }
        switch (act.act()) {
            case Founding founding -> foundings.add(act);
            case Proposal proposal -> file(proposal.charter().previous().orElseThrow(), act);
            case Roll roll -> file(roll.list(), act);
            case Approval approval -> file(approval.subject(), act);
            case Ballot ballot -> file(ballot.proposal(), act);
            case Tally tally -> file(tally.proposal(), act);
            case Emergency emergency -> emergencies.add(act);
            case Report report -> file(report.emergency(), act);
            case Attestation attestation -> file(attestation.credential().hash(), act);
            case Revocation revocation -> file(revocation.credential(), act);
            case Ruling ruling -> rulings.add(act);
            case Reversal reversal -> file(reversal.ruling(), act);
            case Appeal appeal -> file(appeal.ruling(), act);
            case Answer answer -> file(answer.appeal(), act);
        }
    }

    private void file(Sha256 subject, SignedAct act) {
        bySubject.computeIfAbsent(subject, absent -> new ArrayList<>()).add(act);
    }

    /** Which network. */
    public Did network() {
        return network;
    }

    /** Everything, oldest first. */
    public Collection<SignedAct> all() {
        return List.copyOf(acts.values());
    }

    /** Who approved something: a version, an emergency or a membership; the earliest first. */
    public List<Did> approved(Sha256 subject) {
        return about(subject, Approval.class).stream()
                .map(SignedAct::author)
                .distinct()
                .toList();
    }

    /** How the network began; more than one shows that its key was kept and misused. */
    List<SignedAct> foundings() {
        return List.copyOf(foundings);
    }

    /** Wishes to use an emergency power, oldest first. */
    List<SignedAct> emergencies() {
        return List.copyOf(emergencies);
    }

    /** What was ruled about accounts and posts, oldest first. */
    List<SignedAct> rulings() {
        return List.copyOf(rulings);
    }

    /**
     * Acts of one kind about something, oldest first: proposals by the version that they are to replace, rolls by their list,
     * approvals, ballots, tallies, reports, revocations, reversals, appeals and answers by what they are about.
     */
    List<SignedAct> about(Sha256 subject, Class<? extends Act> kind) {
        return bySubject.getOrDefault(subject, List.of()).stream()
                .filter(act -> kind.isInstance(act.act()))
                .toList();
    }
}
