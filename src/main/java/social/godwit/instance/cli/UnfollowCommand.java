package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code unfollow}. */
@Command(name = "unfollow", description = "Follow somebody no longer.")
final class UnfollowCommand extends OwnerCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new People(owner).unfollow(who), "You no longer follow %s.");
    }
}
