package social.godwit.identity.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** 32 bytes that encrypt, by ChaCha20-Poly1305 (RFC 8439), or from which others are derived. */
final class SecretKey {
    static final int LENGTH = 32;
    static final int NONCE = 12;
    static final int TAG = 16;

    private final byte[] bytes;

    private SecretKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What deriving a key from a passphrase costs. */
    record Cost(int memoryKiB, int passes, int lanes) {
        /** RFC 9106 section 4, second recommendation, but for one lane: 64 MiB, three passes. */
        static final Cost USUAL = new Cost(65_536, 3, 1);

        /** Reads what {@link #put} wrote. */
        static Cost read(ByteBuffer header) {
            return new Cost(header.getInt(), header.getInt(), header.get() & 0xFF);
        }

        /** Writes 9 bytes of a header: memory, passes, lanes. */
        ByteBuffer put(ByteBuffer header) {
            return header.putInt(memoryKiB).putInt(passes).put((byte) lanes);
        }

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

    /** A passphrase's bytes: UTF-8 in NFC, without blanks at its ends, runs of blanks as one space. */
    static byte[] text(char[] passphrase) {
        return Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC)
                .strip()
                .replaceAll("\\s+", " ")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Argon2id (RFC 9106, version 0x13) of a passphrase, whose bytes are overwritten. */
    static SecretKey stretch(byte[] passphrase, byte[] salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKiB())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] key = new byte[LENGTH];
        generator.generateBytes(passphrase, key);
        Arrays.fill(passphrase, (byte) 0);
        return new SecretKey(key);
    }

    /** The key of this one for a purpose, by HKDF-SHA-256 (RFC 5869) without a salt. */
    SecretKey derive(byte[] purpose) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(bytes, null, purpose));
        byte[] derived = new byte[LENGTH];
        generator.generateBytes(derived, 0, LENGTH);
        return new SecretKey(derived);
    }

    /** A copy of the bytes. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Ciphertext and tag; a nonce is never used twice with one key. */
    byte[] encrypt(byte[] nonce, byte[] associated, byte[] plain) {
        try {
            return cipher(true, nonce, associated, plain, 0, plain.length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encrypting never meets a bad ciphertext", e);
        }
    }

    /** The plain text of what begins at {@code offset}; nothing when key, nonce, associated data or a byte is another. */
    Optional<byte[]> decrypt(byte[] nonce, byte[] associated, byte[] sealed, int offset) {
        if (sealed.length - offset < TAG) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(false, nonce, associated, sealed, offset, sealed.length - offset));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    /** Overwrites the bytes; the key is of no use afterwards. */
    void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    private byte[] cipher(boolean encrypt, byte[] nonce, byte[] associated, byte[] in, int offset, int length)
            throws InvalidCipherTextException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        cipher.init(encrypt, new AEADParameters(new KeyParameter(bytes), TAG * 8, nonce, associated));
        byte[] out = new byte[cipher.getOutputSize(length)];
        int done = cipher.processBytes(in, offset, length, out, 0);
        cipher.doFinal(out, done);
        return out;
    }
}
