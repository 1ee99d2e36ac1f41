package social.godwit.activitypub.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import social.godwit.identity.encoding.RsaPublicKey;

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 over the JCA. One signature is the price of one delivery, so the engines are kept per
 * thread, and Amazon's native provider is used where it is on the class path (1.2 against 0.85 thousand signatures a second
 * and thread); it only makes and checks RSA signatures, whose validity no two libraries dispute.
 */
final class RsaSignatures {
    private static final Optional<Provider> ACCELERATOR = accelerator();

    private static final ThreadLocal<Signature> ENGINES = ThreadLocal.withInitial(RsaSignatures::engine);

    /** Keys in the accelerator's own form; translating costs more than signing. */
    private static final Cache<PrivateKey, PrivateKey> PRIVATE_KEYS =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    /** The same for public keys, which strangers send again and again. */
    private static final Cache<RsaPublicKey, PublicKey> PUBLIC_KEYS =
            Caffeine.newBuilder().maximumSize(20_000).build();

    private RsaSignatures() {}

    /** The name of the provider that does the work. */
    static String providerName() {
        return ENGINES.get().getProvider().getName();
    }

    static byte[] sign(PrivateKey key, byte[] base) {
        try {
            Signature engine = ENGINES.get();
            engine.initSign(translated(key));
            engine.update(base);
            return engine.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this RSA key cannot sign", broken);
        }
    }

    static boolean verifies(RsaPublicKey key, byte[] base, byte[] signature) {
        try {
            Signature engine = ENGINES.get();
            engine.initVerify(PUBLIC_KEYS.get(key, RsaSignatures::jca));
            engine.update(base);
            return engine.verify(signature);
        } catch (SignatureException | InvalidKeyException wrong) {
            // A signature of another length, or a key that the engine does not take, is a signature that does not fit.
            ENGINES.remove();
            return false;
        }
    }

    private static PublicKey jca(RsaPublicKey key) {
        if (ACCELERATOR.isEmpty()) {
            return key.jca();
        }
        try {
            return (PublicKey) KeyFactory.getInstance("RSA", ACCELERATOR.get()).translateKey(key.jca());
        } catch (GeneralSecurityException untranslatable) {
            return key.jca();
        }
    }

    private static PrivateKey translated(PrivateKey key) throws GeneralSecurityException {
        if (ACCELERATOR.isEmpty()) {
            return key;
        }
        PrivateKey known = PRIVATE_KEYS.getIfPresent(key);
        if (known == null) {
            known = (PrivateKey)
                    KeyFactory.getInstance("RSA", ACCELERATOR.get()).translateKey(key);
            PRIVATE_KEYS.put(key, known);
        }
        return known;
    }

    private static Signature engine() {
        try {
            return ACCELERATOR.isPresent()
                    ? Signature.getInstance("SHA256withRSA", ACCELERATOR.get())
                    : Signature.getInstance("SHA256withRSA");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("no SHA256withRSA", missing);
        }
    }

    /** Amazon Corretto Crypto Provider, when it is here, loads on this machine and can do what we need of it. */
    private static Optional<Provider> accelerator() {
        try {
            Provider registered = Security.getProvider("AmazonCorrettoCryptoProvider");
            Provider provider = registered != null
                    ? registered
                    : (Provider) Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
                            .getField("INSTANCE")
                            .get(null);
            Signature.getInstance("SHA256withRSA", provider);
            KeyFactory.getInstance("RSA", provider);
            return Optional.of(provider);
        } catch (ReflectiveOperationException | GeneralSecurityException | LinkageError absent) {
            return Optional.empty();
        }
    }
}
