package social.godwit.activitypub.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Domains over HTTP")
class OwnDomainsHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static GatewayWorld world;
    private static String origin;

    @BeforeAll
    static void serve() {
        world = new GatewayWorld(DB);
        Router router = Router.router(VERTX);
        world.beans().make("gateway.web.DomainRoutes").get(DomainRoutes.class).register(router);
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        origin = "http://localhost:" + server.actualPort();
        world.register("dom1");
        world.register("dom2");
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static HttpResponse<String> send(String method, String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path)).method(method, HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static HttpResponse<String> as(String name, String method, String path) {
        return send(
                method,
                path,
                IdentityRequest.sign(
                        world.key(name),
                        method,
                        URI.create(GatewayWorld.ORIGIN + path),
                        new byte[0],
                        world.now(),
                        world.randomness()));
    }

    private static String of(String name) {
        return "/client/v1/" + world.key(name).did() + "/own-domains";
    }

    @Test
    @DisplayName("are brought, seen and given up by their owner")
    void owner() {
        String path = of("dom1") + "/one.example";
        HttpResponse<String> unproven = as("dom1", "PUT", path);
        assertThat(unproven.statusCode()).isEqualTo(409);
        assertThat(unproven.body()).contains("domain-unproven", "_godwit.one.example");
        world.prove("one.example", "dom1");
        HttpResponse<String> brought = as("dom1", "PUT", path);
        assertThat(brought.statusCode()).isEqualTo(200);
        assertThat(brought.body()).contains("\"standing\":\"proven\"", "\"origin\":\"https://one.example\"");
        assertThat(as("dom1", "GET", of("dom1")).body()).contains("one.example");
        assertThat(send("GET", "/tls/ask?domain=one.example", Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(as("dom1", "DELETE", path).statusCode()).isEqualTo(204);
        assertThat(send("GET", "/tls/ask?domain=one.example", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("are nobody else's affair")
    void strangers() {
        world.prove("two.example", "dom1");
        String path = of("dom1") + "/two.example";
        assertThat(as("dom1", "PUT", path).statusCode()).isEqualTo(200);
        for (String method : new String[] {"PUT", "DELETE"}) {
            assertThat(send(method, path, Map.of()).statusCode()).isEqualTo(401);
            assertThat(as("dom2", method, path).statusCode()).isEqualTo(403);
        }
        assertThat(as("dom2", "GET", of("dom1")).statusCode()).isEqualTo(403);
        assertThat(as("dom2", "PUT", of("dom2") + "/two.example").statusCode()).isEqualTo(409);
        assertThat(as("dom2", "DELETE", of("dom2") + "/two.example").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/tls/ask?domain=two.example", Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("get a certificate only when they stand, or are the instance's own name")
    void certificates() {
        assertThat(send("GET", "/tls/ask?domain=here.example", Map.of()).statusCode())
                .isEqualTo(200);
        for (String asked : new String[] {
            "",
            "?domain=",
            "?domain=evil.example",
            "?domain=evil.here.example",
            "?domain=HERE.example.evil.example",
            "?domain=here.example&domain=evil.example",
            "?domain=127.0.0.1",
            "?domain=" + "a".repeat(4_000)
        }) {
            assertThat(send("GET", "/tls/ask" + asked, Map.of()).statusCode())
                    .as(asked)
                    .isEqualTo(404);
        }
    }
}
