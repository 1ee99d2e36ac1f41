package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code unmute}. */
@Command(name = "unmute", description = "Take a mute back.")
final class UnmuteCommand extends OwnerCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new People(owner).unmute(who), "%s is no longer muted.");
    }
}
