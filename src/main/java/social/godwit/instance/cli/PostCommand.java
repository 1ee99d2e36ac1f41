package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;

/** {@code post}. */
@Command(name = "post", description = "Publish a post.")
final class PostCommand extends OwnerCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "What you say, in Markdown; left out or -, it is read from standard input.")
    private String text = "-";

    @Mixin
    private Compose compose = new Compose();

    @Override
    Told run(Owner owner) {
        return Lines.done(new Posts(owner).post(compose.draft(owner, godwit(), text)), "Published.");
    }
}
