package social.godwit.identity.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import social.godwit.identity.key.SecretKey.Cost;

/**
 * The form of a long file under a passphrase, in chunks that are authenticated each by itself, so that it is written and read
 * in bounded memory and nothing unproven is ever handed on. Version 1, numbers big-endian; the header:
 *
 * <pre>
 *  0  8  "GODWITBK"
 *  8  1  version, 1
 *  9  4  Argon2id memory in KiB
 * 13  4  Argon2id passes
 * 17  1  Argon2id lanes
 * 18 16  salt
 * 34 16  check: the first bytes of HKDF-SHA-256 of the stretched passphrase for "godwit backup 1 check"
 * </pre>
 *
 * then chunks, each up to {@value #CHUNK} bytes of plain text, only the last of them marked as such:
 *
 * <pre>
 *  0  4  the salt's first bytes: whose chunk this is
 *  4  8  number, from 0
 * 12  1  1 for the last chunk, else 0
 * 13  4  length of what follows
 * 17     ChaCha20-Poly1305 ciphertext with tag under HKDF for "godwit backup 1 chunks"; nonce: three zeros, number, last;
 *        associated data: the header and the 17 bytes before
 * </pre>
 */
final class SealedStream {
    /** Plain bytes of a chunk; every chunk but the last has as many. */
    static final int CHUNK = 65_536;

    static final int SALT = 16;
    static final int CHECK = 16;
    static final int HEADER = 8 + 1 + 4 + 4 + 1 + SALT + CHECK;
    static final int FRAME = 4 + 8 + 1 + 4;

    private static final byte[] MAGIC = "GODWITBK".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final byte[] FOR_CHECK = "godwit backup 1 check".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FOR_CHUNKS = "godwit backup 1 chunks".getBytes(StandardCharsets.UTF_8);

    private final byte[] header;
    private final SecretKey key;

    private SealedStream(byte[] header, SecretKey key) {
        this.header = header;
        this.key = key;
    }

    /** A new file. */
    static SealedStream fresh(char[] passphrase, byte[] salt) {
        SecretKey root = SecretKey.stretch(SecretKey.text(passphrase), salt, Cost.USUAL);
        byte[] header = Cost.USUAL
                .put(ByteBuffer.allocate(HEADER).put(MAGIC).put(VERSION))
                .put(salt)
                .put(root.derive(FOR_CHECK).bytes(), 0, CHECK)
                .array();
        return new SealedStream(header, root.derive(FOR_CHUNKS));
    }

    /** The file of this header. */
    static SealedStream of(byte[] header, char[] passphrase) throws SealedFault {
        if (header.length < HEADER || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new SealedFault(SealedFault.Kind.NOT_A_BACKUP);
        }
        ByteBuffer in = ByteBuffer.wrap(header).position(MAGIC.length);
        if (in.get() != VERSION) {
            throw new SealedFault(SealedFault.Kind.OTHER_VERSION);
        }
        Cost cost = Cost.read(in);
        if (!cost.acceptable()) {
            throw new SealedFault(SealedFault.Kind.ALTERED);
        }
        byte[] salt = new byte[SALT];
        in.get(salt);
        SecretKey root = SecretKey.stretch(SecretKey.text(passphrase), salt, cost);
        byte[] check = Arrays.copyOf(root.derive(FOR_CHECK).bytes(), CHECK);
        if (!Arrays.equals(check, Arrays.copyOfRange(header, HEADER - CHECK, HEADER))) {
            throw new SealedFault(SealedFault.Kind.WRONG_PASSPHRASE);
        }
        return new SealedStream(header, root.derive(FOR_CHUNKS));
    }

    byte[] header() {
        return header.clone();
    }

    byte[] mark() {
        return Arrays.copyOfRange(header, 18, 22);
    }

    byte[] frame(long number, boolean last, int length) {
        return ByteBuffer.allocate(FRAME)
                .put(mark())
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .putInt(length)
                .array();
    }

    byte[] encrypt(long number, boolean last, byte[] plain, byte[] frame) {
        return key.encrypt(nonce(number, last), associated(frame), plain);
    }

    Optional<byte[]> decrypt(long number, boolean last, byte[] sealed, byte[] frame) {
        return key.decrypt(nonce(number, last), associated(frame), sealed, 0);
    }

    private byte[] associated(byte[] frame) {
        byte[] associated = Arrays.copyOf(header, HEADER + FRAME);
        System.arraycopy(frame, 0, associated, HEADER, FRAME);
        return associated;
    }

    private static byte[] nonce(long number, boolean last) {
        return ByteBuffer.allocate(SecretKey.NONCE)
                .position(3)
                .putLong(number)
                .put((byte) (last ? 1 : 0))
                .array();
    }
}
