package social.godwit.identity.key;

import java.security.Provider;
import java.util.Optional;

/**
 * Amazon Corretto Crypto Provider, where it is on the class path and loads on this machine; found by name, never installed,
 * so that nobody sees a difference who does not ask here. It only makes things quicker: what is valid, others decide, and
 * who uses it first compares its answers with theirs.
 *
 * <p>Keys for it are made from their encoding ({@code generatePublic}, {@code generatePrivate}). Never by {@code
 * KeyFactory.translateKey}: version 2.5.0 takes the keys that come from there for the property of one signature engine,
 * which destroys them as soon as it is given another key, and whoever shares such a key is told {@code Key has been
 * destroyed}.
 */
public final class NativeCrypto {
    private static final String PROVIDER = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    /** The provider offers its Ed25519 key factory only when asked. */
    private static final String KEY_FACTORY = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";
    /** Set this system property to do without. */
    private static final String OFF = "godwit.identity.accelerator.off";

    private static volatile boolean loaded;

    /** Loaded at first use, once. */
    private static final class Lazy {
        static final Optional<Provider> FOUND = find();
    }

    private NativeCrypto() {}

    /** Loads the provider, or finds that there is none; up to a second of work, not for an event loop. */
    public static Optional<Provider> load() {
        Optional<Provider> found = Lazy.FOUND;
        loaded = true;
        return found;
    }

    /** The provider, once somebody has loaded it: a process that checks a few signatures never pays for it. */
    public static Optional<Provider> ready() {
        return loaded ? Lazy.FOUND : Optional.empty();
    }

    private static Optional<Provider> find() {
        if (Boolean.getBoolean(OFF)) {
            return Optional.empty();
        }
        try {
            if (System.getProperty(KEY_FACTORY) == null) {
                System.setProperty(KEY_FACTORY, "true");
            }
            var provider =
                    (Provider) Class.forName(PROVIDER).getField("INSTANCE").get(null);
            return Optional.of(provider);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException absent) {
            return Optional.empty();
        }
    }
}
