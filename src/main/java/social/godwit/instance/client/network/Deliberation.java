package social.godwit.instance.client.network;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.ActReading;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.charter.Rule;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Draft;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.member.Members;
import social.godwit.network.member.Membership;
import social.godwit.network.moderation.Subject;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/** What a steward, a witness or a member adds to a network's file, each by a signature of their own. */
public final class Deliberation {
    /** How long stewards have to approve, unless a proposal says otherwise. */
    public static final Duration APPROVING = Duration.ofDays(7);

    private final NetworkFile file;
    private final SigningKey key;
    private final Instant now;

    /** Of the owner of {@code key}, at this moment. */
    public Deliberation(NetworkFile file, SigningKey key, Instant now) {
        this.file = file;
        this.key = key;
        this.now = now;
    }

    /** What was proposed, and what it needs. */
    public record Proposed(SignedAct act, Charter charter, List<Decision> decisions) {}

    /** The last valid version, which the next one follows. */
    public Charter current() {
        List<Charter> versions = file.card().chain().versions();
        if (versions.isEmpty() || file.card().chain().forked())
            throw new ClientProblem(
                    "The charter is forked: two versions are valid, and nobody is right by being first.",
                    "See both with: godwit charter verify " + file.path()
                            + ". To go on, found a new network with one of them.");
        return versions.getLast();
    }

    /**
     * Proposes a change.
     *
     * @param edited a copy of the charter with what is to be different
     * @param voting how long the vote is to be open, if it is to be longer than it must
     * @param effective from when it is to be in force, if later than as soon as possible
     */
    public Proposed propose(JsonObject edited, String reason, Optional<Duration> voting, Optional<Instant> effective) {
        Charter current = current();
        signer().proposer();
        Charter draft = draft(current, edited, current.effective().plusSeconds(1));
        Changes changes = Changes.between(current, draft);
        if (changes.parts().isEmpty())
            throw new ClientProblem(
                    "Nothing is different from version " + current.version() + ".",
                    "Write it out with: godwit charter show " + file.path()
                            + " --write OUT.json, change that, and propose it.");
        List<Decision> decisions = changes.decisions(current.governance());
        boolean voted = decisions.stream().anyMatch(Decision::voted);
        Duration open = Draft.open(decisions);
        Instant closes = voted
                ? now.plus(voting.filter(wanted -> wanted.compareTo(open) > 0).orElse(open))
                : now;
        Instant earliest = Draft.earliest(decisions, closes, now.plus(APPROVING));
        if (earliest.isBefore(current.effective()))
            earliest = current.effective().plusSeconds(1);
        Charter next = draft(current, edited, later(earliest, effective));
        Optional<Sha256> roll = voted ? Optional.of(confirmedRoll(current, decisions)) : Optional.empty();
        SignedAct act = sign(
                new Proposal(file.network(), now, next, reason, roll, voted ? Optional.of(closes) : Optional.empty()));
        if (current.governance().stewards().contains(key.did())) approve(next.hash());
        return new Proposed(act, next, decisions);
    }

    private static Instant later(Instant earliest, Optional<Instant> wanted) {
        return wanted.filter(earliest::isBefore).orElse(earliest);
    }

