package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;

/**
 * What a witness confirms by itself: lists of voters that it finds alike, and the ballots that it has seen when a vote has ended. A
 * pure function of what the witness knows; what it does not know it does not confirm.
 */
public final class Witnessing {
    /** How old a list of voters may be. Later the people may be others, and it cannot tell any more. */
    public static final Duration ROLL_AGE = Duration.ofDays(2);

    /** How long after its end a vote is counted, so that ballots that were under way are here. */
    public static final Duration GRACE = Duration.ofMinutes(15);

    /** After that it counts no more: ballots that were dated back may have come. */
    public static final Duration LATEST = Duration.ofHours(2);

    private Witnessing() {}

    /** Who may vote by a decision of this charter at this time, as the witness finds it. */
    @FunctionalInterface
    public interface Electorate {
        /** In the order of DIDs' text. */
        List<Did> of(Charter charter, Governance.Decision decision, Instant at);
    }

    /** What this witness is to sign now; nothing that it has signed already. */
    public static List<Act> due(CharterChain chain, Evidence evidence, Electorate electorate, Did self, Instant now) {
        if (chain.versions().isEmpty() || chain.forked()) {
            return List.of();
        }
        List<Act> due = new ArrayList<>();
        Charter last = chain.versions().getLast();
        if (last.governance().witnesses().contains(self)) {
            due.addAll(rolls(last, evidence, electorate, self, now));
        }
        for (CharterChain.Pending pending : chain.pending()) {
            pending.proposal()
                    .charter()
                    .previous()
                    .flatMap(chain::version)
                    .filter(version -> version.governance().witnesses().contains(self))
                    .ifPresent(version -> due.addAll(tally(pending.act(), version, evidence, self, now)));
        }
        return due;
    }

    private static List<Act> rolls(Charter charter, Evidence evidence, Electorate electorate, Did self, Instant now) {
        Governance governance = charter.governance();
        List<SignedAct> all = evidence.all().stream()
                .filter(act -> act.act() instanceof Roll && !act.act().at().isBefore(now.minus(ROLL_AGE)))
                .toList();
        Set<Sha256> own = all.stream()
                .filter(act -> act.author().equals(self))
                .map(act -> act.as(Roll.class).orElseThrow().list())
                .collect(Collectors.toSet());
        List<Act> due = new ArrayList<>();
        for (SignedAct act : all) {
            Roll roll = act.as(Roll.class).orElseThrow();
            boolean counts = governance.stewards().contains(act.author())
                    || governance.witnesses().contains(act.author());
            if (counts && !roll.at().isAfter(now) && !own.contains(roll.list()) && alike(roll, charter, electorate)) {
                own.add(roll.list());
                due.add(new Roll(roll.network(), now, roll.members()));
            }
        }
        return due;
    }

    private static boolean alike(Roll roll, Charter charter, Electorate electorate) {
        return charter.governance().decisions().stream()
                .filter(Governance.Decision::voted)
                .anyMatch(
                        decision -> electorate.of(charter, decision, roll.at()).equals(roll.members()));
    }

    private static List<Act> tally(SignedAct signed, Charter charter, Evidence evidence, Did self, Instant now) {
        Proposal proposal = signed.as(Proposal.class).orElseThrow();
        Optional<Instant> closes = proposal.closes();
        boolean time = closes.isPresent()
                && !now.isBefore(closes.get().plus(GRACE))
                && now.isBefore(closes.get().plus(LATEST));
        boolean done = evidence.about(signed.hash(), Tally.class).stream()
                .anyMatch(act -> act.author().equals(self));
        Set<Did> voters =
                Count.of(signed, charter.governance(), evidence).roll().orElse(Set.of());
        if (!time || done || voters.isEmpty()) {
            return List.of();
        }
        List<Sha256> ballots = evidence.about(signed.hash(), Ballot.class).stream()
                .filter(act -> voters.contains(act.author()))
                .filter(act -> !act.act().at().isBefore(proposal.at())
                        && !act.act().at().isAfter(closes.get()))
                .map(SignedAct::hash)
                .sorted()
                .toList();
        List<Act> tallies = new ArrayList<>();
        for (int from = 0; from == 0 || from < ballots.size(); from += Act.MAX_BALLOTS) {
            tallies.add(new Tally(
                    proposal.network(),
                    now,
                    signed.hash(),
                    ballots.subList(from, Math.min(from + Act.MAX_BALLOTS, ballots.size()))));
        }
        return tallies;
    }
}
