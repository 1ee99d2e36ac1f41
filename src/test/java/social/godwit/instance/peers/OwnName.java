package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Somebody's own domain: a web server with one file, which says whose the name is. */
final class OwnName implements AutoCloseable {
    private final PeerServer server;
    private final String name;
    private volatile String actor = "";

    private OwnName(PeerServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** {@code name} at a host whose name begins with {@code label}; it leads nowhere yet. */
    static OwnName start(PeerNetwork network, String label, String name) {
        var server = new PeerServer(network, label);
        var own = new OwnName(server, name);
        server.start(exchange -> {
            try (exchange) {
                boolean asked = exchange.getRequestURI().getPath().equals("/.well-known/webfinger");
                ObjectNode file = server.webfinger(name, own.actor);
                if (asked && !own.actor.isEmpty()) PeerServer.answer(exchange, "application/jrd+json", file);
                else exchange.sendResponseHeaders(404, -1);
            }
        });
        return own;
    }

    void leadsTo(String now) {
        actor = now;
    }

    String handle() {
        return "@" + name + "@" + server.host().authority();
    }

    @Override
    public void close() {
        server.close();
    }
}
