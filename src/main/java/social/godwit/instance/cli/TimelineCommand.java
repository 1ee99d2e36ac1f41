package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code timeline}. */
@Command(name = "timeline", description = "The posts of those you follow, newest first.")
final class TimelineCommand extends ViewCommand {
    @Override
    String view() {
        return "timeline";
    }

    @Override
    String nothing() {
        return "No posts yet. Follow somebody: godwit follow @name@server";
    }
}
