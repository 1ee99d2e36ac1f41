package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;

/** {@code reply}. */
@Command(name = "reply", description = "Answer a post.")
final class ReplyCommand extends OwnerCommand {

    @Parameters(index = "0", paramLabel = "POST", description = "The address of what you answer.")
    private String post = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "What you say, in Markdown; left out or -, it is read from standard input.")
    private String text = "-";

    @Mixin
    private Compose compose = new Compose();

    @Override
    Told run(Owner owner) {
        return Lines.done(new Posts(owner).reply(post, compose.draft(owner, godwit(), text)), "Published.");
    }
}
