package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.home.OwnerOnlyFile;

/** {@code key export}. */
@Command(name = "export", description = "Write a copy of your keys into a file, sealed with a passphrase of its own.")
final class KeyExport extends ClientCommand {
    @Parameters(paramLabel = "FILE", description = "A file that does not exist yet.")
    private Path file = Path.of("");

    @Option(
            names = "--recovery",
            description = "Only the recovery key: the kit to keep on paper or a stick, away from this device.")
    private boolean recovery;

    @Option(
            names = "--take-away",
            description = "With --recovery: remove the recovery key from this device afterwards.")
    private boolean takeAway;

    @Override
    Told run() {
        try (HomeFolder home = godwit().home()) {
            KeyRing keys = godwit().keys(home);
            Randomness randomness = godwit().surroundings().randomness();
            if (recovery && keys.recovery().isEmpty())
                throw new ClientProblem(
                        "The recovery key is not on this device any more.", "Use the copy that you made.");
            if (takeAway && !recovery) throw new ClientProblem("--take-away goes with --recovery.");
            if (Files.exists(file)) throw new ClientProblem(file + " exists already.", "Choose another name.");
            char[] passphrase = godwit().passphrase().forExport();
            write(recovery ? keys.recoverySealed(passphrase, randomness) : keys.exportSealed(passphrase, randomness));
            if (takeAway)
                home.saveKeys(
                        keys.withoutRecovery().sealed(godwit().passphrase().existing(), randomness));
            return Told.done(
                    JsonObject.builder()
                            .put("did", keys.did().toString())
                            .put("file", file.toString())
                            .build(),
                    recovery ? KIT : COPY);
        }
    }

    private static final String COPY =
            "Written. Whoever has this file and its passphrase is you. It does not hold the recovery key: export that"
                    + " with --recovery, into another file at another place.";
    private static final String KIT =
            "Written: your recovery kit. It can take your account back from anybody who steals this device, so it must not"
                    + " lie beside it. Without a kit kept elsewhere there is no recovery: nobody, not even your server, can"
                    + " help you then. Its passphrase cannot be reset either; write it down.";

    private void write(byte[] sealed) {
        try {
            OwnerOnlyFile.create(file, sealed);
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be written: " + e.getMessage() + ".", "", e);
        }
    }
}
