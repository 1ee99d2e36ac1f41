package social.godwit.instance.cli;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Cases and what happened in them, in lines for people. */
final class CaseLines {
    private static final int LONGEST = 300;

    private CaseLines() {}

    /** A case of the queue; its first line is what the other commands take. */
    static String queued(JsonObject file, JsonObject answer) {
        String subject = file.string("subject").orElse("");
        StringJoiner line = new StringJoiner(", ", subject + "\n  ", "");
        String id = subject.substring(subject.indexOf(':') + 1);
        String name = OperatorLines.who(answer, id);
        if (!name.equals(id)) line.add(name);
        line.add(file.string("category").orElse(""));
        line.add(OperatorLines.count(file, "openReports", "open report", "open reports"));
        line.add(
                file.string("status").orElse("").equals("open")
                        ? "waits since " + OperatorLines.time(file, "waitingSince")
                        : "resolved");
        file.string("assignee").ifPresent(who -> line.add(OperatorLines.who(answer, who) + " has it"));
        return line.toString();
    }

    /** Something that happened in a case, and what was said. */
    static String entry(JsonObject entry, JsonObject answer) {
        JsonObject details = entry.object("details").orElse(JsonObject.empty());
        JsonObject decision = details.object("decision").orElse(JsonObject.empty());
        String type = entry.string("type").orElse("");
        String happened = switch (type) {
            case "reported" -> "reported it: " + details.string("category").orElse("");
            case "noted" -> "noted";
            case "looked" -> "read evidence that is not for everybody";
            case "messaged" ->
                "wrote to " + (details.string("to").orElse("").equals("subject") ? "them" : "those who reported it");
            case "forwarded" -> "told the moderators of their server";
            case "claimed" -> "claimed it until " + OperatorLines.time(details, "until");
            case "released" -> "released it";
            case "assigned" ->
                details.string("to")
                        .map(to -> to.equals(entry.string("by").orElse(""))
                                ? "took it"
                                : "gave it to " + OperatorLines.who(answer, to))
                        .orElse("gave it up");
            case "decided" ->
                "decided: " + decision.string("measure").orElse("") + ", rule "
                        + decision.object("rule")
                                .flatMap(rule -> rule.string("rule"))
                                .orElse("") + "; decision "
                        + decision.string("id").orElse("");
            case "reversed" ->
                "took back: " + details.string("measure").orElse("") + ", decision "
                        + details.string("decision").orElse("");
            case "appealed" ->
                "appealed against decision " + details.string("decision").orElse("");
            case "appeal-answered" ->
                details.get("granted") instanceof JsonBoolean granted && granted.value()
                        ? "granted the appeal"
                        : "turned the appeal down";
            case "resolved" -> "resolved the case";
            case "reopened" -> "opened the case again";
            default -> type;
        };
        StringJoiner lines = new StringJoiner("\n  ");
        lines.add(OperatorLines.time(entry, "at") + "  "
                + OperatorLines.who(answer, entry.string("by").orElse("")) + " " + happened);
        for (String member : new String[] {"comment", "text", "reason"})
            details.string(member).filter(said -> !said.isBlank()).ifPresent(said -> lines.add(said(said)));
        decision.string("facts").filter(facts -> !facts.isBlank()).ifPresent(facts -> lines.add(said(facts)));
        for (Json item : details.list("evidence"))
            if (item instanceof JsonObject evidence) lines.add(evidence(evidence));
        return lines.toString();
    }

    /** A reported post, as it was then. */
    private static String evidence(JsonObject evidence) {
        String words = evidence.string("copy")
                .map(copy -> StrictJson.read(copy.getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN)
                                instanceof JsonReading.Read(JsonObject post)
                        ? Terminal.words(post.string("content").orElse(""))
                        : "")
                .orElse("");
        return "the post " + evidence.string("post").orElse("") + (words.isBlank() ? "" : ": " + said(words));
    }

    private static String said(String text) {
        String whole = Terminal.harmless(text).strip().replace("\n", "\n  ");
        return whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
    }
}
