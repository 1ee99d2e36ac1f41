package social.godwit.activitypub.signature;

import java.security.PrivateKey;
import java.security.Security;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.key.NativeCrypto;

/**
 * RSA signatures of HTTP requests: one is the price of one delivery. {@link NativeCrypto} does the work as soon as it is
 * loaded and has passed a self-test. Where it says no, or cannot say, the JDK decides: they differ on paddings without the
 * NULL of RFC 8017, A.2.4, and a peer must not depend on what machine we run on.
 */
final class RsaSignatures {
    private static final RsaEngine JDK = new RsaEngine(Security.getProvider("SunRsaSign"));

    /** Made at first use, after the provider is loaded. */
    private static final class Lazy {
        static final @Nullable RsaEngine QUICK = NativeCrypto.ready()
                .map(RsaEngine::new)
                .filter(RsaSelfTest::passes)
                .orElse(null);
    }

    private RsaSignatures() {}

    private static @Nullable RsaEngine quick() {
        return NativeCrypto.ready().isPresent() ? Lazy.QUICK : null;
    }

    static byte[] sign(PrivateKey key, byte[] base) {
        RsaEngine quick = quick();
        if (quick != null) {
            try {
                return quick.sign(key, base);
            } catch (RuntimeException cannot) {
                // The JDK may.
            }
        }
        return JDK.sign(key, base);
    }

    static boolean verifies(RsaPublicKey key, byte[] base, byte[] signature) {
        return quicklyVerified(key, base, signature) || JDK.verifies(key, base, signature);
    }

    private static boolean quicklyVerified(RsaPublicKey key, byte[] base, byte[] signature) {
        RsaEngine quick = quick();
        try {
            return quick != null && quick.verifies(key, base, signature);
        } catch (RuntimeException cannot) {
            return false;
        }
    }
}
