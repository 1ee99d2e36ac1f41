package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.words.RecoveryKit;

/** Where a command takes the recovery key from: a kit, or the folder as long as the key has not been taken away from it. */
final class Kit {
    static final String WORDS = "GODWIT_KIT";

    @Option(
            names = "--kit",
            paramLabel = "FILE",
            description =
                    "Your recovery kit. Without it the recovery key in your folder is used, if it is still there.")
    private @Nullable Path file;

    /** Whether there is a kit, in a file or in words. */
    boolean named(Godwit godwit) {
        return file != null || godwit.environment(WORDS).isPresent();
    }

    /** The key of the kit, or of the folder. */
    SigningKey key(Godwit godwit, Optional<KeyRing> keys) {
        return keyIfAny(godwit, keys)
                .orElseThrow(() -> new ClientProblem(
                        "This needs your recovery key, which is not on this device.",
                        "Add your kit: --kit FILE, or its 24 words in GODWIT_KIT"));
    }

    /** The same, or nothing. */
    Optional<SigningKey> keyIfAny(Godwit godwit, Optional<KeyRing> keys) {
        if (file == null)
            return godwit.environment(WORDS).map(RecoveryKit::read).or(() -> keys.flatMap(KeyRing::recovery));
        try {
            byte[] kit = Files.readAllBytes(file);
            return RecoveryKit.ofFile(kit)
                    .or(() -> Optional.of(
                            KeyRing.recoveryOf(kit, godwit.passphrase().ofImport())));
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be read.", "Check the name and the permissions.", e);
        }
    }
}
