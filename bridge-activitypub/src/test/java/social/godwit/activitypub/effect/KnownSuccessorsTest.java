package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.RemoteKeyLogs;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.store.document.Audits;

/** Who goes on in somebody's place, as a server finds out that does not keep the account. */
class KnownSuccessorsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ONE = "https://one.example";
    private static final String TWO = "https://two.example";

    private final SigningKey key = SigningKey.generate(Instances::random);
    private final SigningKey recovery = SigningKey.generate(Instances::random);
    private final Did successor = SigningKey.generate(Instances::random).did();
    private final Genesis genesis = genesis(recovery);
    private final String actor = ONE + "/.well-known/apgateway/" + key.did() + "/actor";
    private final Map<String, JsonObject> logs = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Instant now = NOW;
    private Successors successors;

    @BeforeEach
    void world() {
        var actors = new MapActors();
        actors.publish(JsonObject.builder()
                .put("id", actor)
                .put("type", "Person")
                .put("inbox", actor + "/inbox")
                .put("gateways", List.of(ONE, TWO))
                .build());
        var client = new SignedClient() {
            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request, RequestKey by) {
                throw new AssertionError("for nobody's account");
            }

            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request) {
                String origin =
                        request.uri().getScheme() + "://" + request.uri().getAuthority();
                asked.add(request.uri().toString());
                return Uni.createFrom()
                        .item(
                                logs.containsKey(origin)
                                        ? new RemoteOutcome.Response(
                                                200,
                                                Headers.of(),
                                                logs.get(origin).toString().getBytes(StandardCharsets.UTF_8),
                                                URI.create(origin))
                                        : new RemoteOutcome.Failed("down"));
            }
        };
        Audits nothingHere = (Audits) Proxy.newProxyInstance(
                Audits.class.getClassLoader(),
                new Class<?>[] {Audits.class},
                (self, called, arguments) -> Uni.createFrom().item(Optional.empty()));
        successors = new KnownSuccessors(nothingHere, actors, new RemoteKeyLogs(client, () -> now), () -> now);
    }

    private Genesis genesis(SigningKey recovers) {
        return new Genesis(key.did(), KeyLogEntry.commitment(recovers.publicKey()));
    }

    private JsonObject names(Genesis beginning, SigningKey recovers, Did next) {
        return new Recovery(
                        key.did(),
                        beginning.hash(),
                        beginning.hash(),
                        recovers.publicKey(),
                        KeyLogEntry.commitment(recovers.publicKey()),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(next))
                .signAlone(recovers, NOW);
    }

    private static JsonObject log(Sha256 beginning, JsonObject... entries) {
        return JsonObject.builder()
                .put("genesis", beginning.multibase())
                .put("entries", List.<Json>of(entries))
                .put("received", List.<Json>of())
                .build();
    }

    private Optional<Did> found() {
        now = now.plus(Duration.ofMinutes(2));
        return successors.of(actor).await().indefinitely();
    }

    @Test
    @DisplayName("is who the recovery key names in the log that any gateway shows, one of them being down")
    void named() {
        logs.put(ONE, log(genesis.hash(), genesis.sign(key, NOW)));
        assertThat(found()).isEmpty();
        logs.put(TWO, log(genesis.hash(), genesis.sign(key, NOW), names(genesis, recovery, successor)));
        assertThat(found()).contains(successor);
        logs.remove(ONE);
        assertThat(found()).contains(successor);
        assertThat(asked).contains(ONE + "/.well-known/apgateway-keylog/" + key.did());
    }

    @Test
    @DisplayName(
            "is nobody when a thief with the account's key shows another beginning, with a recovery key of his own")
    void secondGenesis() {
        SigningKey his = SigningKey.generate(Instances::random);
        Genesis forged = genesis(his);
        JsonObject real = log(genesis.hash(), genesis.sign(key, NOW));
        JsonObject another = log(forged.hash(), forged.sign(key, NOW), names(forged, his, successor));
        JsonObject relabelled = log(genesis.hash(), forged.sign(key, NOW), names(forged, his, successor));
        for (JsonObject lie : List.of(another, relabelled)) {
            logs.put(ONE, real);
            logs.put(TWO, lie);
            assertThat(found()).isEmpty();
            logs.put(ONE, lie);
            logs.put(TWO, real);
            assertThat(found()).as("whoever is asked first").isEmpty();
        }
    }

    @Test
    @DisplayName("is nobody when another key names one, an entry was altered, or nothing answers")
    void forged() {
        SigningKey his = SigningKey.generate(Instances::random);
        logs.put(ONE, log(genesis.hash(), genesis.sign(key, NOW), names(genesis, his, successor)));
        assertThat(found()).isEmpty();
        JsonObject real = names(genesis, recovery, successor);
        JsonObject altered = real.with(
                "entry",
                real.object("entry")
                        .orElseThrow()
                        .with("successor", Json.of(his.did().toString())));
        logs.put(ONE, log(genesis.hash(), genesis.sign(key, NOW), altered));
        assertThat(found()).isEmpty();
        logs.clear();
        assertThat(found()).isEmpty();
    }

    @Test
    @DisplayName("is asked once in a minute, and not for actors that are not portable")
    void seldom() {
        successors.of(actor).await().indefinitely();
        successors.of(actor).await().indefinitely();
        assertThat(asked).hasSize(2);
        assertThat(successors.of("https://far.example/users/bob").await().indefinitely())
                .isEmpty();
        assertThat(asked).hasSize(2);
    }
}
