package social.godwit.identity.encoding;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** An RSA public key, for HTTP signatures only: PKCS#1 in a Multikey, SubjectPublicKeyInfo in PEM. */
public final class RsaPublicKey implements Multikey {
    /** Smallest modulus accepted, in bits. */
    public static final int MIN_BITS = 2048;
    /** Largest modulus accepted, in bits: verifying with more is a way to burn our time. */
    public static final int MAX_BITS = 8192;

    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";
    private static final int MAX_PEM = 4_096;

    private final byte[] pkcs1;
    private final BigInteger modulus;
    private final BigInteger exponent;

    private RsaPublicKey(byte[] pkcs1, BigInteger modulus, BigInteger exponent) {
        this.pkcs1 = pkcs1;
        this.modulus = modulus;
        this.exponent = exponent;
    }

    /** Reads the DER of an RSAPublicKey (RFC 8017 A.1.1) with a modulus between the limits and a small odd exponent. */
    public static Optional<RsaPublicKey> fromPkcs1(byte[] der) {
        if (der.length > MAX_PEM) {
            return Optional.empty();
        }
        try {
            var key = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(ASN1Primitive.fromByteArray(der));
            BigInteger n = key.getModulus();
            BigInteger e = key.getPublicExponent();
            boolean good = n.signum() > 0
                    && n.bitLength() >= MIN_BITS
                    && n.bitLength() <= MAX_BITS
                    && n.testBit(0)
                    && e.testBit(0)
                    && e.compareTo(BigInteger.TWO) > 0
                    && e.bitLength() <= 33
                    && Arrays.equals(key.getEncoded("DER"), der);
            return good ? Optional.of(new RsaPublicKey(der.clone(), n, e)) : Optional.empty();
        } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code publicKeyPem}: a SubjectPublicKeyInfo ({@code BEGIN PUBLIC KEY}); whitespace is forgiven. */
    public static Optional<RsaPublicKey> fromPem(String pem) {
        String text = pem.strip();
        boolean framed = text.length() >= PEM_BEGIN.length() + PEM_END.length()
                && text.startsWith(PEM_BEGIN)
                && text.endsWith(PEM_END);
        if (text.length() > MAX_PEM || !framed) {
            return Optional.empty();
        }
        String base64 = text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length())
                .replaceAll("\\s+", "");
        try {
            var info = SubjectPublicKeyInfo.getInstance(
                    ASN1Primitive.fromByteArray(Base64.getDecoder().decode(base64)));
            if (!PKCSObjectIdentifiers.rsaEncryption.equals(info.getAlgorithm().getAlgorithm())) {
                return Optional.empty();
            }
            return fromPkcs1(info.parsePublicKey().getEncoded("DER"));
        } catch (IOException | IllegalArgumentException | ClassCastException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** Takes a key of the platform; nothing when it is not RSA or outside the limits. */
    public static Optional<RsaPublicKey> of(PublicKey key) {
        try {
            return fromPkcs1(SubjectPublicKeyInfo.getInstance(key.getEncoded())
                    .parsePublicKey()
                    .getEncoded("DER"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The key for the platform's own RSA, which is faster than Bouncy Castle's. */
    public PublicKey jca() {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("checked when the key was read", e);
        }
    }

    /** The {@code publicKeyPem}, with a final newline as Mastodon writes it. */
    public String pem() {
        try {
            byte[] der = new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            ASN1Primitive.fromByteArray(pkcs1))
                    .getEncoded("DER");
            return PEM_BEGIN
                    + "\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n"
                    + PEM_END
                    + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("encoding into memory", e);
        }
    }

    /** Bits of the modulus. */
    public int bits() {
        return modulus.bitLength();
    }

    /** The key's name in an actor document: {@code rsa-} and the first 16 characters of its hash in base58. */
    public String fragment() {
        return "rsa-" + Base58.encode(Sha256.of(pkcs1).bytes()).substring(0, 16);
    }

    @Override
    public String multibase() {
        byte[] prefixed = new byte[2 + pkcs1.length];
        prefixed[0] = (byte) 0x85;
        prefixed[1] = 0x24;
        System.arraycopy(pkcs1, 0, prefixed, 2, pkcs1.length);
        return Multibase.encode(prefixed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RsaPublicKey key && Arrays.equals(pkcs1, key.pkcs1);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pkcs1);
    }

    /** {@link #multibase}. */
    @Override
    public String toString() {
        return multibase();
    }
}
