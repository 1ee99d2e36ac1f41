package social.godwit.activitypub.signature;

import java.security.PrivateKey;
import java.util.Optional;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.key.Ed25519;

/** The algorithms that we take and make. The key decides which one, never the request. */
enum SignatureAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256, {@code rsa-sha256} in draft-cavage. */
    RSA_V1_5_SHA256("rsa-v1_5-sha256"),
    /** Ed25519. */
    ED25519("ed25519");

    private final String rfc9421Name;

    SignatureAlgorithm(String rfc9421Name) {
        this.rfc9421Name = rfc9421Name;
    }

    /** The one algorithm of {@code key}. */
    static SignatureAlgorithm of(Multikey key) {
        return switch (key) {
            case RsaPublicKey rsa -> RSA_V1_5_SHA256;
            case Ed25519PublicKey ed25519 -> ED25519;
        };
    }

    /** The one algorithm of {@code key}. */
    static SignatureAlgorithm of(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? RSA_V1_5_SHA256 : ED25519;
    }

    /** The algorithm that RFC 9421 calls {@code name}, if we take it. */
    static Optional<SignatureAlgorithm> ofRfc9421(String name) {
        for (SignatureAlgorithm algorithm : values()) {
            if (algorithm.rfc9421Name.equals(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The {@code alg} of RFC 9421. */
    String rfc9421Name() {
        return rfc9421Name;
    }

    /** The {@code algorithm} of draft-cavage. */
    String cavageName() {
        return this == RSA_V1_5_SHA256 ? "rsa-sha256" : "hs2019";
    }

    /** Whether {@code key} made {@code signature} over {@code base}. */
    boolean verifies(Multikey key, byte[] base, byte[] signature) {
        return switch (key) {
            case RsaPublicKey rsa -> RsaSignatures.verifies(rsa, base, signature);
            case Ed25519PublicKey ed25519 -> Ed25519.verify(ed25519, base, signature);
        };
    }
}
