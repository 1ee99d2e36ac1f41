package social.godwit.instance.cli;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin staff list|appoint|dismiss}, and {@code admin owner}, {@code admin token}. */
@Command(
        name = "staff",
        description = "Who may do what at this server.",
        subcommands = {AdminStaff.Listed.class, AdminStaff.Appoint.class, AdminStaff.Dismiss.class})
final class AdminStaff extends CommandGroup {
    private static final String STAFF = "/admin/v1/staff";

    private static Told appoint(OperatorConnection operator, String account, String role) {
        JsonObject answer = operator.put(
                STAFF + "/" + OperatorConnection.segment(account),
                JsonObject.builder().put("role", role).build());
        return Told.done(answer, account + " is now " + role + " of this server.");
    }

    /** {@code admin owner}. */
    @Command(name = "owner", description = "Make an account the owner of this server: it may do everything here.")
    static final class Owner extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The account's name here, or its identity.")
        private String account = "";

        @Override
        Told run(OperatorConnection operator) {
            return appoint(operator, account, "owner");
        }
    }

    /** {@code admin staff list}. */
    @Command(name = "list", description = "Who has a role.")
    static final class Listed extends OperatorCommand {
        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.get(STAFF, Map.of());
            StringJoiner lines = new StringJoiner("\n");
            for (Json item : OperatorLines.items(answer, "staff"))
                if (item instanceof JsonObject member)
                    lines.add(OperatorLines.row(member, "role") + "  "
                            + OperatorLines.who(answer, member.string("did").orElse("")));
            return Told.done(
                    answer, lines.length() == 0 ? "Nobody yet. Begin with: godwit admin owner NAME" : lines.toString());
        }
    }

    /** {@code admin staff appoint}. */
    @Command(name = "appoint", description = "Give somebody a role: owner, admin, moderator, triage, verifier.")
    static final class Appoint extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The account's name here, or its identity.")
        private String account = "";

        @Parameters(index = "1", paramLabel = "ROLE", description = "What they are to be.")
        private String role = "";

        @Override
        Told run(OperatorConnection operator) {
            return appoint(operator, account, role);
        }
    }

    /** {@code admin staff dismiss}. */
    @Command(name = "dismiss", description = "Take somebody's role away, and all their tokens.")
    static final class Dismiss extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "The account's name here, or its identity.")
        private String account = "";

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.delete(STAFF + "/" + OperatorConnection.segment(account));
            return Told.done(answer, account + " has no role any more.");
        }
    }

    /** {@code admin token}. */
    @Command(
            name = "token",
            description =
                    "Make a token with which a program may do what somebody with a role may do. It is shown once.")
    static final class Token extends OperatorCommand {
        @Parameters(paramLabel = "NAME", description = "Whose work the program does: an account with a role.")
        private String account = "";

        @Option(names = "--for", required = true, paramLabel = "TEXT", description = "What it is for.")
        private String purpose = "";

        @Option(names = "--days", paramLabel = "N", description = "How long it is good for (default ${DEFAULT-VALUE}).")
        private int days = 30;

        @Option(
                names = "--may",
                paramLabel = "PERMISSION",
                split = ",",
                description =
                        "What it may do, commas between, for example see-cases,label; all that the account may if left out.")
        private @Nullable List<String> permissions;

        @Override
        Told run(OperatorConnection operator) {
            JsonObject answer = operator.post(
                    "/admin/v1/tokens",
                    JsonObject.builder()
                            .put("for", account)
                            .put("name", purpose)
                            .put("days", days)
                            .put("permissions", permissions == null ? List.of() : permissions)
                            .build());
            return Told.done(
                    answer,
                    "Token: " + answer.string("token").orElse("") + "\nIt is not shown again. Good until "
                            + OperatorLines.time(answer, "expires") + ".");
        }
    }
}
