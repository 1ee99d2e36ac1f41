package social.godwit.instance.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.moderation.PublishedLog;
import social.godwit.network.log.LogChain.Verdict;

/** {@code moderation-log verify}. */
@Command(
        name = "moderation-log",
        description = "What a server's moderators decided, as it publishes it.",
        subcommands = ModerationLogCommand.Verify.class)
final class ModerationLogCommand extends CommandGroup {
    /** {@code moderation-log verify}. */
    @Command(
            name = "verify",
            description =
                    "Check that a server's log is whole: nothing left out, nothing changed. Exit code 1 when it is not.")
    static final class Verify extends ClientCommand {
        @Parameters(
                paramLabel = "ORIGIN|FILE",
                description = "A server, for example https://example.org, or a saved copy.")
        private String what = "";

        @Option(
                names = "--since",
                paramLabel = "FILE",
                description = "A copy saved earlier: the log must begin with all of it.")
        private @Nullable Path since;

        @Option(names = "--save", paramLabel = "FILE", description = "Keep a copy, to compare with later.")
        private @Nullable Path save;

        @Override
        Told run() {
            PublishedLog log = Origin.parse(what)
                    .map(origin -> PublishedLog.fetch(origin, godwit().surroundings()))
                    .orElseGet(() -> saved(Path.of(what)));
            if (save != null) write(save, log);
            JsonObject.Builder told =
                    JsonObject.builder().put("instance", log.instance().toString());
            if (since != null && !log.goesOnFrom(saved(since))) {
                return new Told(
                        told.put("whole", false).build(),
                        "This log does not go on from the copy: something was taken back, or it is another server's.",
                        1);
            }
            return switch (log.verify()) {
                case Verdict.Intact(long count, var head) ->
                    Told.done(
                            told.put("whole", true)
                                    .put("entries", count)
                                    .putIfPresent("head", head.map(hash -> hash.multibase()))
                                    .build(),
                            count + (count == 1 ? " entry" : " entries")
                                    + ", each signed by the server and following from the one before it. Entries are"
                                    + " shown after a delay, as a rule of an hour.");
                case Verdict.Broken(long number, String why) ->
                    new Told(
                            told.put("whole", false).put("broken", number).build(),
                            "Entry " + number + " is not as it should be: " + why + ".",
                            1);
            };
        }

        private static PublishedLog saved(Path file) {
            try {
                return Answers.json(Files.readAllBytes(file))
                        .flatMap(PublishedLog::read)
                        .orElseThrow(() -> new ClientProblem(
                                file + " is no copy of a log.",
                                "One is written by: godwit moderation-log verify ORIGIN --save FILE"));
            } catch (IOException e) {
                throw new ClientProblem(file + " cannot be read.", "Name a server or a file.", e);
            }
        }

        private static void write(Path file, PublishedLog log) {
            try {
                Files.write(file, Jcs.bytes(log.json()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
