package social.godwit.instance.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** One entry of a page in words: who, when, what, and the address to name it by. */
final class Entries {
    private static final int LONGEST = 1_000;

    private Entries() {}

    static String words(Json item) {
        return switch (item) {
            case JsonObject object -> entry(object);
            case JsonString id -> id.value();
            default -> "";
        };
    }

    private static String entry(JsonObject entry) {
        String type = entry.string("type").orElse("");
        Optional<JsonObject> object = entry.object("object");
        String who = who(entry);
        return switch (type) {
            case "Create", "Update" -> object.map(Entries::entry).orElse(who + " published something.");
            case "Announce" -> who + " boosted:\n" + about(entry, object);
            case "Like" -> who + " likes:\n" + about(entry, object);
            case "EmojiReact" ->
                who + " reacted " + entry.string("content").orElse("") + " to:\n" + about(entry, object);
            case "Follow" ->
                who + (entry.has("accepted") ? " follows you." : " asks to follow you.") + "\n  "
                        + entry.id("actor").orElse("");
            case "Accept" -> who + " lets you follow them.";
            case "Reject" -> who + " does not let you follow them.";
            case "Move" -> who + " has moved to " + entry.id("target").orElse("another server") + ".";
            case "QuoteRequest" -> who + " asks to quote:\n" + about(entry, object);
            case "Person", "Service", "Organization", "Group", "Application" -> person(entry);
            case "Collection", "OrderedCollection" ->
                entry.string("name").orElse(entry.string("id").orElse(""));
            default -> entry.has("content") || entry.has("name") ? post(entry, who) : plain(entry, type, who, object);
        };
    }

    private static String plain(JsonObject entry, String type, String who, Optional<JsonObject> object) {
        String what = object.map(Entries::entry).or(() -> entry.id("object")).orElse("");
        String words = (who.isEmpty() ? "" : who + ": ") + type + (what.isEmpty() ? "" : "\n" + indented(what));
        return words.isBlank() ? entry.string("id").orElse("") : words;
    }

    private static String about(JsonObject entry, Optional<JsonObject> object) {
        return indented(object.map(Entries::entry).or(() -> entry.id("object")).orElse("something"));
    }

    private static String post(JsonObject post, String who) {
        StringJoiner lines = new StringJoiner("\n");
        String when = post.string("published").orElse("");
        lines.add(who + (when.isEmpty() ? "" : "  " + when));
        for (Json label : post.object("moderation").orElse(JsonObject.empty()).list("labels"))
            if (label instanceof JsonObject one)
                lines.add("[label: " + Terminal.words(one.string("name").orElse("")) + "]");
        post.string("summary").filter(it -> !it.isBlank()).ifPresent(it -> lines.add("[" + Terminal.words(it) + "]"));
        String text = Terminal.words(
                post.string("content").or(() -> post.string("name")).orElse(""));
        lines.add(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
        int number = 0;
        for (Json option : post.list(post.has("anyOf") ? "anyOf" : "oneOf"))
            if (option instanceof JsonObject answer)
                lines.add("  " + ++number + ". " + answer.string("name").orElse(""));
        for (Json file : post.list("attachment"))
            if (file instanceof JsonObject attached)
                lines.add("  [" + attached.string("mediaType").orElse("file") + "] "
                        + attached.string("name").orElse("without a description"));
        post.object("importedFrom")
                .flatMap(from -> from.string("account"))
                .ifPresent(account -> lines.add("  (brought along from " + account + ")"));
        lines.add("  " + post.string("id").orElse(""));
        return lines.toString();
    }

    private static String person(JsonObject person) {
        String name = person.string("name").map(Terminal::words).orElse("");
        return (name.isEmpty() ? "" : name + "  ") + who(person) + "\n  "
                + person.string("id").orElse("");
    }

    private static String who(JsonObject entry) {
        for (String member : List.of("handle", "webfinger"))
            if (entry.string(member).isPresent()) return entry.string(member).get();
        for (String member : List.of("actor", "attributedTo")) {
            Optional<JsonObject> actor = entry.object(member);
            if (actor.isPresent()) return who(actor.get());
            Optional<String> id = entry.id(member);
            if (id.isPresent()) return id.get();
        }
        return entry.string("preferredUsername")
                .map(name -> name
                        + entry.string("id")
                                .flatMap(Entries::host)
                                .map(host -> "@" + host)
                                .orElse(""))
                .or(() -> entry.string("id"))
                .orElse("somebody");
    }

    private static Optional<String> host(String id) {
        try {
            return Optional.ofNullable(URI.create(id).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String indented(String text) {
        return "  " + text.replace("\n", "\n  ");
    }
}
