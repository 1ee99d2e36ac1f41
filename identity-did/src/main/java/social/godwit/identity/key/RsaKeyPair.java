package social.godwit.identity.key;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.RsaPublicKey;

/** An RSA key pair for HTTP signatures, the only use that the fediverse leaves for RSA. It never signs documents. */
public final class RsaKeyPair {
    /** Modulus of the keys that we make, in bits: what every server accepts. */
    public static final int BITS = 2048;

    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";
    private static final int MAX_PKCS8 = 8_192;

    private final PrivateKey privateKey;
    private final RsaPublicKey publicKey;

    private RsaKeyPair(PrivateKey privateKey, RsaPublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** Makes a new pair of {@link #BITS} bits; takes some tenths of a second. */
    public static RsaKeyPair generate(Randomness randomness) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(
                    new RSAKeyGenParameterSpec(BITS, RSAKeyGenParameterSpec.F4), new SeamRandom(randomness));
            KeyPair pair = generator.generateKeyPair();
            RsaPublicKey publicKey = RsaPublicKey.of(pair.getPublic()).orElseThrow();
            return new RsaKeyPair(pair.getPrivate(), publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    /** Reads a PKCS#8 private key; nothing when it is no RSA key within the limits. */
    public static Optional<RsaKeyPair> fromPkcs8(byte[] der) {
        if (der.length > MAX_PKCS8) {
            return Optional.empty();
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der)) instanceof RSAPrivateCrtKey key)) {
                return Optional.empty();
            }
            return RsaPublicKey.of(
                            factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())))
                    .map(publicKey -> new RsaKeyPair(key, publicKey));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Reads a PEM of type {@code PRIVATE KEY}. */
    public static Optional<RsaKeyPair> fromPem(String pem) {
        String text = pem.strip();
        boolean framed = text.length() >= PEM_BEGIN.length() + PEM_END.length()
                && text.startsWith(PEM_BEGIN)
                && text.endsWith(PEM_END);
        if (text.length() > 2 * MAX_PKCS8 || !framed) {
            return Optional.empty();
        }
        String base64 = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length())
                .replaceAll("\\s+", "");
        try {
            return fromPkcs8(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The public key. */
    public RsaPublicKey publicKey() {
        return publicKey;
    }

    /** The private key for the platform's {@code SHA256withRSA}. */
    public PrivateKey jca() {
        return privateKey;
    }

    /** The private key as PKCS#8 DER: seal it before it leaves the process. */
    public byte[] pkcs8() {
        return privateKey.getEncoded().clone();
    }

    /** The private key as PEM of type {@code PRIVATE KEY}. */
    public String pem() {
        return PEM_BEGIN
                + "\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(privateKey.getEncoded())
                + "\n"
                + PEM_END
                + "\n";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RsaKeyPair pair && publicKey.equals(pair.publicKey);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /** The public key; never the private one. */
    @Override
    public String toString() {
        return publicKey.toString();
    }
}
