package social.godwit.identity.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.key.KeyFileReading.Malformed;
import social.godwit.identity.key.KeyFileReading.Opened;
import social.godwit.identity.key.KeyFileReading.WrongPassphrase;
import social.godwit.identity.key.SecretKey.Cost;

/**
 * The bytes of a key file, version 1, numbers big-endian:
 *
 * <pre>
 *  0  8  "GODWITKF"
 *  8  1  version, 1
 *  9  4  Argon2id memory in KiB
 * 13  4  Argon2id passes
 * 17  1  Argon2id lanes
 * 18 16  salt
 * 34 12  nonce
 * 46     ChaCha20-Poly1305 ciphertext with tag; bytes 0 to 45 are the associated data
 * </pre>
 *
 * The key is 32 bytes of Argon2id (RFC 9106, version 0x13) of the passphrase in UTF-8 and NFC. The plaintext is canonical
 * JSON, see {@link KeyFileContent}.
 */
final class KeyFileFormat {
    private static final byte[] MAGIC = "GODWITKF".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int HEADER = 8 + 1 + 4 + 4 + 1 + SALT + SecretKey.NONCE;
    private static final int MAX_FILE = KeyFileContent.MAX;

    private KeyFileFormat() {}

    static byte[] seal(
            Map<String, byte[]> seeds, Map<String, byte[]> secrets, char[] passphrase, Randomness randomness) {
        byte[] plain = KeyFileContent.bytes(seeds, secrets);
        byte[] salt = randomness.bytes(SALT);
        byte[] nonce = randomness.bytes(SecretKey.NONCE);
        byte[] header = Cost.USUAL
                .put(ByteBuffer.allocate(HEADER).put(MAGIC).put(VERSION))
                .put(salt)
                .put(nonce)
                .array();
        SecretKey key = derive(passphrase, salt, Cost.USUAL);
        try {
            byte[] ciphertext = key.encrypt(nonce, header, plain);
            byte[] file = Arrays.copyOf(header, HEADER + ciphertext.length);
            System.arraycopy(ciphertext, 0, file, HEADER, ciphertext.length);
            return file;
        } finally {
            key.wipe();
            Arrays.fill(plain, (byte) 0);
        }
    }

    static KeyFileReading open(byte[] file, char[] passphrase) {
        if (file.length < HEADER + SecretKey.TAG
                || file.length > MAX_FILE
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Malformed("not a key file");
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(MAGIC.length);
        if (in.get() != VERSION) {
            return new Malformed("a key file of another version");
        }
        Cost cost = Cost.read(in);
        if (!cost.acceptable()) {
            return new Malformed("the cost of deriving the key is out of range");
        }
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[SecretKey.NONCE];
        in.get(salt).get(nonce);
        SecretKey key = derive(passphrase, salt, cost);
        Optional<byte[]> plain = key.decrypt(nonce, Arrays.copyOf(file, HEADER), file, HEADER);
        key.wipe();
        if (plain.isEmpty()) {
            return new WrongPassphrase();
        }
        Optional<KeyFile> keys = KeyFileContent.read(plain.get());
        Arrays.fill(plain.get(), (byte) 0);
        return keys.<KeyFileReading>map(Opened::new)
                .orElseGet(() -> new Malformed("the decrypted content is not a set of keys"));
    }

    private static SecretKey derive(char[] passphrase, byte[] salt, Cost cost) {
        String normal = Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC);
        return SecretKey.stretch(normal.getBytes(StandardCharsets.UTF_8), salt, cost);
    }
}
