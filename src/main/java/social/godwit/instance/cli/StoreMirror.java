package social.godwit.instance.cli;

import static social.godwit.instance.cli.StoreStatusCommand.number;
import static social.godwit.instance.cli.StoreStatusCommand.size;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;

/** {@code store mirror}. */
@Command(
        name = "mirror",
        description = "Keep the public records of an account elsewhere, or of everything on another Godwit server.",
        subcommands = {StoreMirror.Add.class, StoreMirror.Remove.class, StoreMirror.All.class})
final class StoreMirror extends CommandGroup {
    private static final String PATH = "/admin/v1/store/mirrors";

    @Command(name = "add", description = "Begin to keep them, and follow what comes.")
    static final class Add extends OperatorCommand {
        @Parameters(paramLabel = "DID|ORIGIN", description = "An account (with --from), or a server: https://HOST")
        private String target = "";

        @Option(names = "--from", paramLabel = "ORIGIN", description = "A server that has the account.")
        private @Nullable String from;

        @Option(
                names = "--quota-mb",
                paramLabel = "N",
                description = "How much may come by it (default $" + "{DEFAULT-VALUE}).")
        private long quota = 1_024;

        @Override
        Told run(OperatorConnection operator) {
            boolean account = target.startsWith("did:");
            if (account && from == null)
                throw new ClientProblem("A DID does not say where the account is.", "Add --from https://SERVER");
            JsonObject.Builder wish = JsonObject.builder()
                    .put("origin", account ? String.valueOf(from) : target)
                    .put("quota", Math.max(1, quota) << 20);
            if (account) wish.put("account", target);
            return told(operator.post(PATH, wish.build()));
        }
    }

    @Command(name = "remove", description = "Follow no longer. What was kept stays.")
    static final class Remove extends OperatorCommand {
        @Parameters(paramLabel = "DID|ORIGIN", description = "As it was added.")
        private String target = "";

        @Override
        Told run(OperatorConnection operator) {
            return told(operator.delete(PATH + "/" + OperatorConnection.segment(target)));
        }
    }

    @Command(name = "list", description = "What is mirrored here.")
    static final class All extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            return told(operator.get(PATH, Map.of()));
        }
    }

    static Told told(JsonObject answer) {
        StringJoiner lines = new StringJoiner("\n");
        lines(lines, answer);
        return Told.done(answer, lines.length() == 0 ? "Nothing is mirrored." : lines.toString());
    }

    /** A line for each of the {@code mirrors} in an answer. */
    static void lines(StringJoiner lines, JsonObject answer) {
        for (Json item : answer.list("mirrors"))
            if (item instanceof JsonObject mirror) {
                String problem = mirror.string("problem").orElse("");
                lines.add(OperatorLines.row(mirror, "target", "kind", "origin") + "  "
                        + size(number(mirror, "used")) + " of " + size(number(mirror, "quota")) + "  "
                        + mirror.string("walkedAt")
                                .map(at -> "everything that was there at " + at)
                                .orElse(mirror.string("walkedTo").isPresent() ? "under way" : "")
                        + (problem.isEmpty() ? "" : "  PROBLEM: " + problem));
            }
    }
}
