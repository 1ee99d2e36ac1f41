package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code bookmark}. */
@Command(name = "bookmark", description = "Keep a post for later. Nobody else is told.")
final class BookmarkCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Option(names = "--remove", description = "Take the bookmark away.")
    private boolean remove;

    @Override
    Told run(Owner owner) {
        return Lines.done(
                new Reactions(owner).bookmark(post, !remove), remove ? "No longer bookmarked." : "Bookmarked.");
    }
}
