package social.godwit.activitypub.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import social.godwit.identity.encoding.RsaPublicKey;

/** RSASSA-PKCS1-v1_5 with SHA-256 by one provider of the JCA: an engine per thread, and the keys in the provider's own form. */
final class RsaEngine {
    private static final String ALGORITHM = "SHA256withRSA";

    private final KeyFactory keys;
    private final ThreadLocal<Signature> engines;

    /** Making these costs more than signing; strangers send the same keys again and again. */
    private final Cache<PrivateKey, PrivateKey> privateKeys =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    private final Cache<RsaPublicKey, PublicKey> publicKeys =
            Caffeine.newBuilder().maximumSize(20_000).build();

    RsaEngine(Provider provider) {
        try {
            this.keys = KeyFactory.getInstance("RSA", provider);
            Signature first = Signature.getInstance(ALGORITHM, provider);
            this.engines = ThreadLocal.withInitial(() -> another(first));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(provider.getName() + " has no RSA", missing);
        }
    }

    private static Signature another(Signature first) {
        try {
            return Signature.getInstance(ALGORITHM, first.getProvider());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("it was there before", missing);
        }
    }

    byte[] sign(PrivateKey key, byte[] base) {
        Signature engine = engines.get();
        try {
            engine.initSign(privateKeys.get(key, this::own));
            engine.update(base);
            return engine.sign();
        } catch (GeneralSecurityException unusable) {
            engines.remove();
            throw new IllegalStateException("this RSA key cannot sign", unusable);
        }
    }

    boolean verifies(RsaPublicKey key, byte[] base, byte[] signature) {
        Signature engine = engines.get();
        try {
            engine.initVerify(publicKeys.get(key, this::own));
            engine.update(base);
            return engine.verify(signature);
        } catch (SignatureException | InvalidKeyException wrong) {
            // A signature of another length, or a key that the engine does not take, is a signature that does not fit.
            engines.remove();
            return false;
        }
    }

    // Not by translateKey: see NativeCrypto.

    private PrivateKey own(PrivateKey key) {
        try {
            return keys.generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("this RSA key cannot be read", unusable);
        }
    }

    private PublicKey own(RsaPublicKey key) {
        try {
            return keys.generatePublic(new X509EncodedKeySpec(key.jca().getEncoded()));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("this RSA key cannot be read", unusable);
        }
    }
}
