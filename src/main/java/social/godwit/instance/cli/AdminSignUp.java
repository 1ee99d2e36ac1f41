package social.godwit.instance.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin sign-up [open|invite|closed|configured]}. */
@Command(name = "sign-up", description = "Who may register here: shown, or changed at once, without a restart.")
final class AdminSignUp extends OperatorCommand {
    private static final String SETTINGS = "/admin/v1/settings";

    @Parameters(
            arity = "0..1",
            paramLabel = "WHO",
            description = "open, invite, closed, or configured: as GODWIT_REGISTRATIONS says.")
    private @Nullable String who;

    @Override
    Told run(OperatorConnection operator) {
        if (who != null && !List.of("open", "invite", "closed", "configured").contains(who))
            throw new ClientProblem(who + " is no rule about signing up.", "It is open, invite, closed or configured");
        JsonObject answer = who == null
                ? operator.get(SETTINGS, Map.of())
                : operator.put(
                        SETTINGS,
                        who.equals("configured")
                                ? JsonObject.builder()
                                        .put("signUp", new JsonNull())
                                        .build()
                                : JsonObject.builder().put("signUp", who).build());
        String words = switch (answer.string("signUp").orElse("")) {
            case "open" -> "Everybody may register here.";
            case "invite" -> "Whoever has an invitation may register here: godwit admin invite";
            default -> "Nobody may register here. Accounts that are here go on as before.";
        };
        return Told.done(answer, words);
    }
}
