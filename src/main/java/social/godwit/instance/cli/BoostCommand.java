package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code boost}. */
@Command(name = "boost", description = "Show a post to your followers.")
final class BoostCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new Reactions(owner).boost(post), "Boosted.");
    }
}
