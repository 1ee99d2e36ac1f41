package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Approval;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;

/** {@code account approve}. */
@Command(
        name = "approve",
        description =
                "Let a browser sign in that shows you this code. At your own server it can write in your name then; take it away again"
                        + " with: godwit account device revoke")
final class AccountApprove extends OwnerCommand {
    @Parameters(paramLabel = "CODE", description = "As the browser shows it, for example abcd-efgh-2345.")
    private String code = "";

    @Option(
            names = "--at",
            paramLabel = "ORIGIN",
            description =
                    "Sign it in at this other server, the address on the page that shows the code. There it can read what is"
                            + " about you and do the work of a moderator, but cannot write in your name.")
    private @Nullable String at;

    @Override
    Told run(Owner owner) {
        Optional<Origin> elsewhere = Optional.ofNullable(at).map(AccountApprove::origin);
        Approval.Asking let = new Approval(owner).approve(code, elsewhere);
        return Told.done(
                JsonObject.builder()
                        .put("approved", let.device().toString())
                        .putIfPresent("at", elsewhere.map(Origin::toString))
                        .build(),
                elsewhere
                        .map(origin -> "That browser is signed in at " + origin + ", for seven days at most.")
                        .orElse("That browser is signed in, and is one of your devices now."));
    }

    private static Origin origin(String typed) {
        return Origin.ofUrl(typed.contains("://") ? typed : "https://" + typed)
                .orElseThrow(() -> new ClientProblem(
                        "\"" + typed + "\" is no address of a server.", "For example: --at https://example.org"));
    }
}
