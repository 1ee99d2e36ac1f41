package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code unpin}. */
@Command(name = "unpin", description = "Show a post at the top of your profile no longer.")
final class UnpinCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new Reactions(owner).pin(post, false), "No longer pinned.");
    }
}
