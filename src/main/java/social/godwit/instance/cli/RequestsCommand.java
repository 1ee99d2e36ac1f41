package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;

/** {@code requests [list|accept|reject]}. */
@Command(
        name = "requests",
        description = "Who asks to follow you, when your account is locked.",
        subcommands = {RequestsCommand.Listed.class, RequestsCommand.Accept.class, RequestsCommand.Reject.class})
final class RequestsCommand extends ViewCommand {
    @Override
    String view() {
        return "requests";
    }

    @Override
    String nothing() {
        return "Nobody is waiting.";
    }

    /** {@code requests list}. */
    @Command(name = "list", description = "Who is waiting.")
    static final class Listed extends ViewCommand {
        @Override
        String view() {
            return "requests";
        }

        @Override
        String nothing() {
            return "Nobody is waiting.";
        }
    }

    /** {@code requests accept}. */
    @Command(name = "accept", description = "Let somebody follow you.")
    static final class Accept extends OwnerCommand {
        @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
        private String who = "";

        @Override
        Told run(Owner owner) {
            return Lines.done(new People(owner).accept(who), "%s follows you now.");
        }
    }

    /** {@code requests reject}. */
    @Command(name = "reject", description = "Turn somebody away.")
    static final class Reject extends OwnerCommand {
        @Parameters(paramLabel = "WHO", description = "@name@server, or the profile's address.")
        private String who = "";

        @Override
        Told run(Owner owner) {
            return Lines.done(new People(owner).reject(who), "%s was turned away.");
        }
    }
}
