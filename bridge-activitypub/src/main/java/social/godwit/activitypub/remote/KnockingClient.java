package social.godwit.activitypub.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.signature.OutgoingSigner;
import social.godwit.activitypub.signature.PeerProfiles;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.activitypub.signature.SignatureProfile;

/** Knocks with the kind of signature that the host is known to take, and on 400 or 401 once with the other. */
@Singleton
final class KnockingClient implements SignedClient {
    private static final int HOSTS_MAX = 50_000;

    private final GuardedClient client;
    private final OutgoingSigner signer;
    private final PeerProfiles peers;
    private final InstanceKeys instance;
    private final PeerClocks clocks;

    /** Hosts that refused both kinds a short while ago: one knock is enough for them. */
    private final Cache<String, Boolean> deaf;

    KnockingClient(
            GuardedClient client,
            OutgoingSigner signer,
            PeerProfiles peers,
            InstanceKeys instance,
            PeerClocks clocks,
            InstantSource clock) {
        this.client = client;
        this.signer = signer;
        this.peers = peers;
        this.instance = instance;
        this.clocks = clocks;
        this.deaf = Caffeine.newBuilder()
                .maximumSize(HOSTS_MAX)
                .expireAfterWrite(Duration.ofMinutes(10))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<RemoteOutcome> send(RemoteRequest request) {
        return send(request, instance.requestKey());
    }

    @Override
    public Uni<RemoteOutcome> send(RemoteRequest request, RequestKey key) {
        String host = Optional.ofNullable(request.uri().getRawAuthority()).orElse("");
        return peers.of(host).chain(known -> {
            SignatureProfile first = known.orElse(SignatureProfile.CAVAGE);
            return knock(request, key, first)
                    .chain(outcome -> isRefusal(outcome) && deaf.getIfPresent(host) == null
                            ? knockAgain(request, key, host, other(first))
                            : Uni.createFrom().item(outcome))
                    .invoke(outcome -> {
                        if (outcome instanceof RemoteOutcome.Response response) {
                            clocks.heard(host, response.headers());
                        }
                    });
        });
    }

    private Uni<RemoteOutcome> knockAgain(
            RemoteRequest request, RequestKey key, String host, SignatureProfile profile) {
        return knock(request, key, profile).call(outcome -> {
            if (isRefusal(outcome)) {
                deaf.put(host, true);
            } else if (outcome instanceof RemoteOutcome.Response response && response.isSuccess()) {
                return peers.learned(host, profile);
            }
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<RemoteOutcome> knock(RemoteRequest request, RequestKey key, SignatureProfile profile) {
        return client.send(request.signedBy(
                (method, uri, headers, body) -> signer.sign(method, uri, headers, body, key, profile)));
    }

    private static SignatureProfile other(SignatureProfile profile) {
        return profile == SignatureProfile.CAVAGE ? SignatureProfile.RFC9421 : SignatureProfile.CAVAGE;
    }

    private static boolean isRefusal(RemoteOutcome outcome) {
        return outcome instanceof RemoteOutcome.Response response
                && (response.status() == 400 || response.status() == 401);
    }
}
