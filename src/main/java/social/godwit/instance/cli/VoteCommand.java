package social.godwit.instance.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;

/** {@code vote}. */
@Command(name = "vote", description = "Vote in a poll.")
final class VoteCommand extends OwnerCommand {
    @Parameters(index = "0", paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ANSWER", description = "An answer's text, or its number.")
    private List<String> answers = List.of();

    @Override
    Told run(Owner owner) {
        return Lines.done(new Posts(owner).vote(post, answers), "Voted.");
    }
}
