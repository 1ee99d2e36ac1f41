package social.godwit.instance.client.home;

import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.KeyFileReading;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.instance.client.ClientProblem;

/**
 * The keys of an account at one device. The authority key is the account; the device key says which device published; the
 * recovery key takes the account back from a thief, and is better kept elsewhere.
 *
 * @param genesis the hash of the key log's first entry, which names the account's first recovery key
 */
public record KeyRing(SigningKey authority, SigningKey device, Optional<SigningKey> recovery, Sha256 genesis) {
    private static final String GENESIS = "genesis";

    /** Makes all three keys. */
    public static KeyRing generate(Randomness randomness) {
        SigningKey authority = SigningKey.generate(randomness);
        SigningKey recovery = SigningKey.generate(randomness);
        var genesis = new KeyLogEntry.Genesis(authority.did(), KeyLogEntry.commitment(recovery.publicKey()));
        return new KeyRing(authority, SigningKey.generate(randomness), Optional.of(recovery), genesis.hash());
    }

    /** Opens the key file of a device. */
    public static KeyRing open(byte[] sealed, char[] passphrase) {
        KeyFile keys = opened(sealed, passphrase);
        return of(keys, keys.key(KeyFile.DEVICE).orElseThrow(KeyRing::noAccount), keys.key(KeyFile.RECOVERY));
    }

    /** Opens a copy from another device; this one gets a device key of its own. */
    public static KeyRing imported(byte[] sealed, char[] passphrase, Randomness randomness) {
        return of(opened(sealed, passphrase), SigningKey.generate(randomness), Optional.empty());
    }

    /** The keys out of a key bag; this device gets a key of its own. */
    public static KeyRing of(KeyFile bag, Randomness randomness) {
        return of(bag, SigningKey.generate(randomness), Optional.empty());
    }

    /** Whose account. */
    public Did did() {
        return authority.did();
    }

    /** The same with a new device key, for a folder that is a copy of another. */
    public KeyRing withNewDevice(Randomness randomness) {
        return new KeyRing(authority, SigningKey.generate(randomness), recovery, genesis);
    }

    /** The same with that recovery key. */
    public KeyRing withRecovery(SigningKey next) {
        return new KeyRing(authority, device, Optional.of(next), genesis);
    }

    /** The recovery key out of a recovery kit. */
    public static SigningKey recoveryOf(byte[] kit, char[] passphrase) {
        return opened(kit, passphrase)
                .key(KeyFile.RECOVERY)
                .orElseThrow(() -> new ClientProblem(
                        "This file is no recovery kit.", "A kit is written by: godwit key export --recovery FILE"));
    }

    /** The same without the recovery key. */
    public KeyRing withoutRecovery() {
        return new KeyRing(authority, device, Optional.empty(), genesis);
    }

    /** All keys, for this device's folder. */
    public byte[] sealed(char[] passphrase, Randomness randomness) {
        KeyFile keys = account().with(KeyFile.DEVICE, device);
        return recovery.map(key -> keys.with(KeyFile.RECOVERY, key))
                .orElse(keys)
                .seal(passphrase, randomness);
    }

    /** A copy for another device: every device has a key of its own, and recovery stays apart. */
    public byte[] exportSealed(char[] passphrase, Randomness randomness) {
        return account().seal(passphrase, randomness);
    }

    /** The recovery kit. */
    public byte[] recoverySealed(char[] passphrase, Randomness randomness) {
        return KeyFile.empty()
                .with(KeyFile.RECOVERY, recovery.orElseThrow())
                .withSecret(GENESIS, genesis.bytes())
                .seal(passphrase, randomness);
    }

    /** What is the account's, whatever the device. */
    public KeyFile account() {
        return KeyFile.empty().with(KeyFile.AUTHORITY, authority).withSecret(GENESIS, genesis.bytes());
    }

    private static KeyRing of(KeyFile keys, SigningKey device, Optional<SigningKey> recovery) {
        return new KeyRing(
                keys.key(KeyFile.AUTHORITY).orElseThrow(KeyRing::noAccount),
                device,
                recovery,
                keys.secret(GENESIS)
                        .filter(hash -> hash.length == Sha256.LENGTH)
                        .map(Sha256::ofHash)
                        .orElseThrow(KeyRing::noAccount));
    }

    private static KeyFile opened(byte[] sealed, char[] passphrase) {
        return switch (KeyFile.open(sealed, passphrase)) {
            case KeyFileReading.Opened(KeyFile keys) -> keys;
            case KeyFileReading.WrongPassphrase() ->
                throw new ClientProblem("The passphrase is wrong, or the file was altered.", "Try again.");
            case KeyFileReading.Malformed(String detail) ->
                throw new ClientProblem("This is not a file of keys: " + detail + ".");
        };
    }

    private static ClientProblem noAccount() {
        return new ClientProblem(
                "This file does not hold the keys of an account.",
                "If it is a recovery kit: that one takes an account back, and is not for every day.");
    }
}
