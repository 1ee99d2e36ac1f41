package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.software.web.OpenServers;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.document.OpenRepositories;
import social.godwit.store.testing.TestDatabase;

@DisplayName("an owner asks what servers run")
class ServersRoutesTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ONE = "{\"origins\":[\"https://peer.example\"]}";

    private static final List<String> asked = new ArrayList<>();
    private static TestDatabase db;
    private static Instances here;
    private static Account alice;
    private static Account carol;
    private static String server;

    @BeforeAll
    static void serve() {
        db = TestDatabase.create();
        here = new Instances(db);
        alice = here.account("alice", false);
        carol = here.account("carol", false);
        here.beans
                .with(OpenRepositories.over(db.database(), here.clock))
                .with(OpenRepositories.audits(db.database()))
                .with((Origins) authority -> Optional.of(Instances.HERE.toString()))
                .make("signature.IdentityRequests")
                .make("gateway.AccountDevices")
                .make("gateway.OwnerRequests");
        Router router = Router.router(VERTX);
        OpenServers.route(here.beans, ServersRoutesTest::outside, router);
        HttpServer http = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        server = "http://localhost:" + http.actualPort();
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
        db.close();
    }

    private static Uni<RemoteOutcome> outside(RemoteRequest request) {
        asked.add(request.uri().toString());
        String body = request.uri().getPath().equals("/.well-known/nodeinfo")
                ? "{\"links\":[{\"rel\":\"http://nodeinfo.diaspora.software/ns/schema/2.0\",\"href\":\"https://peer.example/n\"}]}"
                : "{\"software\":{\"name\":\"gotosocial\",\"version\":\"0.20\"}}";
        return Uni.createFrom()
                .item(new RemoteOutcome.Response(
                        200, Headers.none(), body.getBytes(StandardCharsets.UTF_8), request.uri()));
    }

    @Test
    @DisplayName("and is told at once what is known; a server that is new is asked meanwhile")
    void tells() {
        assertThat(post(alice, alice, ONE).body()).isEqualTo("{\"pending\":1,\"servers\":[]}");
        HttpResponse<String> answer = post(alice, alice, ONE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).contains("private, no-store");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"pending\":0,\"servers\":[{\"origin\":\"https://peer.example\",\"software\":\"gotosocial\","
                                + "\"state\":\"known\",\"version\":\"0.20\"}]}");
        assertThat(asked).containsExactly("https://peer.example/.well-known/nodeinfo", "https://peer.example/n");
    }

    @Test
    @DisplayName("row 61: nobody else may ask in the owner's place, and nobody without a signature")
    void ownersOnly() {
        assertThat(send(Map.of(), alice, ONE).statusCode()).isEqualTo(401);
        assertThat(post(carol, alice, ONE).statusCode()).isEqualTo(403);
    }

    @Test
    @DisplayName("only servers by https, a thousand at once, are a question")
    void questions() {
        for (String wrong : List.of(
                "{\"origins\":[]}",
                "{\"origins\":[\"http://peer.example\"]}",
                "{\"origins\":[\"https://peer.example/path\"]}",
                "{\"origins\":[\"https://user@peer.example\"]}",
                "{\"origins\":[7]}",
                "[]",
                "{\"origins\":["
                        + IntStream.range(0, 1_100)
                                .mapToObj(i -> "\"https://many" + i + ".example\"")
                                .collect(Collectors.joining(","))
                        + "]}"))
            assertThat(post(alice, alice, wrong).statusCode()).as(wrong).isEqualTo(400);
        assertThat(asked).noneMatch(url -> url.contains("many"));
    }

    private static HttpResponse<String> post(Account signer, Account owner, String body) {
        URI target = URI.create(Instances.HERE + path(owner));
        return send(
                IdentityRequest.sign(
                        here.key(signer),
                        "POST",
                        target,
                        body.getBytes(StandardCharsets.UTF_8),
                        here.clock.instant(),
                        Instances::random),
                owner,
                body);
    }

    private static HttpResponse<String> send(Map<String, String> headers, Account owner, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path(owner)))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String path(Account owner) {
        return "/client/v1/" + owner.did() + "/servers";
    }
}
