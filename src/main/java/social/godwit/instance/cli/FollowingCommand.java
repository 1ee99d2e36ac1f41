package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code following}. */
@Command(name = "following", description = "Whom you follow.")
final class FollowingCommand extends ViewCommand {
    @Override
    String view() {
        return "following";
    }

    @Override
    String nothing() {
        return "You follow nobody yet. Find somebody: godwit follow @name@server";
    }
}
