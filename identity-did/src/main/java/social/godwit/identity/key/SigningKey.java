package social.godwit.identity.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;

/**
 * An Ed25519 private key: an account's authority, a device, a recovery key, an instance. It signs {@link Statement}s and
 * nothing else, and its seed leaves it only into a {@link KeyFile} or a {@link SealedBox}.
 */
public final class SigningKey {
    /** Bytes of a seed (RFC 8032 "private key"). */
    static final int SEED_LENGTH = 32;

    private final byte[] seed;
    private final byte[] publicBytes;
    private final Ed25519PublicKey publicKey;
    private final Did did;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        this.publicBytes = new byte[Ed25519PublicKey.LENGTH];
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
        this.publicKey = Ed25519PublicKey.of(publicBytes);
        this.did = Did.of(publicKey);
    }

    /** Makes a new key. */
    public static SigningKey generate(Randomness randomness) {
        return ofSeed(randomness.bytes(SEED_LENGTH));
    }

    static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("not a seed of 32 bytes");
        }
        return new SigningKey(seed.clone());
    }

    /** The public key. */
    public Ed25519PublicKey publicKey() {
        return publicKey;
    }

    /** The did:key of the public key. */
    public Did did() {
        return did;
    }

    /** Returns the 64-byte signature of the statement. Ed25519 is deterministic: no randomness is needed. */
    public byte[] sign(Statement statement) {
        byte[] message = statement.message();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicBytes, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] seed() {
        return seed.clone();
    }

    /** The DID; never the seed. */
    @Override
    public String toString() {
        return did.toString();
    }
}
