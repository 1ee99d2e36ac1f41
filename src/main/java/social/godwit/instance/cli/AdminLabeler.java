package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin labeler add|list|remove}. */
@Command(
        name = "labeler",
        description = "Other servers whose labels count here.",
        subcommands = {AdminLabeler.Add.class, AdminLabeler.Listed.class, AdminLabeler.Remove.class})
final class AdminLabeler extends CommandGroup {
    private static final String LABELERS = "/admin/v1/labelers";

    /** {@code admin labeler add}. */
    @Command(name = "add", description = "Heed the labels of another server.")
    static final class Add extends OperatorCommand {
        @Parameters(
                index = "0",
                paramLabel = "DID",
                description = "Who signs them, as the server's moderation log says.")
        private String did = "";

        @Parameters(index = "1", paramLabel = "URL", description = "The server, for example https://social.example.")
        private String origin = "";

        @Option(names = "--apply", description = "Let them have their effect; otherwise a moderator gets a report.")
        private boolean apply;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.put(
                    LABELERS + "/" + OperatorConnection.segment(did),
                    JsonObject.builder()
                            .put("origin", origin)
                            .put("trust", apply ? "apply" : "suggest")
                            .build());
            return Told.done(
                    answer, "Its labels are " + (apply ? "shown here" : "proposed to moderators") + " from now on.");
        }
    }

    /** {@code admin labeler list}. */
    @Command(name = "list", description = "Whose labels count here.")
    static final class Listed extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(LABELERS, Map.of());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "labelers"))
                if (item instanceof JsonObject one)
                    lines.add(OperatorLines.row(one, "did", "origin", "trust", "fault"));
            return Told.done(answer, lines.length() == 0 ? "No labelers." : lines.toString());
        }
    }

    /** {@code admin labeler remove}. */
    @Command(name = "remove", description = "Heed them no longer. What they labelled stays until it is taken back.")
    static final class Remove extends OperatorCommand {
        @Parameters(paramLabel = "DID", description = "Who signs them.")
        private String did = "";

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.delete(LABELERS + "/" + OperatorConnection.segment(did)), "Its labels count no longer.");
        }
    }
}
