package social.godwit.network.duty;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Governance.EmergencyClause;
import social.godwit.network.charter.Governance.Succession;
import social.godwit.network.duty.Duty.Kind;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.EmergencyMeasure.Status;
import social.godwit.network.member.Members;
import social.godwit.network.member.Membership;

/** Works out what waits for signatures: a pure function of what was signed, so that every server that has the same asks the same. */
public final class Duties {
    /** Most newcomers that are named at once. */
    public static final int NEWCOMERS_MAX = 50;

    /** A list of voters that was not confirmed within this time is nobody's business any more: a newer one is signed. */
    private static final Duration LIST_KEEPS = Duration.ofDays(7);

    /** For so long after the end of a vote one is asked to confirm its ballots. */
    private static final Duration COUNTING = Duration.ofDays(30);

    /** For so long after its end an emergency is asked about. */
    private static final Duration ACCOUNTING = Duration.ofDays(365);

    private final NetworkCard card;
    private final Governance governance;
    private final Instant now;
    private final List<Duty> duties = new ArrayList<>();

    private Duties(NetworkCard card, Governance governance) {
        this.card = card;
        this.governance = governance;
        this.now = card.now();
    }

    /** What waits in a network at its card's time; nothing in one that has no rules, or two that both follow the last ones. */
    public static List<Duty> of(NetworkCard card, Collection<Membership> memberships) {
        if (card.chain().versions().isEmpty() || card.chain().forked()) {
            return List.of();
        }
        Charter last = card.chain().versions().getLast();
        Duties found = new Duties(card, last.governance());
        found.succession(card.chain().versions());
        found.emergencies();
        for (Pending pending : card.chain().pending()) {
            found.change(last, pending.act(), pending.proposal());
            found.count(pending.act(), pending.proposal());
        }
        found.voters();
        found.newcomers(Members.asking(last, memberships, card));
        return List.copyOf(found.duties);
    }

    private void add(
            Kind kind,
            Sha256 subject,
            SignedAct begun,
            String title,
            Collection<Did> people,
            Collection<Did> signers,
            int needed,
            Optional<Instant> until) {
        duties.add(new Duty(
                kind,
                subject,
                begun.author(),
                begun.act().at(),
                title,
                people.stream().filter(signers::contains).toList(),
                people.stream().filter(one -> !signers.contains(one)).toList(),
                needed,
                until));
    }

    private void emergencies() {
        for (EmergencyMeasure measure : card.emergencies().reversed()) {
            Optional<Charter> charter = card.chain().version(measure.emergency().charter());
            Optional<EmergencyClause> clause =
                    charter.flatMap(version -> version.governance().emergency());
            if (clause.isEmpty()) {
                continue;
            }
            List<Did> stewards = charter.get().governance().stewards();
            String reason = measure.emergency().reason();
            if (measure.status() == Status.TOO_FEW && now.isBefore(measure.over())) {
                add(
                        Kind.EMERGENCY,
                        measure.act().hash(),
                        measure.act(),
                        reason,
                        stewards,
                        measure.signed(),
                        clause.get().threshold(),
                        Optional.of(measure.over()));
            } else if (measure.status() == Status.ENDED
                    && measure.report().isEmpty()
                    && now.isBefore(measure.over().plus(ACCOUNTING))) {
                Instant due = measure.over().plus(Duration.ofDays(clause.get().reportDays()));
                add(Kind.REPORT, measure.act().hash(), measure.act(), reason, stewards, List.of(), 1, Optional.of(due));
            }
        }
    }

    /** Stewards who are to be replaced because they are silent. */
    private void succession(List<Charter> versions) {
        Charter next = versions.getLast();
        if (versions.size() < 2 || !now.isBefore(next.effective())) {
            return;
        }
        Charter before = versions.get(versions.size() - 2);
        List<SignedAct> proposals = card.evidence().all().stream()
                .filter(act -> act.as(Proposal.class)
                        .filter(proposal -> proposal.charter().hash().equals(next.hash()))
                        .isPresent())
                .toList();
        if (proposals.stream().allMatch(act -> heirs(act, before.governance()).isPresent())) {
            add(
                    Kind.SUCCESSION,
                    before.hash(),
                    proposals.getFirst(),
                    proposals.getFirst().as(Proposal.class).orElseThrow().reason(),
                    before.governance().stewards(),
                    List.of(),
                    1,
                    Optional.of(next.effective()));
        }
    }

