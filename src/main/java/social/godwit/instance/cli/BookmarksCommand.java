package social.godwit.instance.cli;

import picocli.CommandLine.Command;

/** {@code bookmarks}. */
@Command(name = "bookmarks", description = "The posts that you kept for later.")
final class BookmarksCommand extends ViewCommand {
    @Override
    String view() {
        return "bookmarks";
    }

    @Override
    String nothing() {
        return "No bookmarks.";
    }
}
