package social.godwit.instance.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.view.Face;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.log.LogStore.Figure;
import social.godwit.network.log.LogStretch;

/**
 * The moderation log for everybody, and what was done how often.
 *
 * @param entries some of it
 * @param year figures of the last 365 days
 * @param faces of the accounts that entries name, as far as they are known
 */
record LogPage(Instance instance, Words words, LogStretch entries, List<Figure> year, Map<String, Face> faces) {
    /** The whole document. */
    String html() {
        String url = instance.origin() + "/moderation/log";
        return Frame.page(
                instance,
                words,
                Frame.Head.website(words.of("site", words.of("log"), Frame.host(instance)), words.of("log.text"), url),
                html -> {
                    html.element("h1", words.of("log")).element("p", words.of("log.text"), "class", "lead");
                    figures(html);
                    html.element("h2", words.of("log.entries"));
                    if (entries.entries().isEmpty()) {
                        html.element("p", words.of("log.none"), "class", "note");
                    }
                    entries.entries().forEach(entry -> entry(html, entry));
                    html.open("p");
                    if (entries.newer()) {
                        String above = entries.entries().isEmpty()
                                ? "0"
                                : number(entries.entries().getFirst());
                        link(html, "log.newer", "prev", words.page(url, "above", above));
                    }
                    if (entries.older()) {
                        link(
                                html,
                                "log.older",
                                "next",
                                words.page(
                                        url, "below", number(entries.entries().getLast())));
                    }
                    html.close("p");
                    technical(html);
                });
    }

    private void link(Markup html, String key, String relation, String url) {
        html.element("a", words.of(key), "class", "tap", "rel", relation, "href", url)
                .text(" ");
    }

    private static String number(JsonObject entry) {
        return Long.toString(LogStretch.number(entry));
    }

    private void figures(Markup html) {
        Map<String, Long> decided = new TreeMap<>();
        Map<String, Long> others = new TreeMap<>();
        for (Figure figure : year) {
            boolean decision = figure.action().equals("decided");
            (decision ? decided : others)
                    .merge(decision ? figure.measure() : figure.action(), figure.count(), Long::sum);
        }
        html.element("h2", words.of("log.year"));
        if (year.isEmpty()) {
            html.element("p", words.of("log.year.none"), "class", "note");
            return;
        }
        html.open("table").element("caption", words.of("log.year.text")).open("tbody");
        decided.forEach((measure, count) -> figure(html, word("measure", measure), count));
        others.forEach((action, count) -> figure(html, word("action", action), count));
        long machines = year.stream()
                .filter(figure -> figure.automated() && figure.action().equals("decided"))
                .mapToLong(Figure::count)
                .sum();
        figure(html, words.of("log.machines"), machines);
        html.close("tbody").close("table");
    }

    private void figure(Markup html, String name, long count) {
        html.open("tr")
                .element("th", name, "scope", "row")
                .element("td", words.number(count), "class", "count")
                .close("tr");
    }

    private void entry(Markup html, JsonObject entry) {
        String rule = entry.string("rule").orElse("");
        html.open("article", "id", "entry-" + number(entry));
        html.open("p")
                .element(
                        "strong",
                        word("action", text(entry, "action")) + ": " + word("measure", text(entry, "measure")))
                .close("p");
        html.element("p", about(entry), "dir", "auto");
        entry.string("until")
                .flatMap(LogPage::time)
                .ifPresent(until -> html.element("p", words.of("log.until", words.exact(until))));
        html.open("p", "class", "note");
        entry.string("at")
                .flatMap(LogPage::time)
                .ifPresent(at -> html.element("time", words.exact(at), "datetime", at.toString())
                        .text(" · "));
        html.text(rule.isEmpty() ? words.of("log.norule") : words.of("log.rule", rule));
        entry.string("moderator").ifPresent(moderator -> html.text(" · " + moderator));
        if (new JsonBoolean(true).equals(entry.get("automated"))) {
            html.text(" · " + words.of("log.automated"));
        }
        html.close("p").close("article");
    }

    private String about(JsonObject entry) {
        String kind = word("kind", text(entry, "kind"));
        return entry.string("target")
                .map(target -> {
                    Face face = faces.get(target);
                    return kind + " " + (face == null ? target : "@" + face.handle());
                })
                .orElse(words.of("log.unnamed", kind));
    }

    private static String text(JsonObject entry, String member) {
        return entry.string(member).orElse("");
    }

    private String word(String key, String word) {
        return words.has(key + "." + word) ? words.of(key + "." + word) : word;
    }

    private static Optional<Instant> time(String text) {
        return ProofTime.parse(text);
    }

    private void technical(Markup html) {
        html.open("details").element("summary", words.of("technical"));
        html.element("p", words.of("log.verify"));
        html.open("p")
                .element("code", "godwit moderation-log verify " + instance.origin())
                .close("p");
        html.open("p")
                .element("a", words.of("log.json"), "class", "tap", "href", instance.origin() + "/moderation/v1/log")
                .close("p")
                .close("details");
    }
}
