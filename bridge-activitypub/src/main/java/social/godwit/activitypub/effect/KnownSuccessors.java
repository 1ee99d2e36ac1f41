package social.godwit.activitypub.effect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Succession;
import social.godwit.store.document.Audits;
import social.godwit.store.record.ShownKeyLog;

/**
 * By the key log that is kept here, or else by what the account's gateways show, every signature checked. Gateways that
 * show different beginnings are not believed, for one of them lies. Answers from elsewhere are remembered for a minute.
 */
@Singleton
final class KnownSuccessors implements Successors {
    private static final String PATH = "/.well-known/apgateway-keylog/";
    private static final int GATEWAYS_MAX = 5;
    private static final int REMEMBERED_MAX = 2_000;
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 32, 200_000, 4_096, false);

    private final Audits audits;
    private final RemoteActors actors;
    private final SignedClient client;
    private final InstantSource clock;
    private final Cache<Did, Optional<Did>> remembered;

    @Inject
    KnownSuccessors(Audits audits, RemoteActors actors, SignedClient client, InstantSource clock) {
        this.audits = audits;
        this.actors = actors;
        this.client = client;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofMinutes(1))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Uni<Optional<Did>> of(String actor) {
        return Ids.did(actor)
                .map(account -> audits.keyLog(account)
                        .chain(here -> here.flatMap(KeyLog::succession).isPresent()
                                ? Uni.createFrom().item(named(here.get()))
                                : elsewhere(account, actor)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Did>> elsewhere(Did account, String spelling) {
        Optional<Did> known = remembered.getIfPresent(account);
        return known != null
                ? Uni.createFrom().item(known)
                : actors.get(spelling)
                        .chain(found -> found instanceof ActorLookup.Found(RemoteActor actor, boolean ignored)
                                ? asked(account, actor)
                                : Uni.createFrom().item(Optional.<Did>empty()))
                        .invoke(successor -> remembered.put(account, successor));
    }

    private Uni<Optional<Did>> asked(Did account, RemoteActor actor) {
        List<Origin> gateways = actor.gateways().stream()
                .limit(GATEWAYS_MAX)
                .flatMap(text -> Origin.parse(text).stream())
                .toList();
        var shown = new ShownKeyLog(account, actor.document().json(), clock.instant());
        return Multi.createFrom()
                .iterable(gateways)
                .onItem()
                .transformToUniAndConcatenate(gateway ->
                        client.send(RemoteRequest.get(URI.create(gateway + PATH + account), "application/json")
                                .bodySizeMax(LIMITS.maxBytes())))
                .onItem()
                .invoke(outcome -> json(outcome).ifPresent(shown::take))
                .collect()
                .last()
                .map(done -> believed(shown));
    }

    private Optional<Did> believed(ShownKeyLog shown) {
        List<Sha256> beginnings = shown.beginnings();
        return beginnings.size() == 1
                ? shown.at(clock.instant(), beginnings.getFirst()).flatMap(KnownSuccessors::named)
                : Optional.empty();
    }

    private static Optional<Did> named(KeyLog log) {
        return log.succession().map(Succession::successor);
    }

    private static Optional<JsonObject> json(RemoteOutcome outcome) {
        return outcome instanceof RemoteOutcome.Response response
                        && response.isSuccess()
                        && StrictJson.read(response.body(), LIMITS) instanceof JsonReading.Read(JsonObject json)
                ? Optional.of(json)
                : Optional.empty();
    }
}
