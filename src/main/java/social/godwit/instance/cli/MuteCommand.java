package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code mute}. */
@Command(name = "mute", description = "Mute somebody; they are not told.")
final class MuteCommand extends OwnerCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new People(owner).mute(who), "%s is muted.");
    }
}
