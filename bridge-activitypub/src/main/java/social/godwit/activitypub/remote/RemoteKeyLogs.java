package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.record.ShownKeyLog;

/**
 * Key logs of accounts at other servers, as their gateways show them, every signature checked. Gateways that show different beginnings
 * are not believed, for one of them lies.
 */
@Singleton
public final class RemoteKeyLogs {
    private static final String PATH = "/.well-known/apgateway-keylog/";
    private static final int GATEWAYS_MAX = 5;
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 32, 200_000, 4_096, false);

    private final SignedClient client;
    private final InstantSource clock;

    /** Asks with {@code client}. */
    public RemoteKeyLogs(SignedClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** What all of the actor's gateways show together; empty when nobody answers, or one of them lies. Asks the network. */
    public Uni<Optional<KeyLog>> of(Did account, RemoteActor actor) {
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

    private Optional<KeyLog> believed(ShownKeyLog shown) {
        List<Sha256> beginnings = shown.beginnings();
        return beginnings.size() == 1 ? shown.at(clock.instant(), beginnings.getFirst()) : Optional.empty();
    }

    private static Optional<JsonObject> json(RemoteOutcome outcome) {
        return outcome instanceof RemoteOutcome.Response response
                        && response.isSuccess()
                        && StrictJson.read(response.body(), LIMITS) instanceof JsonReading.Read(JsonObject json)
                ? Optional.of(json)
                : Optional.empty();
    }
}
