package social.godwit.network.card;

import java.util.List;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Clause;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Ranking;
import social.godwit.network.charter.Rule;
import social.godwit.network.form.Texts;
import social.godwit.network.form.Words;

/** Parts of a charter as programs get them, with texts in the reader's languages, best first. */
public final class CharterJson {
    private CharterJson() {}

    /** A version as cards carry it. */
    static JsonObject of(Charter charter, List<String> languages) {
        Governance governance = charter.governance();
        return JsonObject.builder()
                .put("name", text(charter.name(), charter, languages))
                .put("summary", text(charter.summary(), charter, languages))
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
                                .map(label -> label(label, charter, languages))
                                .toList())
                .put(
                        "rankings",
                        charter.rankings().stream()
                                .map(ranking -> ranking(ranking, charter, languages)
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

    /** {@code {id, name, meaning, effect}}. */
    public static JsonObject label(Label label, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", label.id())
                .put("name", text(label.name(), charter, languages))
                .put("meaning", text(label.meaning(), charter, languages))
                .put("effect", Words.of(label.effect()))
                .build();
    }

    /** {@code {id, title, explanation, algorithm}}. */
    public static JsonObject ranking(Ranking ranking, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", ranking.id())
                .put("title", text(ranking.title(), charter, languages))
                .put("explanation", text(ranking.explanation(), charter, languages))
                .put("algorithm", ranking.algorithm())
                .build();
    }

    /** In the first of the reader's languages that there is, else in the charter's own. */
    public static String text(Texts texts, Charter charter, List<String> languages) {
        return texts.in(
                Stream.concat(languages.stream(), charter.languages().stream()).toList());
    }

    private static Json rule(Rule rule, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", rule.id())
                .put("text", text(rule.text(), charter, languages))
                .putIfPresent("hint", rule.hint().map(hint -> text(hint, charter, languages)))
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
}
