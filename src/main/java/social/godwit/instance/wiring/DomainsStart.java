package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.activitypub.domain.BroughtOrigins;
import social.godwit.activitypub.domain.DnsTxt;
import social.godwit.activitypub.domain.VertxDnsTxt;
import social.godwit.activitypub.gateway.OwnDomains;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.instance.config.InvalidConfiguration;
import social.godwit.store.Timers;

/** Knows the domains that accounts bring before anything is answered, and looks after their proofs. */
@ApplicationScoped
class DomainsStart {
    private static final int EARLY = 20;
    private static final int DNS_PORT = 53;

    /** An address, so that no resolver is needed to find the resolver. */
    private static final Pattern RESOLVER =
            Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}\\])(?::([0-9]{1,5}))?");

    void start(
            @Observes @Priority(EARLY) StartupEvent event, BroughtOrigins origins, OwnDomains domains, Timers timers) {
        origins.refresh().await().atMost(Duration.ofSeconds(60));
        timers.every(Duration.ofSeconds(2), "brought domains", origins::refresh);
        timers.every(Duration.ofMinutes(1), "proofs of domains", domains::lookAfter);
    }

    @Produces
    @Singleton
    DnsTxt dns(Vertx vertx, InstanceConfig config) {
        return VertxDnsTxt.of(
                vertx,
                config.dns().resolvers().orElse(List.of()).stream()
                        .map(DomainsStart::resolver)
                        .toList());
    }

    private static VertxDnsTxt.Resolver resolver(String setting) {
        Matcher parts = RESOLVER.matcher(setting.strip());
        try {
            int port = parts.matches() && parts.group(2) != null ? Integer.parseInt(parts.group(2)) : DNS_PORT;
            if (parts.matches() && port > 0 && port < 1 << 16) {
                return new VertxDnsTxt.Resolver(InetAddress.getByName(parts.group(1)), port);
            }
        } catch (UnknownHostException malformed) {
            // said below
        }
        throw new InvalidConfiguration(
                "GODWIT_DNS_RESOLVERS holds " + setting + ", which is no address such as 9.9.9.9 or [2620:fe::fe]:53.");
    }
}
