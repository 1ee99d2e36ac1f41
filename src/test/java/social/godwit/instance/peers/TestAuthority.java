package social.godwit.instance.peers;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as one test run, and the certificates that it gives to the peers' hosts. */
final class TestAuthority {
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(2);
    private static final X500Name NAME = new X500Name("CN=Godwit test authority");

    private final Path folder;
    private final KeyPair key;
    private final X509Certificate certificate;
    private long serial = 1;

    /** A host's certificate and its key, as PEM files. */
    record HostCertificate(String host, Path certificate, Path key, SSLContext context) {}

    private TestAuthority(Path folder, KeyPair key, X509Certificate certificate) {
        this.folder = folder;
        this.key = key;
        this.certificate = certificate;
    }

    /** Makes a new authority whose files go to {@code folder}. */
    static TestAuthority createIn(Path folder) {
        try {
            Files.createDirectories(folder);
            KeyPair key = newKey();
            X509Certificate self = sign(NAME, key, NAME, key, BigInteger.ONE, null);
            var authority = new TestAuthority(folder, key, self);
            Files.writeString(authority.pem(), pemOf(self));
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file that peers are told to trust. */
    Path pem() {
        return folder.resolve("authority.pem");
    }

    /** A context for clients that trust this authority and no other. */
    SSLContext clientContext() {
        return context(null, null);
    }

    /** Gives {@code host} a certificate. */
    synchronized HostCertificate certify(String host) {
        try {
            KeyPair hostKey = newKey();
            serial++;
            X509Certificate signed =
                    sign(NAME, key, new X500Name("CN=" + host), hostKey, BigInteger.valueOf(serial), host);
            Path certificateFile = folder.resolve(host + ".pem");
            Path keyFile = folder.resolve(host + ".key");
            Files.writeString(certificateFile, pemOf(signed));
            Files.writeString(keyFile, pemOf(new JcaPKCS8Generator(hostKey.getPrivate(), null).generate()));
            return new HostCertificate(host, certificateFile, keyFile, context(hostKey, signed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(KeyPair hostKey, X509Certificate hostCertificate) {
        try {
            char[] password = "test".toCharArray();
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (hostKey != null) {
                own.setKeyEntry("host", hostKey.getPrivate(), password, new X509Certificate[] {hostCertificate});
            }
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            X500Name issuer, KeyPair issuerKey, X500Name subject, KeyPair subjectKey, BigInteger serial, String host)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(VALID)),
                subject,
                subjectKey.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(host == null));
        if (host == null) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static String pemOf(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
