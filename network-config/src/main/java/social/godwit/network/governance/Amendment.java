package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Governance.Proposers;
import social.godwit.network.governance.Judgement.Fault;
import social.godwit.network.governance.Judgement.Invalid;
import social.godwit.network.governance.Judgement.Reason;
import social.godwit.network.governance.Judgement.Valid;

/**
 * Whether version n+1 of a charter is valid: exactly when the amendment clauses of version n are satisfied by what others have
 * signed about it. A pure function of the two versions and the evidence, so that everyone who has the same reaches the same.
 */
public final class Amendment {
    /** A decision that has not taken effect by then is void, so that nobody keeps one in a drawer. */
    public static final Duration KEEPS = Duration.ofDays(180);

    private final Charter current;
    private final SignedAct proposal;
    private final Charter next;
    private final Evidence evidence;
    private final List<Fault> faults = new ArrayList<>();

    private Amendment(Charter current, SignedAct proposal, Evidence evidence) {
        this.current = current;
        this.proposal = proposal;
        this.next = proposal.as(Proposal.class).orElseThrow().charter();
        this.evidence = evidence;
    }

    /** Judges the version that an act proposes, which must be a {@link Proposal}. */
    public static Judgement judge(Charter current, SignedAct proposal, Evidence evidence) {
        return new Amendment(current, proposal, evidence).judge();
    }

    private Judgement judge() {
        if (!next.network().equals(current.network())
                || next.version() != current.version() + 1
                || !next.previous().equals(Optional.of(current.hash()))) {
            return new Invalid(List.of(new Fault(Reason.NOT_NEXT, "it does not follow version " + current.version())));
        }
        if (!next.effective().isAfter(current.effective())) {
            fault(Reason.BEFORE_PREVIOUS, "it would take effect before version " + current.version());
        }
        Changes changes = Changes.between(current, next);
        if (changes.parts().isEmpty()) {
            fault(Reason.NO_CHANGE, "it says the same as version " + current.version());
        }
        if (heirs().isPresent()) {
            succession(heirs().get(), changes);
            return verdict(List.of());
        }
        List<Decision> decisions = changes.decisions(current.governance());
        Count count = Count.of(proposal, current.governance(), evidence);
        proposer(count);
        for (Decision decision : decisions) {
            if (decision.approved()) {
                approved(decision);
            }
            if (decision.voted()) {
                voted(decision, count);
            }
        }
        return verdict(decisions.stream().map(Decision::id).toList());
    }

    private Judgement verdict(List<String> decisions) {
        return faults.isEmpty() ? new Valid(decisions) : new Invalid(faults);
    }

    private void fault(Reason reason, String detail) {
        faults.add(new Fault(reason, detail));
    }

    private void proposer(Count count) {
        Governance governance = current.governance();
        boolean member = governance.proposers() == Proposers.MEMBERS
                && count.roll().orElse(Set.of()).contains(proposal.author());
        if (!governance.stewards().contains(proposal.author()) && !member) {
            fault(Reason.PROPOSER, proposal.author() + " may not propose");
        }
    }

    private void approved(Decision decision) {
        Governance governance = current.governance();
        List<Instant> times = approvals(governance.stewards());
        if (times.size() < governance.threshold()) {
            fault(
                    Reason.APPROVALS,
                    times.size() + " of the " + governance.threshold() + " stewards that it takes are for it");
            return;
        }
        timely(decision, times.get(governance.threshold() - 1));
    }

    private void voted(Decision decision, Count count) {
        Proposal act = proposal.as(Proposal.class).orElseThrow();
        if (act.roll().isEmpty()) {
            fault(Reason.NO_VOTE, "it was not put to the vote");
            return;
        }
        Instant closes = act.closes().orElseThrow();
        if (closes.isBefore(act.at().plus(decision.open()))) {
            fault(Reason.TOO_SHORT, "the vote was open for less than " + decision.openDays() + " days");
        }
        if (count.roll().isEmpty()) {
            fault(Reason.ROLL, "the list of voters was not confirmed before the vote opened");
            return;
        }
        if (!count.quorum(decision)) {
            fault(
                    Reason.QUORUM,
                    count.votes().size() + " confirmed votes of "
                            + count.roll().get().size() + " voters, and " + decision.quorum() + " % must vote");
        }
        if (!count.majority(decision)) {
            fault(
                    Reason.MAJORITY,
                    count.of(Choice.YES) + " for, " + count.of(Choice.NO) + " against, and " + decision.majority()
                            + " % must be for it");
        }
        timely(decision, closes);
    }

    private void timely(Decision decision, Instant decided) {
        if (next.effective().isBefore(decided.plus(decision.delay()))) {
            fault(
                    Reason.TOO_SOON,
                    "it takes effect less than " + decision.delayDays() + " days after it was decided on " + decided);
        }
        if (next.effective().isAfter(decided.plus(decision.delay()).plus(KEEPS))) {
            fault(Reason.STALE, "it was decided on " + decided + ", more than " + KEEPS.toDays() + " days too early");
        }
    }

    /** When these people approved, each once, in the order of time. */
    private List<Instant> approvals(List<Did> people) {
        Set<Did> seen = new HashSet<>();
        return evidence.about(next.hash(), Approval.class).stream()
                .filter(act -> people.contains(act.author()) && seen.add(act.author()))
                .map(act -> act.act().at())
                .toList();
    }

    /** The heirs' clause when it is an heir, and no steward, who proposes. */
    private Optional<Governance.Succession> heirs() {
        Governance governance = current.governance();
        return governance
                .succession()
                .filter(succession -> succession.heirs().contains(proposal.author())
                        && !governance.stewards().contains(proposal.author()));
    }

    private void succession(Governance.Succession clause, Changes changes) {
        for (String path : changes.paths()) {
            boolean stewards = path.startsWith("/governance/stewards") || path.equals("/governance/threshold");
            if (!stewards) {
                fault(Reason.HEIRS_OVERREACH, "heirs may not change " + path);
            }
        }
        List<Instant> times = approvals(clause.heirs());
        if (times.size() < clause.threshold()) {
            fault(Reason.APPROVALS, times.size() + " of the " + clause.threshold() + " heirs that it takes are for it");
            return;
        }
        Instant said = times.get(clause.threshold() - 1);
        Instant due = said.plus(Duration.ofDays(clause.silentDays()));
        if (next.effective().isBefore(due)) {
            fault(Reason.TOO_SOON, "heirs have to wait for " + clause.silentDays() + " days after " + said);
        }
        evidence.all().stream()
                .filter(act -> current.governance().stewards().contains(act.author())
                        && !act.act().at().isBefore(said)
                        && act.act().at().isBefore(next.effective()))
                .findFirst()
                .ifPresent(alive -> fault(
                        Reason.STEWARDS_ALIVE,
                        alive.author() + " spoke on " + alive.act().at()));
    }
}
