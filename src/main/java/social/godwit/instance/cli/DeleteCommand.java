package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;

/** {@code delete}. */
@Command(name = "delete", description = "Delete one of your posts, for good.")
final class DeleteCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(
                new Posts(owner).delete(post),
                "Deleted. Other servers remove their copies when they hear of it; some may keep theirs.");
    }
}
