package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code domain block|unblock}. */
@Command(
        name = "domain",
        description = "Block everybody at a server, for yourself.",
        subcommands = {DomainCommand.Block.class, DomainCommand.Unblock.class, DomainCommand.Listed.class})
final class DomainCommand extends CommandGroup {
    /** {@code domain block}. */
    @Command(name = "block", description = "See nobody of a server, and be seen by nobody there.")
    static final class Block extends OwnerCommand {
        @Parameters(paramLabel = "HOST", description = "The server's name, for example example.org.")
        private String host = "";

        @Override
        Told run(Owner owner) {
            return Told.done("activity", new People(owner).blockDomain(host), host + " is blocked for you.");
        }
    }

    /** {@code domain unblock}. */
    @Command(name = "unblock", description = "Take it back.")
    static final class Unblock extends OwnerCommand {
        @Parameters(paramLabel = "HOST", description = "The server's name.")
        private String host = "";

        @Override
        Told run(Owner owner) {
            return Told.done(
                    "activity", new People(owner).unblockDomain(host), host + " is no longer blocked for you.");
        }
    }

    /** {@code domain list}. */
    @Command(name = "list", description = "The servers that you block.")
    static final class Listed extends ViewCommand {
        @Override
        String view() {
            return "blocked-domains";
        }

        @Override
        String nothing() {
            return "You block no server.";
        }
    }
}
