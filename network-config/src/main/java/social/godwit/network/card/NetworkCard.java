package social.godwit.network.card;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.EmergencyMeasure.Status;
import social.godwit.network.governance.Evidence;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.verification.Vouched;

/**
 * What a network is at one moment: its charter in force, who decides, what waits for a decision, what is in force by emergency.
 *
 * @param charter in force; nothing before the first takes effect, and when the network was founded twice
 * @param rulings what was ruled about accounts and posts, whether it has an effect or not
 * @param vouched what issuers say about accounts, valid or not
 * @param members how many have joined, as far as is known here
 */
public record NetworkCard(
        Did network,
        CharterChain chain,
        Optional<Charter> charter,
        List<EmergencyMeasure> emergencies,
        List<JudgedRuling> rulings,
        Map<Did, List<Vouched>> vouched,
        Evidence evidence,
        int members,
        Instant now) {

    /** The card at {@code now}. */
    public static NetworkCard of(Evidence evidence, int members, Instant now) {
        CharterChain chain = CharterChain.of(evidence);
        Optional<Charter> charter = chain.inForce(now);
        return new NetworkCard(
                evidence.network(),
                chain,
                charter,
                EmergencyMeasure.of(chain, evidence, now),
                JudgedRuling.of(chain, evidence, now),
                charter.map(version -> Vouched.of(version, evidence, now)).orElse(Map.of()),
                evidence,
                members,
                now);
    }

    /**
     * Whose acts can matter: the network's own, and those of everybody to whom a version gives a part or who stands on a roll that one
     * of these signed. Nothing follows from what others say.
     */
    public Set<Did> speakers() {
        Set<Did> speakers = new HashSet<>(Set.of(network));
        for (Charter version : chain.all()) {
            speakers.addAll(version.governance().stewards());
            speakers.addAll(version.governance().witnesses());
            version.governance().succession().ifPresent(succession -> speakers.addAll(succession.heirs()));
            version.moderation().labelers().forEach(labeler -> speakers.add(labeler.did()));
            version.verification().issuers().forEach(issuer -> speakers.add(issuer.did()));
        }
        Set<Did> voters = new HashSet<>();
        for (SignedAct act : evidence.all()) {
            act.as(Roll.class)
                    .filter(roll -> speakers.contains(act.author()))
                    .ifPresent(roll -> voters.addAll(roll.members()));
        }
        speakers.addAll(voters);
        rulings.stream()
                .filter(one ->
                        one.status() != JudgedRuling.Status.NOT_GRANTED && one.status() != JudgedRuling.Status.FOREIGN)
                .forEach(one -> JudgedRuling.concerned(one.ruling()).ifPresent(speakers::add));
        return Set.copyOf(speakers);
    }

    /** The measures that are in force. */
    public List<EmergencyMeasure> inForce() {
        return emergencies.stream()
                .filter(measure -> measure.status() == Status.IN_FORCE)
                .toList();
    }

    /** How a proposal's vote stands; it is counted under the version that it is to replace. */
    public Optional<Count> count(SignedAct proposal) {
        return proposal.as(Proposal.class)
                .flatMap(act -> act.charter().previous())
                .flatMap(chain::version)
                .map(version -> Count.of(proposal, version.governance(), evidence));
    }

    /** The ruling whose hash begins so; nothing when none does, or several. */
    public Optional<JudgedRuling> ruling(String beginning) {
        List<JudgedRuling> found = rulings.stream()
                .filter(one -> one.act().hash().multibase().startsWith(beginning))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** What the network is called in the reader's languages; nothing where no charter is in force. */
    public Optional<String> name(List<String> languages) {
        return charter.map(version -> CharterJson.text(version.name(), version, languages));
    }

    /** The proposal that waits and whose hash begins so; nothing when none does, or several. */
    public Optional<Pending> pending(String beginning) {
        List<Pending> found = chain.pending().stream()
                .filter(pending -> pending.act().hash().multibase().startsWith(beginning))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** As {@link #pending}, or else any proposal whose hash begins so, decided or not. */
    public Optional<SignedAct> proposal(String beginning) {
        List<SignedAct> found = evidence.all().stream()
                .filter(act ->
                        act.act() instanceof Proposal && act.hash().multibase().startsWith(beginning))
                .toList();
        return pending(beginning)
                .map(Pending::act)
                .or(() -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }
}
