package social.godwit.activitypub.keybag.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Key bags over HTTP")
class KeyBagHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static GatewayWorld world;
    private static HttpServer server;
    private static String origin;
    private static Did instance;

    @BeforeAll
    static void serve() {
        world = new GatewayWorld(DB);
        Beans beans = world.beans()
                .with(world.randomness())
                .with(new WebFingerClient() {
                    @Override
                    public Uni<HandleLookup> find(String handle) {
                        throw new AssertionError("no home is asked here");
                    }

                    @Override
                    public Uni<HandleLookup> verify(RemoteActor actor) {
                        throw new AssertionError("no actor is asked for here");
                    }
                })
                .make("keybag.HibernateKeyBagStore")
                .make("keybag.HibernateGuessStore")
                .make("keybag.GuessLimits")
                .make("keybag.RecoveryPresence")
                .make("keybag.PassphraseProofs")
                .make("keybag.Homes")
                .make("keybag.KeyBags");
        instance = beans.get(InstanceKeys.class).did();
        Router router = Router.router(VERTX);
        router.get("/client/v1/*")
                .handler(context -> context.response().setStatusCode(418).end());
        beans.make("keybag.web.KeyBagRoutes").get(KeyBagRoutes.class).register(router);
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        origin = "http://localhost:" + server.actualPort();
    }

    @AfterAll
    static void stop() {
        server.close().toCompletionStage().toCompletableFuture().join();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @DisplayName("the owner puts a bag here; then handle and passphrase bring it, and no GET does")
    void roundTrip() throws Exception {
        world.register("ann");
        Did did = world.key("ann").did();
        PassphraseKey passphrase = PassphraseKey.of("ann's own words".toCharArray(), did);
        KeyBag bag = KeyBag.seal(
                KeyFile.empty().with(KeyFile.AUTHORITY, world.key("ann")),
                world.key("ann"),
                7,
                passphrase,
                world.randomness());
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("bag", bag.json())
                .put("fetch", hash(passphrase.fetchSecret(instance)))
                .put("proof", hash(passphrase.proof(instance)))
                .build());
        String path = "/client/v1/" + did + "/keybag";
        assertThat(send("POST", path, body, Map.of()).statusCode())
                .as("unsigned")
                .isEqualTo(401);
        assertThat(send("POST", path, body, signed("POST", path, body, SigningKey.generate(world.randomness())))
                        .statusCode())
                .as("by somebody else")
                .isEqualTo(403);
        assertThat(send("POST", path, body, signed("POST", path, body, world.key("ann")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(text(send("GET", path, new byte[0], signed("GET", path, new byte[0], world.key("ann")))))
                .isEqualTo("{\"version\":7}");
        assertThat(send("GET", path, new byte[0], Map.of()).statusCode()).isEqualTo(401);

        assertThat(text(send("GET", "/client/v1/account?handle=ann@here.example", new byte[0], Map.of())))
                .contains(did.toString());
        assertThat(send("GET", "/client/v1/account?handle=nobody@here.example", new byte[0], Map.of())
                        .statusCode())
                .isEqualTo(404);

        SigningKey once = SigningKey.generate(world.randomness());
        byte[] question = new KeyBagRequest(did, passphrase.fetchSecret(instance), once.did())
                .seal(instance, world.randomness())
                .orElseThrow();
        HttpResponse<byte[]> answer = send("POST", "/client/v1/keybag", question, Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(KeyBagRequest.openAnswer(answer.body(), once)).contains(bag);
        assertThat(send("GET", "/client/v1/keybag", new byte[0], Map.of()).statusCode())
                .isEqualTo(418);
        assertThat(send("POST", "/client/v1/keybag", new byte[KeyBagRequest.MAX_BYTES + 1], Map.of())
                        .statusCode())
                .isEqualTo(413);
    }

    private static String hash(byte[] secret) {
        return Base64.getEncoder().encodeToString(Sha256.of(secret).bytes());
    }

    private static Map<String, String> signed(String method, String path, byte[] body, SigningKey key) {
        return IdentityRequest.sign(
                key, method, URI.create(GatewayWorld.ORIGIN + path), body, world.now(), world.randomness());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> send(String method, String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
