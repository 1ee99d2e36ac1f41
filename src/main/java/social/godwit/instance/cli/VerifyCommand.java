package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.instance.client.AccountLog;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyLogStory;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.verify.DocumentSource;
import social.godwit.instance.client.verify.Examination;

/** {@code verify}. */
@Command(
        name = "verify",
        description =
                "Check a document without trusting anybody: who signed what. Exit code 1 when it is not as its author left it.")
final class VerifyCommand extends ClientCommand {
    @Parameters(
            paramLabel = "FILE|ID",
            description =
                    "A file, - for standard input, or the document's address; with --log also somebody's address or DID.")
    private String what = "";

    @Option(
            names = "--log",
            description =
                    "Check a whole key log: which devices may speak, what is in force, what is announced and until when. A file"
                            + " that --save has written is checked without asking anybody.")
    private boolean log;

    @Option(names = "--save", paramLabel = "FILE", description = "With --log: write all that was checked into a file.")
    private @Nullable Path save;

    @Override
    Told run() {
        return log ? keyLog() : document();
    }

    private Told keyLog() {
        Instant now = godwit().surroundings().clock().instant();
        boolean file = what.equals("-") || Files.exists(Path.of(what));
        AccountLog shown = file
                ? Answers.json(new DocumentSource(godwit().surroundings(), godwit().gateway()).bytes(what))
                        .flatMap(json -> AccountLog.read(json, now))
                        .orElseThrow(() -> new ClientProblem(
                                what + " is no key log.", "One is written by: godwit verify --log WHO --save FILE"))
                : asked();
        if (save != null) write(save, Jcs.bytes(shown.json()));
        List<Sha256> beginnings = shown.beginnings();
        int bad = shown.copies().stream().mapToInt(AccountLog.Copy::bad).sum();
        StringJoiner lines = new StringJoiner("\n");
        for (AccountLog.Copy copy : shown.copies())
            lines.add(copy.from() + ": "
                    + (copy.genesis().isEmpty() ? "does not answer" : copy.entries() + " entries")
                    + (copy.bad() > 0 ? ", and " + copy.bad() + " that are not signed as they must be" : ""));
        if (beginnings.size() != 1) {
            lines.add(
                    "These servers show different beginnings. Whoever made the account knows the right one; the others lie.");
            return new Told(
                    JsonObject.builder()
                            .put("valid", false)
                            .put(
                                    "beginnings",
                                    beginnings.stream().map(Sha256::multibase).toList())
                            .build(),
                    lines.toString(),
                    1);
        }
        KeyLog state = shown.now(Optional.empty());
        state.devices().values().stream()
                .sorted(Comparator.comparing(device -> device.device().toString()))
                .forEach(device -> lines.add(device.device() + (device.revoked() ? "  revoked" : "  may speak")));
        KeyLogStory.warnings(state, now).forEach(lines::add);
        boolean valid = bad == 0 && !state.frozen();
        return new Told(
                JsonObject.builder()
                        .putAll(KeyLogStory.json(state))
                        .put("valid", valid)
                        .put("unsigned", bad)
                        .build(),
                lines.toString(),
                valid ? 0 : 1);
    }

    private AccountLog asked() {
        SignIn.Account account = new SignIn(godwit().surroundings(), godwit().gateway()).find(what);
        return AccountLog.of(account.did(), account.actor(), godwit().surroundings());
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be written.", "Check the folder and the permissions.", e);
        }
    }

    private Told document() {
        Examination examination = Examination.of(
                new DocumentSource(godwit().surroundings(), godwit().gateway()).bytes(what),
                godwit().surroundings().clock().instant());
        return new Told(examination.json(), examination.words(), examination.valid() ? 0 : 1);
    }
}