    private static Charter draft(Charter current, JsonObject edited, Instant effective) {
        return switch (Draft.next(current, edited, effective)) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad ->
                throw new ClientProblem(
                        "This is no charter: " + bad.where() + " " + bad.reason() + ".",
                        "Change that in the file, and propose it again.");
        };
    }

    /** The list of those who may vote, the newest that is confirmed; where the signer alone can confirm it, a new one. */
    private Sha256 confirmedRoll(Charter current, List<Decision> decisions) {
        if (current.governance().confirmed(Set.of(key.did())))
            return roll(decisions).as(Roll.class).orElseThrow().list();
        List<Roll> rolls = new ArrayList<>();
        for (SignedAct act : file.dossier().acts()) act.as(Roll.class).ifPresent(rolls::add);
        for (Roll roll : rolls.reversed()) if (current.governance().confirmed(signers(roll.list()))) return roll.list();
        throw new ClientProblem(
                "Members vote about this, and no list of voters is confirmed.",
                "Sign one with: godwit proposal roll " + file.path()
                        + ". As many stewards, or witnesses, as it takes do the same, and then"
                        + " the proposal is opened.");
    }

    private Set<Did> signers(Sha256 list) {
        Set<Did> signers = new HashSet<>();
        for (SignedAct act : file.dossier().acts())
            act.as(Roll.class).filter(roll -> roll.list().equals(list)).ifPresent(roll -> signers.add(act.author()));
        return signers;
    }

    /** Signs the list of those who may vote by now. Who has the same file signs the same list. */
    public SignedAct roll() {
        signer().stewardOrWitness();
        return roll(current().governance().decisions());
    }

    private SignedAct roll(List<Decision> decisions) {
        Decision strictest = decisions.stream()
                .filter(Decision::voted)
                .max((one, other) -> Integer.compare(one.memberDays(), other.memberDays()))
                .orElseThrow(() -> new ClientProblem("In this network nothing is put to the vote."));
        List<Did> voters =
                Members.electorate(current(), file.dossier().members(file.network()), strictest, file.card(), now);
        if (voters.isEmpty())
            throw new ClientProblem(
                    "Nobody has been a member for " + strictest.memberDays() + " days, so nobody can vote.",
                    "Fetch the newest members with: godwit charter fetch " + file.network() + " " + file.path()
                            + ". Where the charter asks for it, let them in first: godwit charter admit");
        return sign(new Roll(file.network(), now, voters));
    }

    /** Approves a version or an emergency, as a steward or an heir. */
    public SignedAct approve(Sha256 subject) {
        signer().stewardOrHeir();
        return approval(subject);
    }

    private SignedAct approval(Sha256 subject) {
        return sign(new Approval(file.network(), now, subject));
    }

    /** Lets an account in as a steward, or vouches for it as a member, where it has joined. */
    public SignedAct admit(Did account) {
        Membership membership = file.dossier().members(file.network()).stream()
                .filter(one -> one.member().equals(account))
                .max(Comparator.comparing(Membership::since))
                .orElseThrow(() -> new ClientProblem(
                        account + " has not joined, as far as this file knows.",
                        "Fetch the newest members with: godwit charter fetch " + file.network() + " " + file.path()));
        signer().doorkeeper();
        return approval(membership.hash());
    }

    /** Lets a post through that a filter of the charter holds, as a steward. */
    public SignedAct release(Subject post) {
        signer().steward();
        return approval(post.hash());
    }

    /** The emergency whose hash begins so; without a beginning the newest. */
    public EmergencyMeasure measure(Optional<String> beginning) {
        return file.card().emergencies().stream()
                .filter(one -> one.act().hash().multibase().startsWith(beginning.orElse("")))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new ClientProblem(
                        "There is no such emergency.", "See them with: godwit charter show " + file.path()));
    }

    /** The proposal whose hash begins so; without a beginning the only one. */
    public Pending pending(Optional<String> beginning) {
        List<Pending> all = file.card().chain().pending();
        List<Pending> found = all.stream()
                .filter(one -> one.act().hash().multibase().startsWith(beginning.orElse("")))
                .toList();
        if (found.size() == 1) return found.getFirst();
        if (all.isEmpty())
            throw new ClientProblem(
                    "No proposal waits to be decided.",
                    "What was decided is shown by: godwit charter verify " + file.path());
        throw new ClientProblem(
                found.isEmpty() ? "There is no such proposal." : "There are several proposals.",
                "See them with: godwit charter show " + file.path()
                        + ", and add the beginning of the one's name, such as "
                        + all.getFirst().act().hash().multibase().substring(0, 12));
    }

    /** Votes. */
    public SignedAct vote(Pending pending, Ballot.Choice choice) {
        Proposal proposal = pending.proposal();
        if (proposal.closes().isEmpty())
            throw new ClientProblem(
                    "Members do not vote about this: stewards decide.",
                    "A steward approves it with: godwit charter sign " + file.path());
        if (now.isAfter(proposal.closes().get()))
            throw new ClientProblem("The vote ended on " + proposal.closes().get() + ".");
        boolean listed = file.dossier().acts().stream()
                .map(act -> act.as(Roll.class))
                .flatMap(Optional::stream)
                .anyMatch(roll -> roll.list().equals(proposal.roll().orElseThrow())
                        && roll.members().contains(key.did()));
        if (!listed)
            throw new ClientProblem(
                    "You are not on the list of voters: it has those who were members early enough before the vote opened.");
        return sign(new Ballot(file.network(), now, pending.act().hash(), choice));
    }

    /** Confirms, as a steward or a witness, the ballots that are in the file now that the vote has ended. */
    public SignedAct tally(SignedAct proposal) {
        Instant closes = proposal.as(Proposal.class)
                .flatMap(Proposal::closes)
                .orElseThrow(() -> new ClientProblem("Members do not vote about this: stewards decide."));
        if (now.isBefore(closes)) throw new ClientProblem("The vote is open until " + closes + ".");
        signer().stewardOrWitness();
        List<Sha256> ballots = file.dossier().acts().stream()
                .filter(act -> act.as(Ballot.class)
                        .filter(ballot -> ballot.proposal().equals(proposal.hash()))
                        .isPresent())
                .map(SignedAct::hash)
                .distinct()
                .sorted()
                .limit(Act.MAX_BALLOTS)
                .toList();
        return sign(new Tally(file.network(), now, proposal.hash(), ballots));
    }

    /** Wishes, as a steward, to use an emergency power for so many hours. */
    public SignedAct emergency(Power power, int hours, String reason) {
        Charter charter =
                file.card().charter().orElseThrow(() -> new ClientProblem("No version of the charter is in force."));
        signer().steward();
        Signer.granted(charter, power, hours);
        return sign(
                new Emergency(file.network(), now, charter.hash(), power, now.plus(Duration.ofHours(hours)), reason));
    }

    /** Accounts for the use of an emergency power. */
    public SignedAct report(EmergencyMeasure measure, String text) {
        signer().steward();
        return sign(new Report(file.network(), now, measure.act().hash(), text));
    }

    /** Rules about a post or an account in the network's view, for some time or until it is taken back. */
    public SignedAct rule(
            Subject subject, Action action, Optional<String> text, String rule, String facts, Optional<Duration> time) {
        Charter charter =
                file.card().charter().orElseThrow(() -> new ClientProblem("No version of the charter is in force."));
        signer().moderator(action);
        Signer.described(charter, action, text);
        if (time.filter(one -> !one.isPositive()).isPresent())
            throw new ClientProblem("It holds for an hour at least.", "Leave out --hours for: until it is taken back.");
        if (charter.rule(rule).isEmpty())
            throw new ClientProblem(
                    "The charter has no rule " + rule + ".",
                    "It has: " + charter.rules().stream().map(Rule::id).collect(Collectors.joining(", ")));
        return sign(new Ruling(
                file.network(), now, charter.hash(), subject, action, text, rule, facts, time.map(now::plus)));
    }

    /** Takes a ruling back, as who ruled or as a steward. */
    public SignedAct reverse(JudgedRuling judged, String reason) {
        if (judged.reversal().isPresent()) throw new ClientProblem("It was taken back already.");
        if (!judged.act().author().equals(key.did())) signer().steward();
        return reverse(judged.act().hash(), reason);
    }

    /** Ends an emergency, as a steward. */
    public SignedAct end(EmergencyMeasure measure, String reason) {
        signer().steward();
        return reverse(measure.act().hash(), reason);
    }

    private SignedAct reverse(Sha256 ruling, String reason) {
        return sign(new Reversal(file.network(), now, ruling, reason));
    }

    /** Appeals against a ruling, as the one concerned. */
    public SignedAct appeal(JudgedRuling judged, String text) {
        if (!JudgedRuling.concerned(judged.ruling()).equals(Optional.of(key.did())))
            throw new ClientProblem("This is about somebody else: only they can appeal.");
        if (judged.appeal().isPresent())
            throw new ClientProblem(
                    "You have appealed against this already.",
                    "What comes of it is shown by: godwit charter rulings " + file.path());
        return sign(new Appeal(file.network(), now, judged.act().hash(), text));
    }

    /** Answers an appeal, as a steward or a witness who did not rule. */
    public SignedAct answer(JudgedRuling judged, boolean granted, String text) {
        SignedAct appeal = judged.appeal()
                .orElseThrow(() -> new ClientProblem(
                        "Nobody has appealed against this in time.",
                        "You may take it back all the same: godwit charter reverse"));
        if (judged.act().author().equals(key.did()))
            throw new ClientProblem(
                    "Who ruled does not answer the appeal.",
                    "Let another steward or a witness answer, or take it back: godwit charter reverse");
        if (judged.answer().isPresent()) throw new ClientProblem("The appeal was answered already.");
        signer().stewardOrWitness();
        return sign(new Answer(file.network(), now, appeal.hash(), granted, text));
    }

    /** Vouches for an account, as an issuer. */
    public Credential vouch(Did subject, Claim claim, Optional<String> detail, Duration time, UUID id) {
        Credential credential = Credential.issue(key, id, subject, file.network(), claim, detail, now, now.plus(time));
        sign(new Attestation(file.network(), now, credential));
        return credential;
    }

    /** Takes back what this issuer vouched for about an account and still holds; how many credentials. */
    public int revoke(Did subject) {
        List<Credential> own = file.card().vouched().getOrDefault(subject, List.of()).stream()
                .filter(one ->
                        one.credential().issuer().equals(key.did()) && one.standing() != Vouched.Standing.REVOKED)
                .map(Vouched::credential)
                .toList();
        own.forEach(credential -> sign(new Revocation(file.network(), now, credential.hash())));
        return own.size();
    }

    private Signer signer() {
        return new Signer(file, key.did());
    }

    /** Signs, looks at it as every server will, and adds it to the file. */
    private SignedAct sign(Act act) {
        SignedAct signed = SignedAct.sign(act, key);
        switch (PortableDocument.read(Jcs.bytes(signed.document()), now)) {
            case DocumentVerdict.Inadmissible bad ->
                throw new ClientProblem("No server would take this: " + bad.detail() + ".", "Make it smaller.");
            case DocumentVerdict.NotYet later -> throw new ClientProblem("This computer's clock is wrong.");
            case DocumentVerdict.Admissible(PortableDocument document) -> {
                if (SignedAct.read(document) instanceof ActReading.Malformed bad)
                    throw new ClientProblem("No server would take this: " + bad.reason() + ".");
            }
        }
        file.add(signed);
        return signed;
    }
}
