package social.godwit.instance.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.form.Texts;
import social.godwit.network.governance.Changes;

/** What is different between two versions of a charter, and who decides about it, in words. */
record ChangeText(Words words, Names names) {
    private static final List<String> TELLING = List.of("text", "name", "title", "did", "list", "id");

    /** Part by part: what was, and what is to be. */
    void write(Markup html, Changes changes) {
        if (changes.parts().isEmpty()) {
            html.element("p", words.of("change.none"), "class", "note");
            return;
        }
        html.open("dl", "class", "changes");
        for (Map.Entry<String, Changes.Change> part : changes.parts().entrySet()) {
            html.element("dt", part(part.getKey())).open("dd");
            value(html, "del", words.of("change.before"), part.getValue().before());
            value(html, "ins", words.of("change.after"), part.getValue().after());
            html.close("dd");
        }
        html.close("dl");
    }

    private void value(Markup html, String element, String title, Optional<Json> value) {
        value.ifPresent(json -> html.open(element, "dir", "auto")
                .element("span", title + ": ", "class", "note")
                .text(text(json))
                .close(element));
    }

    /** A part by its path: {@code /rules/be-kind/text} is "Rules › be-kind › Text". */
    String part(String path) {
        if (path.isEmpty()) {
            return words.of("part.rest");
        }
        List<String> names = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            String name = segment.replace("~1", "/").replace("~0", "~");
            names.add(Did.parse(name)
                    .map(names()::of)
                    .orElseGet(() -> words.has("part." + name) ? words.of("part." + name) : name));
        }
        return String.join(" › ", names);
    }

    private String text(Json json) {
        return switch (json) {
            case JsonString text -> Did.parse(text.value()).map(names::of).orElse(text.value());
            case JsonBoolean flag -> words.of(flag.value() ? "yes" : "no");
            case JsonArray list when list.items().isEmpty() -> words.of("none");
            case JsonArray list -> list.items().stream().map(this::text).collect(Collectors.joining(", "));
            case JsonObject object -> object(object);
            default -> json.toString();
        };
    }

    private String object(JsonObject object) {
        boolean translated = object.size() > 0
                && object.keys().stream().allMatch(Texts::isLanguage)
                && object.keys().stream().allMatch(key -> object.string(key).isPresent());
        if (translated) {
            return object.string(words.language())
                    .or(() -> object.string(object.keys().getFirst()))
                    .orElseThrow();
        }
        return TELLING.stream()
                .map(object::get)
                .filter(value -> value != null)
                .findFirst()
                .map(this::text)
                .orElseGet(object::toString);
    }

    /** Who makes a decision, how, and when it holds. */
    String decision(Decision decision, Governance governance) {
        String stewards = words.of(
                "decision.stewards",
                governance.threshold(),
                governance.stewards().size());
        String vote = words.of(
                "decision.vote", decision.majority(), decision.quorum(), decision.openDays(), decision.memberDays());
        String who = switch (decision.method()) {
            case STEWARDS -> stewards;
            case VOTE -> vote;
            case BOTH -> words.of("decision.both", stewards, vote);
        };
        return words.of("decision.delay", who, decision.delayDays());
    }
}
