package social.godwit.instance.admin;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.instance.config.InvalidConfiguration;
import social.godwit.network.act.Act;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.verification.Credential;

/**
 * The operator's key, {@code operator.key} in the data folder: 64 hexadecimal digits, made at the first start, readable by
 * its owner only. Whoever can sign with it is the operator.
 */
@ApplicationScoped
public class OperatorKey {
    private static final int SEED_BYTES = 32;

    private final Path file;
    private final Randomness randomness;
    private final SigningKey key;

    OperatorKey(InstanceConfig config, Randomness randomness) {
        this.file = config.data().resolve("operator.key");
        this.randomness = randomness;
        this.key = read();
    }

    void start(@Observes StartupEvent event) {
        // Made at the first start, not at the first command.
    }

    /** Who the operator is. */
    public Did did() {
        return key.did();
    }

    /** Signs what the operator says in a network's affairs. */
    public SignedAct sign(Act act) {
        return SignedAct.sign(act, key);
    }

    /** Vouches for an account in a network, from one time to another. */
    public Credential vouch(
            Did account, Did network, Claim claim, Optional<String> detail, Instant from, Instant until) {
        return Credential.issue(key, Credential.id(randomness), account, network, claim, detail, from, until);
    }

    private SigningKey read() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(randomness.bytes(SEED_BYTES)) + "\n");
            } catch (FileAlreadyExistsException e) {
                // The usual case: a later start.
            }
            byte[] seed = HexFormat.of().parseHex(Files.readString(file).strip());
            if (seed.length != SEED_BYTES) {
                throw new InvalidConfiguration(
                        file + " is not an operator's key: it should hold 64 hexadecimal digits.");
            }
            return SigningKey.generate(count -> seed);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(file + " is not an operator's key: it should hold 64 hexadecimal digits.");
        } catch (IOException e) {
            throw new UncheckedIOException("The operator's key " + file + " cannot be read or made", e);
        }
    }
}
