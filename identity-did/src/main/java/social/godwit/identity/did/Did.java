package social.godwit.identity.did;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Ed25519PublicKey;

/** A {@code did:key} with an Ed25519 key in base58btc, the only kind of authority a portable id has (FEP-ef61). */
public final class Did {
    private static final String PREFIX = "did:key:";

    private final Ed25519PublicKey key;
    private final String multibase;

    private Did(Ed25519PublicKey key, String multibase) {
        this.key = key;
        this.multibase = multibase;
    }

    /** Reads {@code did:key:z6Mk…} in its one canonical spelling; no path, query or fragment. */
    public static Optional<Did> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String multibase = text.substring(PREFIX.length());
        // Base58 has one spelling per byte string; comparing the re-encoding keeps that true whatever the decoder does.
        return Ed25519PublicKey.parse(multibase)
                .filter(key -> key.multibase().equals(multibase))
                .map(key -> new Did(key, multibase));
    }

    /** Reads {@code did:key:X#X}, or the bare DID: how a proof names its key (the fragment may be missing or must be the key). */
    public static Optional<Did> parseVerificationMethod(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            return parse(text);
        }
        return parse(text.substring(0, hash))
                .filter(did -> text.substring(hash + 1).equals(did.multibase));
    }

    /** The DID of a key. */
    public static Did of(Ed25519PublicKey key) {
        return new Did(key, key.multibase());
    }

    /** The key that the DID is. */
    public Ed25519PublicKey key() {
        return key;
    }

    /** The part after {@code did:key:}. */
    public String multibase() {
        return multibase;
    }

    /** {@code did:key:X#X}, the key's id in proofs and as {@code keyid} of requests. */
    public String verificationMethod() {
        return PREFIX + multibase + "#" + multibase;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Did did && multibase.equals(did.multibase);
    }

    @Override
    public int hashCode() {
        return multibase.hashCode();
    }

    /** {@code did:key:z6Mk…}. */
    @Override
    public String toString() {
        return PREFIX + multibase;
    }
}
