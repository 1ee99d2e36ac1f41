package social.godwit.instance.wiring;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.Cidr;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.GuardedClientSettings;
import social.godwit.activitypub.remote.JvmResolver;
import social.godwit.activitypub.remote.VertxGuardedClient;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.instance.config.InvalidConfiguration;

/** The one way out, as the operator allowed it. */
@ApplicationScoped
class Outbound {
    @Produces
    @Singleton
    GuardedClient client(
            Vertx vertx,
            Instance instance,
            InstanceConfig config,
            Origins own,
            FederationPolicy policy,
            InstantSource clock) {
        List<Cidr> allowed = blocks("GODWIT_REMOTE_ALLOW", config.remote().allow());
        List<X509Certificate> trusted =
                config.remote().trust().map(Outbound::certificates).orElse(List.of());
        var settings = GuardedClientSettings.of(instance.development(), instance.userAgent(), allowed, trusted);
        return new VertxGuardedClient(vertx, settings, new JvmResolver(vertx), own, policy, clock);
    }

    /** The blocks of addresses that a setting holds. */
    static List<Cidr> blocks(String name, Optional<List<String>> setting) {
        return setting.orElse(List.of()).stream()
                .map(block -> Cidr.parse(block.strip())
                        .orElseThrow(() -> new InvalidConfiguration(name + " holds " + block
                                + ", which is no address and no CIDR block such as 10.0.0.0/8.")))
                .toList();
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (IOException | CertificateException e) {
            throw new InvalidConfiguration("GODWIT_REMOTE_TRUST names " + file
                    + ", which is not a readable PEM file of certificates: " + e.getMessage());
        }
    }
}
