package social.godwit.instance.cli;

import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin account list|suspend|unsuspend}. */
@Command(
        name = "account",
        description = "The accounts at this server.",
        subcommands = {AdminAccount.Listed.class, AdminAccount.Suspend.class, AdminAccount.Unsuspend.class})
final class AdminAccount extends CommandGroup {
    /** {@code admin account list}. */
    @Command(name = "list", description = "Who has an account here.")
    static final class Listed extends OperatorCommand {
        @Option(names = "--after", paramLabel = "MARK", description = "Go on where an earlier page ended.")
        private String after = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get("/admin/v1/accounts", after.isEmpty() ? Map.of() : Map.of("after", after));
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "accounts"))
                if (item instanceof JsonObject account)
                    lines.add(OperatorLines.row(account, "username", "status", "did"));
            return Told.done(answer, lines.length() == 0 ? "No accounts yet." : lines.toString());
        }
    }

    /** {@code admin account suspend}. */
    @Command(
            name = "suspend",
            description = "Silence an account here. Its owner can still fetch what is theirs, and leave.")
    static final class Suspend extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The account's name here, or its identity.")
        private String account = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "What happened. Its owner reads it, too.")
        private String reason = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    "/admin/v1/accounts/" + OperatorConnection.segment(account) + "/suspend",
                    JsonObject.builder().put("reason", reason).build());
            return Told.done(
                    answer,
                    account + " is suspended here. The account still exists, and may be active on other servers.");
        }
    }

    /** {@code admin account unsuspend}. */
    @Command(name = "unsuspend", description = "Take it back.")
    static final class Unsuspend extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The account's name here, or its identity.")
        private String account = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Its owner reads it, too.")
        private String reason = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    "/admin/v1/accounts/" + OperatorConnection.segment(account) + "/unsuspend",
                    JsonObject.builder().put("reason", reason).build());
            return Told.done(answer, account + " is no longer suspended.");
        }
    }
}
