package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.instance.network.NetworkDuties;
import social.godwit.instance.network.NetworkNotices;
import social.godwit.instance.network.NetworkTimelines;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.host.KeptAct;
import social.godwit.network.host.NetworkSources;
import social.godwit.network.host.Networks;
import social.godwit.store.Timers;

/** Knows the hosted networks before anything is answered, founds one at the first start, and follows the others. */
@ApplicationScoped
class NetworksStart {
    private static final int AFTER_KEYS = 30;

    void start(
            @Observes @Priority(AFTER_KEYS) StartupEvent event,
            Networks networks,
            NetworkSources sources,
            NetworkTimelines timelines,
            NetworkDuties duties,
            NetworkNotices notices,
            Instance instance,
            OperatorKey operator,
            Randomness randomness,
            InstantSource clock,
            Timers timers) {
        Uni<Boolean> founded = networks.hostFirst(founding(
                "People of " + URI.create(instance.origin()).getAuthority(),
                operator.did(),
                randomness,
                clock.instant()));
        founded.chain(networks::refresh).chain(timelines::follow).await().atMost(Duration.ofSeconds(60));
        networks.start(timers, () -> timelines.follow().chain(notices::tell));
        timers.every(Duration.ofMinutes(1), "duties of a witness", duties::witness);
        timers.every(Duration.ofHours(1), "old posts in networks' views", timelines::prune);
        timers.every(Duration.ofMinutes(10), "acts of networks from elsewhere", sources::fetch);
    }

    /** A network whose steward is the operator. Its own key is forgotten when this returns. */
    private static KeptAct founding(String name, Did operator, Randomness randomness, Instant now) {
        SigningKey network = SigningKey.generate(randomness);
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        if (!(Charter.read(FirstCharter.of(network.did(), name, List.of(operator), second))
                instanceof CharterReading.Read(Charter charter))) {
            throw new IllegalStateException("the first charter is malformed");
        }
        SignedAct act = SignedAct.sign(new Founding(network.did(), second, charter), network);
        return new KeptAct(act, Jcs.bytes(act.document()));
    }

    @Produces
    @Singleton
    NetworkSources.Page pages(GuardedClient client) {
        return address -> client.send(RemoteRequest.get(URI.create(address), "application/json")
                        .bodySizeMax(NetworkSources.PAGE_BYTES))
                .map(outcome -> {
                    if (outcome instanceof RemoteOutcome.Response answer && answer.isSuccess()) {
                        return answer.body();
                    }
                    throw new PageNotFetched(address + ": " + outcome);
                });
    }

    private static final class PageNotFetched extends IllegalStateException {
        private static final long serialVersionUID = 1;

        PageNotFetched(String reason) {
            super(reason);
        }
    }
}
