package social.godwit.instance.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/** A web server with one file, {@code /.well-known/webfinger}, as somebody's own domain may be. */
final class StandInDomain implements AutoCloseable {
    private final HttpServer server;

    /** The file; empty: 404. */
    volatile Optional<String> file = Optional.empty();

    StandInDomain() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            boolean has = exchange.getRequestURI().getPath().equals("/.well-known/webfinger") && file.isPresent();
            byte[] body = (has ? file.get() : "no").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(has ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** {@code name} at this domain. */
    OwnHandle handle(String name) {
        return OwnHandle.parse("@" + name + "@localhost:" + server.getAddress().getPort())
                .orElseThrow();
    }

    /** From now on {@code handle} leads to {@code actor}. */
    void says(OwnHandle handle, String actor) {
        JsonObject jrd = handle.file(actor);
        file = Optional.of(jrd.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
