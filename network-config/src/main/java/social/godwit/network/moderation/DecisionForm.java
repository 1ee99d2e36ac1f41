package social.godwit.network.moderation;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/** Decisions as JSON: in the database, in answers, and for whoever takes them over. */
public final class DecisionForm {
    private DecisionForm() {}

    /** The decision, with everything that is known of it. */
    public static JsonObject write(Decision decision) {
        JsonObject.Builder form = JsonObject.builder()
                .put("id", decision.id())
                .put("subject", decision.subject().toString())
                .put("target", decision.target().toString())
                .put("measure", decision.measure().word())
                .put("text", decision.text())
                .put("rule", rule(decision.rule()))
                .put("facts", decision.facts())
                .put("automated", decision.automated())
                .put("by", decision.by())
                .put("at", decision.at().toString())
                .putIfPresent("until", decision.until().map(Instant::toString))
                .putIfPresent("bulk", decision.bulk());
        decision.reversed()
                .ifPresent(reversal -> form.put(
                        "reversed",
                        JsonObject.builder()
                                .put("by", reversal.by())
                                .put("at", reversal.at().toString())
                                .put("reason", reversal.reason())
                                .build()));
        return form.build();
    }

    /** Reads what {@link #write} wrote; anything else is a damaged database. */
    static Decision read(JsonObject form) {
        return new Decision(
                text(form, "id"),
                Subject.parse(text(form, "subject")).orElseThrow(),
                Subject.parse(text(form, "target")).orElseThrow(),
                Measure.parse(text(form, "measure")).orElseThrow(),
                text(form, "text"),
                readRule(form.object("rule").orElseThrow()),
                text(form, "facts"),
                form.get("automated") instanceof JsonBoolean(boolean value) && value,
                text(form, "by"),
                Instant.parse(text(form, "at")),
                form.string("until").map(Instant::parse),
                form.string("bulk"),
                form.object("reversed")
                        .map(reversal -> new Decision.Reversal(
                                text(reversal, "by"), Instant.parse(text(reversal, "at")), text(reversal, "reason"))));
    }

    /** A rule as JSON. */
    public static JsonObject rule(RuleReference rule) {
        return JsonObject.builder()
                .put("charter", rule.charter())
                .put("version", rule.version())
                .put("rule", rule.rule())
                .build();
    }

    /** Reads what {@link #rule} wrote. */
    public static RuleReference readRule(JsonObject form) {
        return new RuleReference(text(form, "charter"), text(form, "version"), text(form, "rule"));
    }

    private static String text(JsonObject form, String key) {
        Optional<String> value = form.string(key);
        return value.orElseThrow(() -> new IllegalStateException("a stored decision lacks " + key));
    }
}
