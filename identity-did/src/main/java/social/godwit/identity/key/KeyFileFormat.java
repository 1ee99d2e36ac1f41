package social.godwit.identity.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.KeyFileReading.Malformed;
import social.godwit.identity.key.KeyFileReading.Opened;
import social.godwit.identity.key.KeyFileReading.WrongPassphrase;

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
 * JSON: {@code {"keys":{NAME:SEED,…},"secrets":{NAME:BYTES,…}}} with base64 values.
 */
final class KeyFileFormat {
    private static final byte[] MAGIC = "GODWITKF".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int HEADER = 8 + 1 + 4 + 4 + 1 + SALT + NONCE;
    private static final int MAX_FILE = 8 << 20;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_FILE, 3, 1_024, KeyFile.MAX_ENTRIES, false);

    /** RFC 9106 section 4, second recommendation, but for one lane: 64 MiB, three passes. */
    private static final Cost WRITTEN = new Cost(65_536, 3, 1);

    private KeyFileFormat() {}

    /** What deriving the key costs. */
    private record Cost(int memoryKiB, int passes, int lanes) {
        /** Beyond these a file would only burn memory and time: 1 GiB, 16 passes, 16 lanes. */
        boolean acceptable() {
            return lanes >= 1
                    && lanes <= 16
                    && memoryKiB >= 8 * lanes
                    && memoryKiB <= 1 << 20
                    && passes >= 1
                    && passes <= 16;
        }
    }

    static byte[] seal(
            Map<String, byte[]> seeds, Map<String, byte[]> secrets, char[] passphrase, Randomness randomness) {
        byte[] plain = Jcs.bytes(JsonObject.builder()
                .put("keys", map(seeds))
                .put("secrets", map(secrets))
                .build());
        byte[] salt = randomness.bytes(SALT);
        byte[] nonce = randomness.bytes(NONCE);
        byte[] header = ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put(VERSION)
                .putInt(WRITTEN.memoryKiB())
                .putInt(WRITTEN.passes())
                .put((byte) WRITTEN.lanes())
                .put(salt)
                .put(nonce)
                .array();
        byte[] key = derive(passphrase, salt, WRITTEN);
        try {
            byte[] ciphertext = cipher(true, key, nonce, header, plain, 0, plain.length);
            byte[] file = Arrays.copyOf(header, HEADER + ciphertext.length);
            System.arraycopy(ciphertext, 0, file, HEADER, ciphertext.length);
            return file;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encrypting never meets a bad ciphertext", e);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    static KeyFileReading open(byte[] file, char[] passphrase) {
        if (file.length < HEADER + TAG
                || file.length > MAX_FILE
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Malformed("not a key file");
        }
        ByteBuffer in = ByteBuffer.wrap(file).position(MAGIC.length);
        if (in.get() != VERSION) {
            return new Malformed("a key file of another version");
        }
        Cost cost = new Cost(in.getInt(), in.getInt(), in.get() & 0xFF);
        if (!cost.acceptable()) {
            return new Malformed("the cost of deriving the key is out of range");
        }
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        in.get(salt).get(nonce);
        byte[] key = derive(passphrase, salt, cost);
        try {
            byte[] header = Arrays.copyOf(file, HEADER);
            byte[] plain = cipher(false, key, nonce, header, file, HEADER, file.length - HEADER);
            KeyFile keys = parse(plain);
            Arrays.fill(plain, (byte) 0);
            return keys == null ? new Malformed("the decrypted content is not a set of keys") : new Opened(keys);
        } catch (InvalidCipherTextException e) {
            return new WrongPassphrase();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static JsonObject map(Map<String, byte[]> entries) {
        JsonObject.Builder map = JsonObject.builder();
        entries.forEach((name, bytes) -> map.put(name, Base64.getEncoder().encodeToString(bytes)));
        return map.build();
    }

    private static @Nullable KeyFile parse(byte[] plain) {
        if (!(StrictJson.read(plain, LIMITS) instanceof JsonReading.Read read)
                || !(read.value() instanceof JsonObject content)) {
            return null;
        }
        Optional<Map<String, byte[]>> seeds = content.object("keys").flatMap(KeyFileFormat::entries);
        Optional<Map<String, byte[]>> secrets = content.object("secrets").flatMap(KeyFileFormat::entries);
        if (seeds.isEmpty()
                || secrets.isEmpty()
                || seeds.get().size() + secrets.get().size() > KeyFile.MAX_ENTRIES
                || seeds.get().values().stream().anyMatch(seed -> seed.length != SigningKey.SEED_LENGTH)) {
            return null;
        }
        return new KeyFile(seeds.get(), secrets.get());
    }

    private static Optional<Map<String, byte[]>> entries(JsonObject map) {
        Map<String, byte[]> entries = new TreeMap<>();
        for (Map.Entry<String, Json> member : map.members().entrySet()) {
            if (!KeyFile.goodName(member.getKey()) || !(member.getValue() instanceof JsonString text)) {
                return Optional.empty();
            }
            try {
                entries.put(member.getKey(), Base64.getDecoder().decode(text.value()));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(entries);
    }

    private static byte[] derive(char[] passphrase, byte[] salt, Cost cost) {
        String normal = Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC);
        byte[] secret = normal.getBytes(StandardCharsets.UTF_8);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKiB())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] key = new byte[32];
        generator.generateBytes(secret, key);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    private static byte[] cipher(
            boolean encrypt, byte[] key, byte[] nonce, byte[] header, byte[] in, int offset, int length)
            throws InvalidCipherTextException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG * 8, nonce, header));
        byte[] out = new byte[cipher.getOutputSize(length)];
        int done = cipher.processBytes(in, offset, length, out, 0);
        cipher.doFinal(out, done);
        return out;
    }
}
