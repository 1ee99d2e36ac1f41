package social.godwit.activitypub.backup.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.backup.HibernateProvenBackups;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.testing.TestDatabase;

@DisplayName("That a backup was proven to work, over HTTP")
class ProvenBackupHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static GatewayWorld world;
    private static HibernateProvenBackups backups;
    private static HttpServer server;

    @BeforeAll
    static void serve() {
        world = new GatewayWorld(DB);
        Beans beans = world.beans().make("backup.HibernateProvenBackups").make("backup.web.ProvenBackupRoutes");
        backups = beans.get(HibernateProvenBackups.class);
        Router router = Router.router(VERTX);
        beans.get(ProvenBackupRoutes.class).register(router);
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        server.close().toCompletionStage().toCompletableFuture().join();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    @DisplayName("only the owner says it, of a time that is over; after a month without another one it is due again")
    void proven() throws Exception {
        world.register("ann");
        Did ann = world.key("ann").did();
        assertThat(isDue(ann)).as("who has just come").isFalse();
        world.later(Duration.ofDays(8));
        assertThat(isDue(ann)).isTrue();

        String now = said(world.now());
        assertThat(send(ann, now, Map.of())).isEqualTo(401);
        assertThat(send(ann, now, signed(ann, now, SigningKey.generate(world.randomness()))))
                .isEqualTo(403);
        assertThat(isDue(ann)).isTrue();
        assertThat(byOwner(ann, said(world.now().plus(Duration.ofDays(1))))).isEqualTo(400);
        assertThat(byOwner(ann, "{\"proven\":\"yesterday\"}")).isEqualTo(400);
        assertThat(isDue(ann)).isTrue();

        assertThat(byOwner(ann, now)).isEqualTo(204);
        assertThat(byOwner(ann, said(world.now().minus(Duration.ofDays(300))))).isEqualTo(204);
        assertThat(isDue(ann)).as("an older one changes nothing").isFalse();
        world.later(HibernateProvenBackups.FRESH.plusSeconds(1));
        assertThat(isDue(ann)).isTrue();
    }

    private static boolean isDue(Did account) {
        return DB.await(backups.isDue(account));
    }

    private static String said(Instant at) {
        return "{\"proven\":\"" + at + "\"}";
    }

    private static int byOwner(Did account, String body) throws IOException, InterruptedException {
        return send(account, body, signed(account, body, world.key("ann")));
    }

    private static Map<String, String> signed(Did account, String body, SigningKey key) {
        return IdentityRequest.sign(
                key,
                "POST",
                URI.create(GatewayWorld.ORIGIN + path(account)),
                body.getBytes(StandardCharsets.UTF_8),
                world.now(),
                world.randomness());
    }

    private static String path(Did account) {
        return "/client/v1/" + account + "/backup";
    }

    private static int send(Did account, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.actualPort() + path(account)))
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
