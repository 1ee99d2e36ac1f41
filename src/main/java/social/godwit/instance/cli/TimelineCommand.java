package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.network.HostedNetworks;
import social.godwit.instance.client.network.Participation;

/** {@code timeline}. */
@Command(
        name = "timeline",
        description =
                "The posts of those you follow, newest first; or, with --network, what a network shows, in its own order.")
final class TimelineCommand extends ViewCommand {
    @Option(names = "--network", paramLabel = "NETWORK", description = "A network's DID, or its page's address.")
    private @Nullable String network;

    @Option(
            names = "--ranking",
            paramLabel = "ID",
            description =
                    "The order, of those that the network's charter explains; default: where it lets people begin.")
    private @Nullable String ranking;

    @Option(names = "--why", description = "With each post, why it is there.")
    private boolean why;

    @Override
    String view() {
        return "timeline";
    }

    @Override
    String nothing() {
        return "No posts yet. Follow somebody: godwit follow @name@server";
    }

    @Override
    Told run(Owner owner) {
        if (network == null) return super.run(owner);
        HostedNetworks.Named named = HostedNetworks.Named.parse(network);
        Map<String, String> parameters = parameters();
        if (ranking != null) parameters.put("ranking", ranking);
        JsonObject page = named.origin().isPresent()
                ? new HostedNetworks(named.origin().get(), owner.surroundings()).timeline(named.network(), parameters)
                : new Participation(owner).timeline(named.network(), parameters);
        return Told.done(page, words(page));
    }

    private String words(JsonObject page) {
        StringJoiner lines = new StringJoiner("\n\n");
        JsonObject order = page.object("ranking").orElse(JsonObject.empty());
        order.string("substitute").ifPresent(reason -> lines.add(reason + " So it is by time."));
        if (why)
            lines.add(order.string("title").orElse("") + ": "
                    + order.string("explanation").orElse(""));
        if (page.list("entries").isEmpty()) lines.add("Nothing to show.");
        for (Json item : page.list("entries")) if (item instanceof JsonObject entry) lines.add(entry(entry));
        String hidden = hidden(page);
        if (!hidden.isEmpty()) lines.add(hidden);
        page.string("next").ifPresent(mark -> lines.add("More: repeat with --before " + mark));
        return lines.toString();
    }

    private String entry(JsonObject entry) {
        StringJoiner lines = new StringJoiner("\n");
        entry.string("effect")
                .filter(effect -> !effect.equals("inform"))
                .ifPresent(effect -> lines.add("[" + effect + "]"));
        for (Json label : entry.list("labels"))
            if (label instanceof JsonObject one)
                lines.add("[label: " + one.string("name").orElse("") + "]");
        for (Json warning : entry.list("warnings")) lines.add("[" + Terminal.words(Entries.words(warning)) + "]");
        lines.add(Entries.words(entry.object("post").orElse(JsonObject.empty())));
        if (why) lines.add("  Why: " + reasons(entry.object("why").orElse(JsonObject.empty())));
        return lines.toString();
    }

    private static String reasons(JsonObject why) {
        StringJoiner reasons = new StringJoiner(", ");
        reasons.add(
                why.string("from").orElse("").equals("member")
                        ? "a member's, since " + why.string("memberSince").orElse("?")
                        : "you follow the author");
        for (Json reason : why.list("because"))
            if (reason instanceof JsonObject one)
                reasons.add(one.string("feature").orElse("") + " " + number(one, "value") + " × "
                        + number(one, "weight") + " = " + number(one, "points"));
        return reasons + (why.has("score") ? "; together " + number(why, "score") : "");
    }

    private static String number(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number ? number.canonical() : "?";
    }

    private static String hidden(JsonObject page) {
        StringJoiner lines = new StringJoiner("\n");
        for (Json item : page.list("hidden"))
            if (item instanceof JsonObject one) lines.add(number(one, "count") + " not shown: " + reason(one));
        return lines.toString();
    }

    private static String reason(JsonObject hidden) {
        String cites = hidden.string("rule").or(() -> hidden.string("label")).orElse("");
        return switch (hidden.string("reason").orElse("")) {
            case "ruling" -> "stewards hid them by the rule " + cites;
            case "label" -> "they carry the label " + cites;
            case "chosen" ->
                cites.isEmpty()
                        ? "they carry a label that you hide"
                        : "they carry the label " + cites + ", which you hide";
            case "filter" -> "a filter of the charter found something in them, by the rule " + cites;
            case "limited" -> "their authors are shown to followers only, by the rule " + cites;
            case "newcomer" -> "their authors joined lately, and such posts wait for a steward at present";
            case "members-only" -> "they are from outside, and the network shows only members' at present";
            case "not-vouched-for" -> "nobody whom the charter names vouches for their authors";
            default -> "by the charter";
        };
    }
}
