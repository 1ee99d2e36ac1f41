package social.godwit.activitypub.http.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.InstanceOrigins;
import social.godwit.activitypub.http.Origins;

@DisplayName("Requests for a host that is not ours")
class MisdirectedRequestsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static HttpServer server;

    @BeforeAll
    static void serve() {
        Origins own = new InstanceOrigins(new Instance("https://us.example", "1", false, true));
        Origins origins = authority -> own.answering(authority)
                .or(() -> authority.equals("alice.example") ? Optional.of("https://alice.example") : Optional.empty());
        Router router = Router.router(VERTX);
        router.route().handler(context -> context.response().end("ours"));
        new MisdirectedRequests(origins).register(router);
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1|us.example|200",
                "GET / HTTP/1.1|US.example:443|200",
                "GET / HTTP/1.1|alice.example|200",
                "GET / HTTP/1.1|evil.example|421",
                "GET / HTTP/1.1|us.example.evil.example|421",
                "GET / HTTP/1.1|us.example:8443|421",
                "GET / HTTP/1.1|alice.example.|421",
                "GET / HTTP/1.1|us.example@evil.example|400",
                "GET / HTTP/1.1|127.0.0.1|421",
                "POST /inbox HTTP/1.1|evil.example|421",
                "GET //tls/ask HTTP/1.1|evil.example|421",
                "GET /tls/ask?domain=alice.example HTTP/1.1|127.0.0.1|200",
            })
    void getNoAnswer(String line, String host, int status) throws IOException {
        assertThat(first(line, "Host: " + host + "\r\nX-Forwarded-Host: us.example\r\nForwarded: host=us.example"))
                .contains(" " + status + " ");
    }

    private static String first(String line, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write((line + "\r\n" + headers + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
