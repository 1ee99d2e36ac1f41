package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin invite}. */
@Command(name = "invite", description = "Make a code with which somebody may register here.")
final class AdminInvite extends OperatorCommand {
    @Option(names = "--uses", paramLabel = "N", description = "For how many accounts (default ${DEFAULT-VALUE}).")
    private int uses = 1;

    @Option(names = "--hours", paramLabel = "N", description = "How long it is good for (default ${DEFAULT-VALUE}).")
    private int hours = 168;

    @Override
    Told run(OperatorConnection operator) {
        JsonObject answer = operator.post(
                "/admin/v1/invites",
                JsonObject.builder()
                        .put("uses", uses)
                        .put("expiresInHours", hours)
                        .build());
        String code = answer.string("code").orElse("");
        return Told.done(
                answer,
                "Invitation: " + code + "\nTo use it: godwit account create NAME --gateway " + operator.origin()
                        + " --invite " + code);
    }
}
