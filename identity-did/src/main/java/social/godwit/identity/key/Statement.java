package social.godwit.identity.key;

/**
 * Something that a {@link SigningKey} signs. There is no other way to a signature: whoever gets a key to sign must name one
 * of these purposes, and no two of them share a message. A proof is 64 bytes of two hashes, a request begins with
 * {@code "@method"}, a map begins with <code>{</code> and names its one type.
 */
public sealed interface Statement permits ProofStatement, RequestStatement, MapStatement {
    /** The bytes that the signature is over. */
    byte[] message();
}
