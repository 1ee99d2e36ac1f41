package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Approval;
import social.godwit.instance.client.Owner;

/** {@code account approve}. */
@Command(
        name = "approve",
        description =
                "Let a browser sign in that shows you this code. It can write in your name then; take it away again with: godwit"
                        + " account device revoke")
final class AccountApprove extends OwnerCommand {
    @Parameters(paramLabel = "CODE", description = "As the browser shows it, for example abcd-efgh-2345.")
    private String code = "";

    @Override
    Told run(Owner owner) {
        Did device = new Approval(owner).approve(code);
        return Told.done(
                JsonObject.builder().put("approved", device.toString()).build(),
                "That browser is signed in, and is one of your devices now.");
    }
}
