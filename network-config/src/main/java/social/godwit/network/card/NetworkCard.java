package social.godwit.network.card;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Clause;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Rule;
import social.godwit.network.form.Words;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.EmergencyMeasure.Status;
import social.godwit.network.governance.Evidence;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.verification.Credential;
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

    /** What is vouched for about an account, with issuer and dates, for programs. */
    public JsonObject verified(Did account) {
        return JsonObject.builder()
                .put("network", network.toString())
                .put("account", account.toString())
                .put(
                        "claims",
                        vouched.getOrDefault(account, List.of()).stream()
                                .map(NetworkCard::json)
                                .toList())
                .build();
    }

    private static Json json(Vouched vouched) {
        Credential credential = vouched.credential();
        return JsonObject.builder()
                .put("claim", Words.of(credential.claim()))
                .putIfPresent("detail", credential.detail())
                .put("issuer", credential.issuer().toString())
                .put("from", ProofTime.format(credential.from()))
                .put("until", ProofTime.format(credential.until()))
                .put("standing", Words.of(vouched.standing()))
                .put("credential", credential.json())
                .build();
    }

    /** The ruling whose hash begins so; nothing when none does, or several. */
    public Optional<JudgedRuling> ruling(String beginning) {
        List<JudgedRuling> found = rulings.stream()
                .filter(one -> one.act().hash().multibase().startsWith(beginning))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** Rulings, the newest first, at most {@code limit}; where {@code about} is not empty, those about that subject. */
    public JsonObject rulings(String about, int limit) {
        return JsonObject.builder()
                .put("network", network.toString())
                .put(
                        "rulings",
                        rulings.reversed().stream()
                                .filter(one -> about.isEmpty()
                                        || one.ruling().subject().toString().equals(about))
                                .limit(limit)
                                .map(NetworkCard::json)
                                .toList())
                .build();
    }

    /** A ruling and what came of it, for programs. */
    public static JsonObject json(JudgedRuling judged) {
        Ruling ruling = judged.ruling();
        return JsonObject.builder()
                .put("ruling", judged.act().hash().multibase())
                .put("by", judged.act().author().toString())
                .put("at", ProofTime.format(ruling.at()))
                .put("subject", ruling.subject().toString())
                .put("action", Words.of(ruling.action()))
                .putIfPresent("text", ruling.text())
                .put("rule", ruling.rule())
                .put("charter", ruling.charter().multibase())
                .put("cites", Words.of(judged.cites()))
                .put("facts", ruling.facts())
                .putIfPresent("ends", ruling.ends().map(ProofTime::format))
                .put("status", Words.of(judged.status()))
                .putIfPresent("takenBack", judged.takenBack())
                .putIfPresent(
                        "appeal",
                        judged.appeal().flatMap(act -> act.as(Appeal.class)).map(Appeal::text))
                .putIfPresent(
                        "answer",
                        judged.answer().flatMap(act -> act.as(Answer.class)).map(Answer::text))
                .put("answerOwed", judged.answerOwed())
                .build();
    }

    /** For programs. Texts are in the reader's languages, best first. */
    public JsonObject json(List<String> languages) {
        JsonObject.Builder json = JsonObject.builder()
                .put("network", network.toString())
                .put("forked", chain.forked())
                .put("versions", chain.versions().size())
                .put("members", members);
        charter.ifPresent(version -> json.putAll(charter(version, languages)));
        return json.put("emergencies", inForce().stream().map(NetworkCard::json).toList())
                .put("proposals", chain.pending().stream().map(this::json).toList())
                .put(
                        "branches",
                        chain.branches().stream()
                                .filter(branch -> !branch.versions().isEmpty())
                                .map(branch ->
                                        branch.versions().getFirst().hash().multibase())
                                .toList())
                .build();
    }

    private static JsonObject charter(Charter charter, List<String> languages) {
        Governance governance = charter.governance();
        return JsonObject.builder()
                .put("name", CharterJson.text(charter.name(), charter, languages))
                .put("summary", CharterJson.text(charter.summary(), charter, languages))
                .put("version", charter.version())
                .put("charter", charter.hash().multibase())
                .put("effective", ProofTime.format(charter.effective()))
                .putIfPresent("review", charter.review().map(ProofTime::format))
                .put(
                        "rules",
                        charter.rules().stream()
                                .map(rule -> rule(rule, charter, languages))
                                .toList())
                .put(
                        "labels",
                        charter.labels().stream()
                                .map(label -> CharterJson.label(label, charter, languages))
                                .toList())
                .put(
                        "rankings",
                        charter.rankings().stream()
                                .map(ranking -> CharterJson.ranking(ranking, charter, languages)
                                        .with("preset", new JsonBoolean(ranking.preset())))
                                .toList())
                .put("joining", Words.of(charter.joining().door()))
                .put("vouches", charter.joining().vouches())
                .put("need", Words.of(charter.verification().need()))
                .put(
                        "exit",
                        JsonObject.builder()
                                .put("fork", charter.exit().fork())
                                .put("noticeDays", charter.exit().noticeDays())
                                .build())
                .put(
                        "stewards",
                        governance.stewards().stream().map(Did::toString).toList())
                .put("threshold", governance.threshold())
                .put(
                        "witnesses",
                        governance.witnesses().stream().map(Did::toString).toList())
                .put(
                        "decides",
                        governance.amendments().stream()
                                .map(clause -> clause(clause, governance))
                                .toList())
                .put("appealDays", charter.moderation().appeal().windowDays())
                .put("answerHours", charter.moderation().appeal().answerHours())
                .build();
    }

    private static Json rule(Rule rule, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", rule.id())
                .put("text", CharterJson.text(rule.text(), charter, languages))
                .putIfPresent("hint", rule.hint().map(hint -> CharterJson.text(hint, charter, languages)))
                .put("severity", Words.of(rule.severity()))
                .build();
    }

    private static Json clause(Clause clause, Governance governance) {
        Decision decision = governance.decision(clause.decision());
        JsonObject.Builder json = JsonObject.builder()
                .put("part", clause.path())
                .put("method", Words.of(decision.method()))
                .put("delayDays", decision.delayDays());
        if (decision.voted()) {
            json.put("openDays", decision.openDays())
                    .put("quorum", decision.quorum())
                    .put("majority", decision.majority())
                    .put("memberDays", decision.memberDays());
        }
        return json.build();
    }

    private static JsonObject json(EmergencyMeasure measure) {
        return JsonObject.builder()
                .put("power", Words.of(measure.emergency().power()))
                .put("ends", ProofTime.format(measure.over()))
                .put("reason", measure.emergency().reason())
                .build();
    }

    /** The newest wishes to use an emergency power and what came of each, for programs. */
    public List<JsonObject> emergencies(int limit) {
        return emergencies.reversed().stream()
                .limit(limit)
                .map(measure -> JsonObject.builder()
                        .putAll(json(measure))
                        .put("emergency", measure.act().hash().multibase())
                        .put("by", measure.act().author().toString())
                        .put("at", ProofTime.format(measure.emergency().at()))
                        .put("status", Words.of(measure.status()))
                        .put(
                                "signed",
                                measure.signed().stream().map(Did::toString).toList())
                        .putIfPresent(
                                "report",
                                measure.report()
                                        .flatMap(act -> act.as(Report.class))
                                        .map(Report::text))
                        .put("reportOwed", measure.reportOwed())
                        .build())
                .toList();
    }

    /** What the network is called in the reader's languages; nothing where no charter is in force. */
    public Optional<String> name(List<String> languages) {
        return charter.map(version -> CharterJson.text(version.name(), version, languages));
    }

    private Json json(Pending pending) {
        Proposal proposal = pending.proposal();
        JsonObject.Builder json = JsonObject.builder()
                .put("proposal", pending.act().hash().multibase())
                .put("by", pending.act().author().toString())
                .put("charter", proposal.charter().hash().multibase())
                .put("version", proposal.charter().version())
                .put("reason", proposal.reason())
                .put("effective", ProofTime.format(proposal.charter().effective()))
                .putIfPresent("closes", proposal.closes().map(ProofTime::format))
                .put(
                        "lacking",
                        pending.lacks().stream()
                                .map(fault -> Words.of(fault.reason()))
                                .toList())
                .put(
                        "lacks",
                        pending.lacks().stream().map(fault -> fault.detail()).toList());
        if (proposal.closes().isPresent()) {
            count(pending.act()).ifPresent(count -> json.put("count", json(count)));
        }
        return json.build();
    }

    /** The figures of a vote. */
    public static JsonObject json(Count count) {
        return JsonObject.builder()
                .put("voters", count.roll().map(roll -> (long) roll.size()).orElse(0L))
                .put("rollConfirmed", count.roll().isPresent())
                .put("yes", count.of(Choice.YES))
                .put("no", count.of(Choice.NO))
                .put("abstain", count.of(Choice.ABSTAIN))
                .put("unconfirmed", count.waiting().size())
                .put("strangers", count.strangers())
                .put("untimely", count.untimely())
                .build();
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
