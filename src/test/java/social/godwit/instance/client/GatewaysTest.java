package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Origin;

@DisplayName("The account's gateways")
class GatewaysTest {
    private final AtomicInteger tried = new AtomicInteger();
    private Instant now = TestKeys.NOW;
    private ServerSocket dead;
    private HttpServer living;
    private Gateways gateways;

    @BeforeEach
    void listen() throws IOException {
        dead = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::hangUp);
        living = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        living.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        living.start();
        gateways = new Gateways(
                List.of(origin(dead.getLocalPort()), origin(living.getAddress().getPort())),
                TestKeys.ring(),
                new Surroundings(() -> now, TestKeys.seeded(3), new GatewayConnection("test"), words -> {}));
    }

    private void hangUp() {
        while (!dead.isClosed()) {
            try {
                Socket caller = dead.accept();
                tried.incrementAndGet(); // before the caller knows, and goes on
                caller.close();
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        living.stop(0);
        dead.close();
    }

    private static Origin origin(int port) {
        return Origin.parse("http://localhost:" + port).orElseThrow();
    }

    private int asked() {
        assertThat(gateways.get("/x", "*/*").answer().status()).isEqualTo(204);
        return tried.get();
    }

    @Test
    @DisplayName("are asked in order, but for a minute those that could not be reached are asked last")
    void theSilentLast() {
        int first = asked();
        assertThat(first).isPositive();
        assertThat(asked()).as("not tried again").isEqualTo(first);
        now = now.plus(Duration.ofSeconds(61));
        assertThat(asked()).as("tried again").isGreaterThan(first);
    }
}
