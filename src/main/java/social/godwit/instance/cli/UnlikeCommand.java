package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code unlike}. */
@Command(name = "unlike", description = "Take a like back.")
final class UnlikeCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new Reactions(owner).unlike(post), "Like taken back.");
    }
}
