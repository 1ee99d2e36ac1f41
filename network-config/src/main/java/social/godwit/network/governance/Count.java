package social.godwit.network.governance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Decision;

/**
 * How a vote stands. Whoever has the same acts counts the same.
 *
 * <p>A time is only what its author claims. So a list of voters counts when enough stewards, or enough witnesses, have signed it
 * before the vote opened, and a ballot counts when enough of them have it in a tally that they signed after the vote closed: nobody
 * joins or votes afterwards by dating it back.
 *
 * @param roll who may vote; nothing when the list was not confirmed, and then nothing counts
 * @param votes what each who voted chose last, confirmed by tallies
 * @param waiting ballots in time by people on the roll that no tally confirms yet, or that stewards and witnesses left out
 * @param strangers ballots of people who are not on the roll
 * @param untimely ballots from outside the time of the vote
 */
public record Count(
        Optional<Set<Did>> roll, Map<Did, Choice> votes, Map<Did, Choice> waiting, int strangers, int untimely) {

    /** Counts the votes on a proposal under the charter that it is to change. */
    public static Count of(SignedAct signed, Governance governance, Evidence evidence) {
        Proposal proposal = signed.as(Proposal.class).orElseThrow();
        if (proposal.roll().isEmpty()) {
            return new Count(Optional.empty(), Map.of(), Map.of(), 0, 0);
        }
        Optional<Set<Did>> roll = roll(proposal, governance, evidence);
        Set<Did> voters = roll.orElse(Set.of());
        Map<Sha256, Set<Did>> confirming = confirming(signed, proposal, evidence);
        Map<Did, SignedAct> counted = new HashMap<>();
        Map<Did, SignedAct> open = new HashMap<>();
        int strangers = 0;
        int untimely = 0;
        for (SignedAct ballot : evidence.about(signed.hash(), Ballot.class)) {
            if (!voters.contains(ballot.author())) {
                strangers++;
            } else if (ballot.act().at().isBefore(proposal.at())
                    || ballot.act().at().isAfter(proposal.closes().orElseThrow())) {
                untimely++;
            } else if (governance.confirmed(confirming.getOrDefault(ballot.hash(), Set.of()))) {
                counted.merge(ballot.author(), ballot, Count::later);
            } else {
                open.merge(ballot.author(), ballot, Count::later);
            }
        }
        return new Count(roll, choices(counted), choices(open), strangers, untimely);
    }

    private static Optional<Set<Did>> roll(Proposal proposal, Governance governance, Evidence evidence) {
        List<SignedAct> rolls = evidence.about(proposal.roll().orElseThrow(), Roll.class).stream()
                .filter(roll -> !roll.act().at().isAfter(proposal.at()))
                .toList();
        return governance.confirmed(authors(rolls))
                ? rolls.getFirst().as(Roll.class).map(roll -> Set.copyOf(roll.members()))
                : Optional.empty();
    }

    /** Who has which ballot in a tally signed after the end. */
    private static Map<Sha256, Set<Did>> confirming(SignedAct signed, Proposal proposal, Evidence evidence) {
        Map<Sha256, Set<Did>> confirming = new HashMap<>();
        for (SignedAct act : evidence.about(signed.hash(), Tally.class)) {
            Tally tally = act.as(Tally.class).orElseThrow();
            if (tally.at().isBefore(proposal.closes().orElseThrow())) {
                continue;
            }
            for (Sha256 ballot : tally.ballots()) {
                confirming.computeIfAbsent(ballot, absent -> new HashSet<>()).add(act.author());
            }
        }
        return confirming;
    }

    private static SignedAct later(SignedAct one, SignedAct other) {
        Comparator<SignedAct> order = Comparator.comparing(
                        (SignedAct act) -> act.act().at())
                .thenComparing(SignedAct::hash, Comparator.reverseOrder());
        return order.compare(one, other) >= 0 ? one : other;
    }

    private static Set<Did> authors(List<SignedAct> acts) {
        Set<Did> authors = new HashSet<>();
        acts.forEach(act -> authors.add(act.author()));
        return authors;
    }

    private static Map<Did, Choice> choices(Map<Did, SignedAct> ballots) {
        Map<Did, Choice> choices = new TreeMap<>(Comparator.comparing(Did::toString));
        ballots.forEach((voter, ballot) ->
                choices.put(voter, ballot.as(Ballot.class).orElseThrow().choice()));
        return choices;
    }

    /** How many chose this. */
    public long of(Choice choice) {
        return votes.values().stream().filter(choice::equals).count();
    }

    /** Whether enough have voted. */
    public boolean quorum(Decision decision) {
        return roll.isPresent()
                && !roll.get().isEmpty()
                && 100L * votes.size() >= (long) decision.quorum() * roll.get().size();
    }

    /** Whether enough of the votes for and against are for. */
    public boolean majority(Decision decision) {
        long yes = of(Choice.YES);
        long no = of(Choice.NO);
        return yes > no && 100 * yes >= decision.majority() * (yes + no);
    }
}
