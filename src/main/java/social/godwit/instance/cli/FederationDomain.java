package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code federation domain allow|limit|deny|list|clear}. */
@Command(
        name = "domain",
        description = "Which other servers may reach this one.",
        subcommands = {
            FederationDomain.Allow.class,
            FederationDomain.Limit.class,
            FederationDomain.Deny.class,
            FederationDomain.Clear.class,
            FederationDomain.Listed.class
        })
final class FederationDomain extends CommandGroup {
    /** A command that sets how this server stands to another. */
    abstract static class Stance extends OperatorCommand {
        @Parameters(paramLabel = "HOST", description = "The other server's name.")
        private String host = "";

        @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the list.")
        private String comment = "";

        /** The stance's name. */
        abstract String stance();

        /** What it means, after the host's name. */
        abstract String meaning();

        @Override
        final Told run(OperatorConnection operator) {
            JsonObject answer = operator.put(
                    "/admin/v1/domains/" + OperatorConnection.segment(host),
                    JsonObject.builder()
                            .put("stance", stance())
                            .put("comment", comment)
                            .build());
            return Told.done(answer, host + meaning());
        }
    }

    /** {@code federation domain allow}. */
    @Command(name = "allow", description = "Everything goes both ways.")
    static final class Allow extends Stance {
        @Override
        String stance() {
            return "allow";
        }

        @Override
        String meaning() {
            return " is allowed.";
        }
    }

    /** {@code federation domain limit}. */
    @Command(name = "limit", description = "Shown only to those who follow somebody there.")
    static final class Limit extends Stance {
        @Override
        String stance() {
            return "limit";
        }

        @Override
        String meaning() {
            return " is limited: shown only to those who follow somebody there.";
        }
    }

    /** {@code federation domain deny}. */
    @Command(name = "deny", description = "Nothing goes either way.")
    static final class Deny extends Stance {
        @Override
        String stance() {
            return "deny";
        }

        @Override
        String meaning() {
            return " is denied: nothing goes either way.";
        }
    }

    /** {@code federation domain clear}. */
    @Command(name = "clear", description = "Back to what holds for all servers.")
    static final class Clear extends OperatorCommand {
        @Parameters(paramLabel = "HOST", description = "The other server's name.")
        private String host = "";

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.delete("/admin/v1/domains/" + OperatorConnection.segment(host)),
                    "There is no rule of its own for " + host + " any more.");
        }
    }

    /** {@code federation domain list}. */
    @Command(name = "list", description = "The rules.")
    static final class Listed extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get("/admin/v1/domains", Map.of());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "domains"))
                if (item instanceof JsonObject rule) lines.add(OperatorLines.row(rule, "domain", "stance", "comment"));
            return Told.done(answer, lines.length() == 0 ? "No rules." : lines.toString());
        }
    }
}