    /** The heirs' clause when it is an heir, and no steward, who proposes. */
    private static Optional<Succession> heirs(SignedAct act, Governance governance) {
        return governance
                .succession()
                .filter(clause -> clause.heirs().contains(act.author())
                        && !governance.stewards().contains(act.author()));
    }

    private void change(Charter last, SignedAct act, Proposal proposal) {
        List<Decision> decisions = Changes.between(last, proposal.charter()).decisions(governance).stream()
                .filter(Decision::approved)
                .toList();
        Optional<Succession> heirs = heirs(act, governance);
        if (heirs.isEmpty() && decisions.isEmpty()) {
            return;
        }
        int days = heirs.map(Succession::silentDays)
                .orElseGet(() ->
                        decisions.stream().mapToInt(Decision::delayDays).max().orElse(0));
        Instant latest = proposal.charter().effective().minus(Duration.ofDays(days));
        List<Did> people = heirs.map(Succession::heirs).orElseGet(governance::stewards);
        int needed = heirs.map(Succession::threshold).orElseGet(governance::threshold);
        List<Did> approved = card.evidence().approved(proposal.charter().hash());
        if (people.stream().filter(approved::contains).count() < needed && !now.isAfter(latest)) {
            add(
                    Kind.CHANGE,
                    proposal.charter().hash(),
                    act,
                    proposal.reason(),
                    people,
                    approved,
                    needed,
                    Optional.of(latest));
        }
    }

    private void count(SignedAct act, Proposal proposal) {
        Optional<Instant> closes = proposal.closes().filter(now::isAfter);
        boolean open = closes.filter(end -> now.isBefore(end.plus(COUNTING))).isPresent()
                && card.count(act).filter(count -> !count.waiting().isEmpty()).isPresent();
        if (!open) {
            return;
        }
        Set<Did> counted = new HashSet<>();
        for (SignedAct other : card.evidence().all()) {
            other.as(Tally.class)
                    .filter(tally ->
                            tally.proposal().equals(act.hash()) && !tally.at().isBefore(closes.get()))
                    .ifPresent(tally -> counted.add(other.author()));
        }
        add(
                Kind.COUNT,
                act.hash(),
                act,
                proposal.reason(),
                confirming(),
                counted,
                governance.threshold(),
                Optional.empty());
    }

    /** Who confirms lists of voters and counts, each once. */
    private Set<Did> confirming() {
        Set<Did> people = new LinkedHashSet<>(governance.stewards());
        people.addAll(governance.witnesses());
        return people;
    }

    /** The newest list of voters, if it waits. */
    private void voters() {
        Map<Sha256, List<SignedAct>> lists = new LinkedHashMap<>();
        Set<Did> people = confirming();
        for (SignedAct act : card.evidence().all()) {
            act.as(Roll.class)
                    .filter(roll -> people.contains(act.author()))
                    .ifPresent(roll -> lists.computeIfAbsent(roll.list(), absent -> new ArrayList<>())
                            .add(act));
        }
        if (lists.isEmpty()) {
            return;
        }
        Map.Entry<Sha256, List<SignedAct>> newest =
                List.copyOf(lists.entrySet()).getLast();
        SignedAct first = newest.getValue().getFirst();
        Set<Did> signers = new HashSet<>();
        newest.getValue().forEach(act -> signers.add(act.author()));
        Instant until = first.act().at().plus(LIST_KEEPS);
        if (!governance.confirmed(signers) && now.isBefore(until)) {
            add(Kind.VOTERS, newest.getKey(), first, "", people, signers, governance.threshold(), Optional.of(until));
        }
    }

    private void newcomers(List<Membership> asking) {
        asking.stream()
                .limit(NEWCOMERS_MAX)
                .forEach(one -> duties.add(new Duty(
                        Kind.NEWCOMER,
                        one.hash(),
                        one.member(),
                        one.since(),
                        "",
                        List.of(),
                        governance.stewards(),
                        1,
                        Optional.empty())));
    }
}
