package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code followers [remove]}. */
@Command(name = "followers", description = "Who follows you.", subcommands = FollowersCommand.Remove.class)
final class FollowersCommand extends ViewCommand {
    @Override
    String view() {
        return "followers";
    }

    @Override
    String nothing() {
        return "Nobody follows you yet.";
    }

    /** {@code followers remove}. */
    @Command(name = "remove", description = "End that somebody follows you.")
    static final class Remove extends OwnerCommand {
        @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
        private String who = "";

        @Override
        Told run(Owner owner) {
            return Lines.done(new People(owner).removeFollower(who), "%s no longer follows you.");
        }
    }
}
