package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/** What a server tells its operator, in lines. */
final class OperatorLines {
    private static final Pattern TIME = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d):\\d\\d(\\.\\d+)?Z$");

    private OperatorLines() {}

    /** The list under {@code key}, or under {@code items}. */
    static List<Json> items(JsonObject answer, String key) {
        return answer.list(answer.has(key) ? key : "items");
    }

    /** Some members of an object side by side; what is a time is shown to the minute. */
    static String row(JsonObject object, String... members) {
        StringJoiner row = new StringJoiner("  ");
        for (String member : members) row.add(time(object, member));
        return row.toString().stripTrailing();
    }

    /** A member that is a time, to the minute; as it is when it is none. */
    static String time(JsonObject object, String member) {
        String text = object.string(member).orElse("");
        return TIME.matcher(text).replaceFirst("$1 $2 UTC");
    }

    /** Whom the answer calls so: the handle where it tells one of this id, else the id. */
    static String who(JsonObject answer, String id) {
        return answer.object("people")
                .flatMap(people -> people.object(id))
                .flatMap(one -> one.string("handle"))
                .map(handle -> "@" + handle)
                .orElse(id);
    }

    /** A number of things: {@code 1 report}, {@code 2 reports}. */
    static String count(JsonObject object, String member, String one, String many) {
        String number = String.valueOf(object.get(member));
        return number + " " + (number.equals("1") ? one : many);
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
