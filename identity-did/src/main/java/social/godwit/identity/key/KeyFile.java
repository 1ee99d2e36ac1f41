package social.godwit.identity.key;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;

/**
 * The private keys and other secrets of one owner, as the command line keeps them: named, immutable, and encrypted under a
 * passphrase wherever they lie (see {@link KeyFileFormat} for the bytes).
 */
public final class KeyFile {
    /** The name of the authority key: the account itself. */
    public static final String AUTHORITY = "authority";
    /** The name of this device's key. */
    public static final String DEVICE = "device";
    /** The name of the recovery key, until it is taken off the device. */
    public static final String RECOVERY = "recovery";

    private static final String APPROVAL = "godwit approval";

    /** Most keys and secrets together. */
    public static final int MAX_ENTRIES = 256;
    /** Longest secret, in bytes. */
    public static final int MAX_SECRET = 16_384;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,127}");

    private final TreeMap<String, byte[]> seeds;
    private final TreeMap<String, byte[]> secrets;

    KeyFile(Map<String, byte[]> seeds, Map<String, byte[]> secrets) {
        this.seeds = new TreeMap<>(seeds);
        this.secrets = new TreeMap<>(secrets);
        if (this.seeds.size() + this.secrets.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " keys and secrets");
        }
    }

    /** No keys. */
    public static KeyFile empty() {
        return new KeyFile(Map.of(), Map.of());
    }

    /** Whether a key or secret may have this name: letters, digits, {@code . _ : -}, at most 128. */
    public static boolean goodName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The key of this name. */
    public Optional<SigningKey> key(String name) {
        return Optional.ofNullable(seeds.get(name)).map(SigningKey::ofSeed);
    }

    /** The secret of this name, for example a sealed copy's plain PKCS#8. */
    public Optional<byte[]> secret(String name) {
        return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    /** The names of all keys. */
    public Set<String> keyNames() {
        return Set.copyOf(seeds.keySet());
    }

    /** The names of all secrets. */
    public Set<String> secretNames() {
        return Set.copyOf(secrets.keySet());
    }

    /** Returns a copy with this key, in place of one of the same name. */
    public KeyFile with(String name, SigningKey key) {
        check(name);
        TreeMap<String, byte[]> more = new TreeMap<>(seeds);
        more.put(name, key.seed());
        return new KeyFile(more, secrets);
    }

    /** Returns a copy with this secret, in place of one of the same name. */
    public KeyFile withSecret(String name, byte[] secret) {
        check(name);
        if (secret.length > MAX_SECRET) {
            throw new IllegalArgumentException("a secret has at most " + MAX_SECRET + " bytes");
        }
        TreeMap<String, byte[]> more = new TreeMap<>(secrets);
        more.put(name, secret.clone());
        return new KeyFile(seeds, more);
    }

    /** Returns a copy without the key and the secret of this name. */
    public KeyFile without(String name) {
        TreeMap<String, byte[]> fewerSeeds = new TreeMap<>(seeds);
        TreeMap<String, byte[]> fewerSecrets = new TreeMap<>(secrets);
        fewerSeeds.remove(name);
        fewerSecrets.remove(name);
        return new KeyFile(fewerSeeds, fewerSecrets);
    }

    /** Returns the encrypted file; takes a good part of a second by design. Salt and nonce are fresh each time. */
    public byte[] seal(char[] passphrase, Randomness randomness) {
        return KeyFileFormat.seal(seeds, secrets, passphrase, randomness);
    }

    /** The content, not encrypted: for a {@link KeyBag}. */
    byte[] content() {
        return KeyFileContent.bytes(seeds, secrets);
    }

    /** The content, sealed to a device of the same owner that has nothing yet and is approved by this one. */
    public byte[] sealedFor(Did device, Randomness randomness) {
        byte[] plain = content();
        try {
            return SealedBox.seal(plain, device.key(), APPROVAL, randomness);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Opens an encrypted file. */
    public static KeyFileReading open(byte[] file, char[] passphrase) {
        return KeyFileFormat.open(file, passphrase);
    }

    private static void check(String name) {
        if (!goodName(name)) {
            throw new IllegalArgumentException("not a name of a key: " + name);
        }
    }

    /** The names; never what they name. */
    @Override
    public String toString() {
        return "keys " + seeds.keySet() + ", secrets " + secrets.keySet();
    }

    /** Overwrites the memory of the secrets as far as this object holds it. */
    public void wipe() {
        seeds.values().forEach(seed -> Arrays.fill(seed, (byte) 0));
        secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
}
