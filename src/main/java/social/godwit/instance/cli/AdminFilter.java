package social.godwit.instance.cli;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin filter list|add|on|off|order|remove|try|test|hits}. */
@Command(
        name = "filter",
        description = "What is folded, held back or reported by itself, because of what is in it.",
        subcommands = {
            AdminFilter.Listed.class,
            AdminFilter.Add.class,
            AdminFilter.On.class,
            AdminFilter.Off.class,
            AdminFilter.InOrder.class,
            AdminFilter.Hits.class,
            AdminFilter.Remove.class,
            AdminFilter.Try.class,
            AdminFilter.Test.class
        })
final class AdminFilter extends CommandGroup {
    private static final String FILTERS = "/admin/v1/filters";

    private static String values(JsonObject filter) {
        StringJoiner values = new StringJoiner(", ");
        for (Json item : filter.list("values")) if (item instanceof JsonString value) values.add(value.value());
        return values.toString();
    }

    /** {@code admin filter list}. */
    @Command(name = "list", description = "The filters, in the order in which they are asked.")
    static final class Listed extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(FILTERS, Map.of());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "filters"))
                if (item instanceof JsonObject filter)
                    lines.add(OperatorLines.row(filter, "id", "kind", "reaction", "rule") + "  " + filter.get("hits")
                            + " in 30 days"
                            + (filter.get("on") instanceof JsonBoolean(boolean on) && !on ? ", off" : "")
                            + "  " + values(filter));
            return Told.done(answer, lines.length() == 0 ? "No filters." : lines.toString());
        }
    }

    /** A command that gets a filter. */
    abstract static class Given extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "What to call it: letters, digits and dashes.")
        private String name = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "VALUE",
                description =
                        "What to look for: words (casino* takes longer words too), a domain, a number, a file's hash,"
                                + " a language.")
        private List<String> values = List.of();

        @Option(
                names = "--kind",
                paramLabel = "WORD",
                description = "keyword (the default), link, mentions, newcomer, media or language.")
        private String kind = "keyword";

        @Option(
                names = "--reaction",
                paramLabel = "WORD",
                description = "fold (the default), pass, flag, label, hold or hide.")
        private String reaction = "fold";

        @Option(names = "--rule", paramLabel = "RULE", description = "The rule that a hit breaks (default: spam).")
        private String rule = "spam";

        @Option(names = "--text", paramLabel = "TEXT", description = "The label's name, or the words of the warning.")
        private String text = "";

        @Option(names = "--order", paramLabel = "N", description = "The smaller, the earlier it is asked.")
        private int order = 100;

        final String name() {
            return name;
        }

        final JsonObject filter() {
            return JsonObject.builder()
                    .put("id", name)
                    .put("kind", kind)
                    .put("values", values)
                    .put("reaction", reaction)
                    .put("rule", rule)
                    .put("text", text)
                    .put("order", order)
                    .build();
        }
    }

    /** {@code admin filter add}. */
    @Command(name = "add", description = "Look for something in every post that comes from now on.")
    static final class Add extends Given {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.put(FILTERS + "/" + OperatorConnection.segment(name()), filter());
            return Told.done(answer, name() + " holds from now on. Every hit stands in the case of whom it hit.");
        }
    }

    /** {@code admin filter try}. */
    @Command(
            name = "try",
            description = "See what a filter would have found in the posts of the last 30 days. Nothing happens.")
    static final class Try extends Given {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    "/admin/v1/dry-run",
                    JsonObject.builder().put("filter", filter()).build());
            StringJoiner lines = new StringJoiner("\n");
            lines.add(answer.get("posts") + " of " + OperatorLines.count(answer, "ofPosts", "post", "posts") + " in "
                    + answer.get("days") + " days, by " + OperatorLines.count(answer, "accounts", "account", "accounts")
                    + " with " + OperatorLines.count(answer, "follows", "follow", "follows") + ".");
            for (Json item : answer.list("examples"))
                if (item instanceof JsonObject post)
                    lines.add(OperatorLines.row(post, "at") + "  "
                            + OperatorLines.who(answer, post.string("account").orElse("")) + "  "
                            + OperatorLines.row(post, "words"));
            return Told.done(answer, lines.toString());
        }
    }

    /** A command that turns a filter on or off. */
    abstract static class Switched extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The filter's name.")
        private String name = "";

        final Told turn(OperatorConnection operator, boolean on) {
            return Told.done(
                    operator.put(
                            FILTERS + "/" + OperatorConnection.segment(name) + "/on",
                            JsonObject.builder().put("on", on).build()),
                    name + (on ? " is asked again." : " is kept, and not asked."));
        }
    }

    /** {@code admin filter on}. */
    @Command(name = "on", description = "Ask a filter again that was off.")
    static final class On extends Switched {
        @Override
        Told run(OperatorConnection operator) {
            return turn(operator, true);
        }
    }

    /** {@code admin filter off}. */
    @Command(name = "off", description = "Keep a filter without asking it. What it has done stays.")
    static final class Off extends Switched {
        @Override
        Told run(OperatorConnection operator) {
            return turn(operator, false);
        }
    }

    /** {@code admin filter order}. */
    @Command(name = "order", description = "Ask filters in this order; those that are not named come after them.")
    static final class InOrder extends OperatorCommand {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "The filters' names.")
        private List<String> names = List.of();

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.post(
                            FILTERS + "/order",
                            JsonObject.builder().put("ids", names).build()),
                    "They are asked in this order from now on.");
        }
    }

    /** {@code admin filter hits}. */
    @Command(name = "hits", description = "What a filter brought to cases, the newest first.")
    static final class Hits extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The filter's name.")
        private String name = "";

        @Option(names = "--of", paramLabel = "NETWORK", description = "The network's DID, for a filter of its charter.")
        private String network = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(
                    FILTERS + "/" + OperatorConnection.segment(name) + "/hits",
                    network.isEmpty() ? Map.of() : Map.of("network", network));
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "hits"))
                if (item instanceof JsonObject hit) lines.add(OperatorLines.row(hit, "at", "subject", "type", "text"));
            return Told.done(answer, lines.length() == 0 ? "It has brought nothing to a case." : lines.toString());
        }
    }

    /** {@code admin filter remove}. */
    @Command(name = "remove", description = "Look for it no longer. What it has done stays until it is taken back.")
    static final class Remove extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The filter's name.")
        private String name = "";

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(operator.delete(FILTERS + "/" + OperatorConnection.segment(name)), name + " is gone.");
        }
    }

    /** {@code admin filter test}. */
    @Command(name = "test", description = "See what the filters would find in a text. Nothing happens.")
    static final class Test extends OperatorCommand {
        @Parameters(paramLabel = "TEXT", description = "The words of a post.")
        private String text = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    FILTERS + "/test", JsonObject.builder().put("text", text).build());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "hits"))
                if (item instanceof JsonObject hit) lines.add(OperatorLines.row(hit, "reaction", "explained"));
            return Told.done(answer, lines.length() == 0 ? "No filter finds anything." : lines.toString());
        }
    }
}
