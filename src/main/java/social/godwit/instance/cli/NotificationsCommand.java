package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code notifications}. */
@Command(name = "notifications", description = "Who mentioned, liked, boosted or followed you.")
final class NotificationsCommand extends ViewCommand {
    @Override
    String view() {
        return "notifications";
    }

    @Override
    String nothing() {
        return "No notifications yet.";
    }
}
