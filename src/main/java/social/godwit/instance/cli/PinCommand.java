package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code pin}. */
@Command(name = "pin", description = "Show one of your posts at the top of your profile.")
final class PinCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new Reactions(owner).pin(post, true), "Pinned.");
    }
}
