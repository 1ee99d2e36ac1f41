package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code block}. */
@Command(name = "block", description = "Block somebody: neither sees the other.")
final class BlockCommand extends OwnerCommand {
    @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Override
    Told run(Owner owner) {
        return Lines.done(new People(owner).block(who), "%s is blocked.");
    }
}
