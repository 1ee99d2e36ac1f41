package social.godwit.instance.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a steward and a server's staff say alike when they decide about something in a network's view. */
final class RulingOptions {
    @Option(names = "--rule", required = true, paramLabel = "ID", description = "The rule that was broken.")
    String rule = "";

    @Option(names = "--facts", required = true, paramLabel = "TEXT", description = "What happened.")
    String facts = "";

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "The label's id, the content warning, or the words of the warning.")
    @Nullable
    String text;

    @Option(names = "--hours", paramLabel = "N", description = "For how long; default: until it is taken back.")
    @Nullable
    Integer hours;
}
