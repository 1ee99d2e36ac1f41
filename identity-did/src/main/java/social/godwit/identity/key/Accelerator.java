package social.godwit.identity.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Ed25519PublicKey;

/**
 * Native Ed25519 where there is {@link NativeCrypto}. It evaluates the cofactorless equation and compares R as bytes, so
 * with a valid key its answer is the rule's; it is used only when it agrees with {@link BouncyCastleRule} on every self-test.
 */
final class Accelerator {
    /** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to the key's bytes. */
    private static final byte[] X509 = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final Provider provider;

    private Accelerator(Provider provider) {
        this.provider = provider;
    }

    /** The accelerator of this platform, or null where there is none that agrees; loads what it needs. */
    static @Nullable Accelerator find() {
        return NativeCrypto.load()
                .map(Accelerator::new)
                .filter(AcceleratorVectors::agree)
                .orElse(null);
    }

    String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    /** The provider's answer; where it has none, Bouncy Castle's. The key must be valid by the rule. */
    boolean verify(Ed25519PublicKey key, byte[] message, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519", provider);
            signature.initVerify(key(key));
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException | RuntimeException cannotSay) {
            PublicPoint point = org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(key.bytes(), 0);
            return point != null && BouncyCastleRule.verify(point, message, bytes);
        }
    }

    private PublicKey key(Ed25519PublicKey key) throws GeneralSecurityException {
        byte[] encoded = new byte[X509.length + Ed25519PublicKey.LENGTH];
        System.arraycopy(X509, 0, encoded, 0, X509.length);
        System.arraycopy(key.bytes(), 0, encoded, X509.length, Ed25519PublicKey.LENGTH);
        return KeyFactory.getInstance("Ed25519", provider).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
