package social.godwit.network.charter;

import java.time.Instant;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;

/**
 * The charter that a network begins with when nobody writes another: few rules, stewards who decide after notice, appeals by
 * somebody else, newest posts first, nothing sold.
 */
public final class FirstCharter {
    private FirstCharter() {}

    /**
     * A first version, to be changed as one likes before it is signed.
     *
     * @param name in English
     * @param stewards who decide, more than half of them together
     */
    public static JsonObject of(Did network, String name, List<Did> stewards, Instant effective) {
        return JsonObject.builder()
                .put("type", Charter.TYPE)
                .put("network", network.toString())
                .put("version", 1)
                .put("effective", ProofTime.format(effective))
                .put("name", english(name))
                .put("summary", english("People and servers that keep to these rules."))
                .put("languages", List.of("en"))
                .put(
                        "scope",
                        JsonObject.builder()
                                .put("topics", List.of())
                                .put("adult", false)
                                .put("minimumAge", 16)
                                .build())
                .put("rules", rules())
                .put("labels", labels())
                .put("moderation", moderation())
                .put("rankings", List.of(chronological()))
                .put(
                        "verification",
                        JsonObject.builder()
                                .put("issuers", List.of())
                                .put("need", "nothing")
                                .build())
                .put(
                        "joining",
                        JsonObject.builder()
                                .put("door", "open")
                                .put("vouches", 0)
                                .build())
                .put("governance", governance(stewards))
                .put(
                        "data",
                        JsonObject.builder()
                                .put("purposes", List.of("research"))
                                .put("retentionDays", 0)
                                .put("search", "when-asked")
                                .put("bridging", "when-asked")
                                .put("training", "never")
                                .build())
                .put(
                        "exit",
                        JsonObject.builder()
                                .put("fork", true)
                                .put("noticeDays", 90)
                                .build())
                .build();
    }

    private static List<Json> rules() {
        return List.of(
                rule("be-kind", "Treat people with respect: no harassment, no threats, no hatred.", "major"),
                rule("no-harm", "Nothing that puts people in danger, no abuse of children, nothing illegal.", "grave"),
                rule("no-spam", "No spam, no deception, no automated accounts that do not say so.", "minor"),
                rule("consent", "Do not publish private matters of others without their consent.", "major"),
                rule("warn", "Put what may disturb behind a content warning.", "advice"));
    }

    private static Json rule(String id, String text, String severity) {
        return JsonObject.builder()
                .put("id", id)
                .put("text", english(text))
                .put("severity", severity)
                .put("since", 1)
                .build();
    }

    private static List<Json> labels() {
        return List.of(
                label("adult", "Adult", "Nudity or sex.", "blur"),
                label("graphic", "Graphic", "Violence or injury.", "warn"),
                label("spam", "Spam", "Advertising that nobody asked for.", "fold"),
                label("misleading", "Misleading", "Says or shows something that is not so.", "inform"));
    }

    private static Json label(String id, String name, String meaning, String effect) {
        return JsonObject.builder()
                .put("id", id)
                .put("name", english(name))
                .put("meaning", english(meaning))
                .put("effect", effect)
                .build();
    }

    private static Json moderation() {
        return JsonObject.builder()
                .put("labelers", List.of())
                .put("filters", List.of())
                .put("sources", List.of())
                .put("actions", List.of("label", "warn", "content-warning", "sensitive", "limit", "hide", "suspend"))
                .put(
                        "appeal",
                        JsonObject.builder()
                                .put("windowDays", 180)
                                .put("answerHours", 168)
                                .build())
                .put(
                        "log",
                        JsonObject.builder()
                                .put("detail", "entries")
                                .put("delayDays", 7)
                                .build())
                .build();
    }

    private static Json chronological() {
        return JsonObject.builder()
                .put("id", "newest")
                .put("title", english("Newest first"))
                .put("algorithm", Ranking.CHRONOLOGICAL)
                .put("parameters", JsonObject.empty())
                .put("explanation", english("All posts in the order in which they were written, the newest first."))
                .put("preset", true)
                .build();
    }

    private static Json governance(List<Did> stewards) {
        return JsonObject.builder()
                .put("stewards", stewards.stream().map(Did::toString).toList())
                .put("threshold", stewards.size() / 2 + 1)
                .put("witnesses", List.of())
                .put("witnessThreshold", 0)
                .put("proposers", "stewards")
                .put("decisions", List.of(decision("ordinary", 7), decision("constitution", 30)))
                .put(
                        "amendments",
                        List.of(
                                clause("/exit", "constitution"),
                                clause("/governance", "constitution"),
                                JsonObject.builder().put("decision", "ordinary").build()))
                .put(
                        "emergency",
                        JsonObject.builder()
                                .put("threshold", 1)
                                .put("powers", List.of("pause-joining", "hold-newcomers"))
                                .put("maxHours", 72)
                                .put("restHours", 168)
                                .put("reportDays", 14)
                                .build())
                .build();
    }

    private static Json decision(String id, int delayDays) {
        return JsonObject.builder()
                .put("id", id)
                .put("method", "stewards")
                .put("memberDays", 30)
                .put("quorum", 20)
                .put("majority", 67)
                .put("openDays", 14)
                .put("delayDays", delayDays)
                .build();
    }

    private static Json clause(String path, String decision) {
        return JsonObject.builder().put("path", path).put("decision", decision).build();
    }

    private static JsonObject english(String text) {
        return JsonObject.builder().put("en", text).build();
    }
}
