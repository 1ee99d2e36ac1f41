package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin list add|list|show|sync|apply|remove}. */
@Command(
        name = "list",
        description = "Lists of servers that others keep, and what comes of them here.",
        subcommands = {
            AdminList.Add.class,
            AdminList.Listed.class,
            AdminList.Show.class,
            AdminList.Sync.class,
            AdminList.Apply.class,
            AdminList.Remove.class
        })
final class AdminList extends CommandGroup {
    private static final String LISTS = "/admin/v1/lists";

    /** A command about one list. */
    abstract static class Named extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "What the list is called here.")
        private String name = "";

        final String name() {
            return name;
        }

        final String path() {
            return LISTS + "/" + OperatorConnection.segment(name);
        }
    }

    private static String standing(JsonObject list) {
        String fault = list.string("fault").orElse("");
        return OperatorLines.row(list, "id", "format", "mode", "address") + (fault.isEmpty() ? "" : "  NOTE " + fault);
    }

    private static String changes(JsonObject found) {
        return found.get("add") + " new, " + found.get("change") + " changed, " + found.get("drop") + " taken back; "
                + found.get("kept") + " left as they are, since somebody else wrote them. In the last 30 days: "
                + found.get("posts") + " posts by " + found.get("accounts") + " accounts, and " + found.get("follows")
                + " of " + found.get("ofFollows") + " follows.";
    }

    /** {@code admin list add}. */
    @Command(name = "add", description = "Follow a list.")
    static final class Add extends Named {
        @Parameters(index = "1", paramLabel = "URL", description = "Where it is.")
        private String address = "";

        @Option(
                names = "--format",
                paramLabel = "WORD",
                description = "csv (Mastodon's, the default), changes (a feed like FIRES) or signed.")
        private String format = "csv";

        @Option(names = "--signer", paramLabel = "DID", description = "Who signs a signed list.")
        private @Nullable String signer;

        @Option(names = "--automatic", description = "Apply it by itself, unless it looks like a mistake.")
        private boolean automatic;

        @Option(names = "--keep", description = "Keep the rules that it made when it drops them.")
        private boolean keep;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject.Builder wish = JsonObject.builder()
                    .put("address", address)
                    .put("format", format)
                    .put("mode", automatic ? "automatic" : "draft")
                    .put("retract", !keep);
            if (signer != null) wish.put("signer", signer);
            JsonObject answer = operator.put(path(), wish.build());
            return Told.done(answer, standing(answer) + "\nLook at it with: admin list show " + name());
        }
    }

    /** {@code admin list list}. */
    @Command(name = "list", description = "The lists that are followed.")
    static final class Listed extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(LISTS, Map.of());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "lists"))
                if (item instanceof JsonObject list) lines.add(standing(list));
            return Told.done(answer, lines.length() == 0 ? "No lists are followed." : lines.toString());
        }
    }

    /** {@code admin list show}. */
    @Command(name = "show", description = "What it would change to apply a list. Nothing happens.")
    static final class Show extends Named {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(path() + "/preview", Map.of());
            String waits = answer.string("waits").orElse("");
            StringJoiner lines = new StringJoiner("\n");
            lines.add(changes(answer));
            for (Json item : answer.list("added"))
                if (item instanceof JsonObject rule)
                    lines.add("+ " + OperatorLines.row(rule, "domain", "stance", "publicComment"));
            if (!waits.isEmpty()) lines.add("NOTE " + waits);
            return Told.done(answer, lines.toString());
        }
    }

    /** {@code admin list sync}. */
    @Command(name = "sync", description = "Ask for a list now.")
    static final class Sync extends Named {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(path() + "/sync", JsonObject.empty());
            return Told.done(answer, standing(answer));
        }
    }

    /** {@code admin list apply}. */
    @Command(name = "apply", description = "Let hold what a list says.")
    static final class Apply extends Named {
        @Option(names = "--confirm", description = "Also when it looks like a mistake.")
        private boolean confirm;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(path() + "/apply" + (confirm ? "?confirm=true" : ""), JsonObject.empty());
            return Told.done(answer, "Done: " + changes(answer));
        }
    }

    /** {@code admin list remove}. */
    @Command(name = "remove", description = "Follow a list no longer.")
    static final class Remove extends Named {
        @Option(names = "--undo", description = "Take back the rules that it made, too.")
        private boolean undo;

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.delete(path() + (undo ? "?undo=true" : "")),
                    name() + " is not followed any more" + (undo ? "; its rules are gone." : "; its rules stay."));
        }
    }
}
