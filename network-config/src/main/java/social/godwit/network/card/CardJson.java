package social.godwit.network.card;

import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.form.Words;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/** What a network is, as programs get it. */
public final class CardJson {
    private CardJson() {}

    /** The whole card. Texts are in the reader's languages, best first. */
    public static JsonObject of(NetworkCard card, List<String> languages) {
        JsonObject.Builder json = JsonObject.builder()
                .put("network", card.network().toString())
                .put("forked", card.chain().forked())
                .put("versions", card.chain().versions().size())
                .put("members", card.members());
        card.charter().ifPresent(version -> json.putAll(CharterJson.of(version, languages)));
        return json.put(
                        "emergencies",
                        card.inForce().stream().map(CardJson::emergency).toList())
                .put(
                        "proposals",
                        card.chain().pending().stream()
                                .map(one -> proposal(card, one))
                                .toList())
                .put(
                        "branches",
                        card.chain().branches().stream()
                                .filter(branch -> !branch.versions().isEmpty())
                                .map(branch ->
                                        branch.versions().getFirst().hash().multibase())
                                .toList())
                .build();
    }

    /** What is vouched for about an account, with issuer and dates. */
    public static JsonObject verified(NetworkCard card, Did account) {
        return JsonObject.builder()
                .put("network", card.network().toString())
                .put("account", account.toString())
                .put(
                        "claims",
                        card.vouched().getOrDefault(account, List.of()).stream()
                                .map(CardJson::claim)
                                .toList())
                .build();
    }

    private static Json claim(Vouched vouched) {
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

    /** Rulings, the newest first, at most {@code limit}; where {@code about} is not empty, those about that subject. */
    public static JsonObject rulings(NetworkCard card, String about, int limit) {
        return JsonObject.builder()
                .put("network", card.network().toString())
                .put(
                        "rulings",
                        card.rulings().reversed().stream()
                                .filter(one -> about.isEmpty()
                                        || one.ruling().subject().toString().equals(about))
                                .limit(limit)
                                .map(CardJson::ruling)
                                .toList())
                .build();
    }

    /** A ruling and what came of it. */
    public static JsonObject ruling(JudgedRuling judged) {
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

    private static JsonObject emergency(EmergencyMeasure measure) {
        return JsonObject.builder()
                .put("power", Words.of(measure.emergency().power()))
                .put("ends", ProofTime.format(measure.over()))
                .put("reason", measure.emergency().reason())
                .build();
    }

    /** The newest wishes to use an emergency power and what came of each. */
    public static List<JsonObject> emergencies(NetworkCard card, int limit) {
        return card.emergencies().reversed().stream()
                .limit(limit)
                .map(measure -> JsonObject.builder()
                        .putAll(emergency(measure))
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

    private static Json proposal(NetworkCard card, Pending pending) {
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
            card.count(pending.act()).ifPresent(count -> json.put("count", count(count)));
        }
        return json.build();
    }

    /** The figures of a vote. */
    public static JsonObject count(Count count) {
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
}
