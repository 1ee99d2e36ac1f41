package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code follow}. */
@Command(name = "follow", description = "Follow somebody.")
final class FollowCommand extends OwnerCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(
                new People(owner).follow(who), "You asked to follow %s. It is settled as soon as they answer.");
    }
}
