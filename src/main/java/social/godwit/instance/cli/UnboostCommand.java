package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reactions;

/** {@code unboost}. */
@Command(name = "unboost", description = "Take a boost back.")
final class UnboostCommand extends OwnerCommand {
    @Parameters(paramLabel = "POST", description = "The post's address.")
    private String post = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new Reactions(owner).unboost(post), "Boost taken back.");
    }
}
