package social.godwit.instance.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;

/** {@code thread}. */
@Command(name = "thread", description = "A conversation: what a post answers, and what answers it.")
final class ThreadCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        JsonObject page = new Views(owner).page("thread", Map.of("id", post));
        return Told.done(page, Lines.page(page, "Nothing is known of this conversation."));
    }
}
