package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code inbox}. */
@Command(name = "inbox", description = "What has come in for you, newest first: posts and notifications.")
final class InboxCommand extends ViewCommand {
    @Override
    String view() {
        return "inbox";
    }

    @Override
    String nothing() {
        return "Nothing has come in yet.";
    }
}
