package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/** What a server tells its operator, in lines. */
final class OperatorLines {
    private OperatorLines() {}

    /** The list under {@code key}, or under {@code items}. */
    static List<Json> items(JsonObject answer, String key) {
        return answer.list(answer.has(key) ? key : "items");
    }

    /** Some members of an object side by side. */
    static String row(JsonObject object, String... members) {
        StringJoiner row = new StringJoiner("  ");
        for (String member : members) row.add(object.string(member).orElse(""));
        return row.toString().stripTrailing();
    }

    /** What was found, a line each; it fails when something of it is a problem. */
    static Told report(JsonObject answer) {
        StringJoiner lines = new StringJoiner("\n");
        for (Json item : answer.list("findings")) {
            if (!(item instanceof JsonObject finding)) continue;
            String mark = switch (finding.string("state").orElse("")) {
                case "ok" -> "ok       ";
                case "warning" -> "NOTE     ";
                default -> "PROBLEM  ";
            };
            lines.add(mark + row(finding, "subject", "detail"));
        }
        boolean well = answer.get("ok") instanceof JsonBoolean ok && ok.value();
        return new Told(answer, lines.toString(), well ? 0 : 1);
    }
}
