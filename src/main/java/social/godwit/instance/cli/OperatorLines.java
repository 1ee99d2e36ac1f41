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

    /** A list of checks, each with {@code name}, {@code ok} and {@code detail}; it fails when one of them does. */
    static Told report(JsonObject answer, String key) {
        StringJoiner lines = new StringJoiner("\n");
        boolean well = !(answer.get("ok") instanceof JsonBoolean ok) || ok.value();
        for (Json item : items(answer, key)) {
            if (!(item instanceof JsonObject check)) continue;
            boolean good = !(check.get("ok") instanceof JsonBoolean ok) || ok.value();
            well &= good;
            lines.add((good ? "ok     " : "WRONG  ") + row(check, "name", "detail"));
            check.string("next").filter(it -> !good && !it.isEmpty()).ifPresent(it -> lines.add("       " + it));
        }
        if (lines.length() == 0) lines.add(well ? "All is well." : "Something is wrong.");
        return new Told(answer, lines.toString(), well ? 0 : 1);
    }
}
