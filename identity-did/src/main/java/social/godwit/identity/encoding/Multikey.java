package social.godwit.identity.encoding;

import java.util.Arrays;
import java.util.Optional;

/** A public key as {@code publicKeyMultibase} (FEP-521a): multicodec varint and key bytes in base58btc. */
public sealed interface Multikey permits Ed25519PublicKey, RsaPublicKey {
    /** Reads a Multikey of a kind that we use, spelt canonically; whether an Ed25519 key is a good point is asked when it verifies. */
    static Optional<Multikey> parse(String multibase) {
        return Multibase.decode(multibase).flatMap(Multikey::decode);
    }

    private static Optional<Multikey> decode(byte[] bytes) {
        if (bytes.length == 2 + Ed25519PublicKey.LENGTH && bytes[0] == (byte) 0xED && bytes[1] == 0x01) {
            return Optional.of(Ed25519PublicKey.of(Arrays.copyOfRange(bytes, 2, bytes.length)));
        }
        if (bytes.length > 2 && bytes[0] == (byte) 0x85 && bytes[1] == 0x24) {
            return RsaPublicKey.fromPkcs1(Arrays.copyOfRange(bytes, 2, bytes.length))
                    .map(key -> key);
        }
        return Optional.empty();
    }

    /** The {@code publicKeyMultibase}. */
    String multibase();
}
