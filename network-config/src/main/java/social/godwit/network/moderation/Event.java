package social.godwit.network.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/** One thing that happened in a case. Written once, never changed; read back as its {@link #type} and {@link #details}. */
public sealed interface Event {
    /** A report came in. */
    record Reported(Report report) implements Event {}

    /** A moderator's note, for colleagues only. */
    record Noted(String text) implements Event {}

    /** A moderator wrote to somebody. */
    record Messaged(Addressee to, String text) implements Event {}

    /** The report was passed on to the moderators of another server, without the reporter's name. */
    record Forwarded(String inbox, String text) implements Event {}

    /** To whom a message goes. */
    enum Addressee {
        SUBJECT,
        REPORTERS
    }

    /** Somebody looks at it just now; others leave it alone until then. */
    record Claimed(Instant until) implements Event {}

    /** The claim was given up. */
    record Released() implements Event {}

    /** It was given to somebody, or to nobody. */
    record Assigned(Optional<String> to) implements Event {}

    /**
     * A moderator says what it is about, whatever the reports say, which stay as they are.
     *
     * @param rules those that are taken to be broken; at most {@value CaseRules#RULES_MAX}
     */
    record Sorted(Report.Category category, List<RuleReference> rules) implements Event {}

    /** Somebody read what is not for everybody: evidence out of a private post. */
    record Looked() implements Event {}

    /** Something was decided. */
    record Decided(Decision decision) implements Event {}

    /** A decision was taken back. */
    record Reversed(Decision decision) implements Event {}

    /** The one affected disagrees. */
    record Appealed(Decision decision, String text) implements Event {}

    /** The appeal was answered by somebody else than who had decided. */
    record AppealAnswered(Decision decision, boolean granted, String text) implements Event {}

    /** The open reports are dealt with. */
    record Resolved() implements Event {}

    /** It is looked at again. */
    record Reopened() implements Event {}

    /** The word for what happened. */
    default String type() {
        return switch (this) {
            case Reported ignored -> "reported";
            case Noted ignored -> "noted";
            case Messaged ignored -> "messaged";
            case Forwarded ignored -> "forwarded";
            case Claimed ignored -> "claimed";
            case Released ignored -> "released";
            case Assigned ignored -> "assigned";
            case Sorted ignored -> "sorted";
            case Looked ignored -> "looked";
            case Decided ignored -> "decided";
            case Reversed ignored -> "reversed";
            case Appealed ignored -> "appealed";
            case AppealAnswered ignored -> "appeal-answered";
            case Resolved ignored -> "resolved";
            case Reopened ignored -> "reopened";
        };
    }

    /** What else there is to say about it, for people and programs. */
    default JsonObject details() {
        JsonObject.Builder details = JsonObject.builder();
        switch (this) {
            case Reported(Report report) -> {
                details.put("report", report.id())
                        .put("reporter", report.reporter())
                        .put("category", report.category().word())
                        .put("comment", report.comment());
                report.rule().ifPresent(rule -> details.put("rule", DecisionForm.rule(rule)));
                details.put(
                        "evidence",
                        report.evidence().stream()
                                .map(one -> JsonObject.builder()
                                        .put("post", one.post())
                                        .putIfPresent("hash", one.hash().map(hash -> hash.multibase()))
                                        .putIfPresent("copy", one.copy())
                                        .build())
                                .toList());
            }
            case Noted(String text) -> details.put("text", text);
            case Messaged(Addressee to, String text) ->
                details.put("to", to == Addressee.SUBJECT ? "subject" : "reporters")
                        .put("text", text);
            case Forwarded(String inbox, String text) ->
                details.put("inbox", inbox).put("text", text);
            case Claimed(Instant until) -> details.put("until", until.toString());
            case Sorted(Report.Category category, List<RuleReference> rules) ->
                details.put("category", category.word())
                        .put("rules", rules.stream().map(DecisionForm::rule).toList());
            case Assigned(Optional<String> to) -> details.putIfPresent("to", to);
            case Decided(Decision decision) -> details.put("decision", DecisionForm.write(decision));
            case Reversed(Decision decision) ->
                details.put("decision", decision.id())
                        .put("measure", decision.measure().word())
                        .put("target", decision.target().toString())
                        .put("reason", decision.reversed().orElseThrow().reason());
            case Appealed(Decision decision, String text) ->
                details.put("decision", decision.id()).put("text", text);
            case AppealAnswered(Decision decision, boolean granted, String text) ->
                details.put("decision", decision.id()).put("granted", granted).put("text", text);
            default -> {
                // The word says it all.
            }
        }
        return details.build();
    }
}
