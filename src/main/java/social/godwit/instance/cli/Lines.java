package social.godwit.instance.cli;

import java.util.Locale;
import java.util.StringJoiner;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.People;
import social.godwit.instance.client.Posts;
import social.godwit.instance.client.Reactions;
import social.godwit.instance.client.Views;

/** Words for results that several commands share. */
final class Lines {
    private Lines() {}

    static Told done(Posts.Published published, String words) {
        var json = JsonObject.builder().put("id", published.id()).put("activity", published.activity());
        if (!published.page().isEmpty()) json.put("url", published.page());
        json.put("visibility", published.audience().name().toLowerCase(Locale.ROOT));
        return Told.done(json.build(), words + (published.page().isEmpty() ? "" : "\n" + published.page()));
    }

    static Told done(Reactions.Reaction reaction, String words) {
        return Told.done(
                JsonObject.builder()
                        .put("id", reaction.object())
                        .put("activity", reaction.activity())
                        .build(),
                words);
    }

    /** {@code words} has one {@code %s} for the handle. */
    static Told done(People.Done done, String words) {
        return Told.done(
                JsonObject.builder()
                        .put("actor", done.person().id())
                        .put("handle", done.person().handle())
                        .put("activity", done.activity())
                        .build(),
                String.format(Locale.ROOT, words, done.person().handle()));
    }

    /** A page of a view, an entry after the other, the way on at the end. */
    static String page(JsonObject page, String nothing) {
        StringJoiner lines = new StringJoiner("\n\n");
        for (Json item : page.list("orderedItems")) lines.add(Entries.words(item));
        if (lines.length() == 0) {
            if (page.string("next").isEmpty()) return nothing;
            lines.add("Nothing that you want to see on this page.");
        }
        page.string("next")
                .flatMap(Views::markOf)
                .ifPresent(mark -> lines.add("Older ones: repeat with --before " + mark));
        return lines.toString();
    }
}
