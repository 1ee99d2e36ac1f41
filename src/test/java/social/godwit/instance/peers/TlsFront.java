package social.godwit.instance.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Supplier;

/**
 * Ends TLS in front of a server that speaks plain HTTP, as nginx or stunnel would, and passes bytes on unchanged, so that
 * also its habits of closing connections are seen outside.
 */
final class TlsFront implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket listener;
    private final Backend backend;

    /** Where the bytes go. */
    @FunctionalInterface
    private interface Backend {
        Socket connect() throws IOException;
    }

    private TlsFront(ServerSocket listener, Backend backend) {
        this.listener = listener;
        this.backend = backend;
    }

    /** Listens for {@code host} and passes on to {@code backend}, a port of 127.0.0.1. */
    static TlsFront start(PeerNetwork.Host host, int backend) {
        return start(host, () -> new Socket(InetAddress.getLoopbackAddress(), backend));
    }

    /** Listens for {@code host}, a name that points to whatever server {@code target} says, asked anew for each connection. */
    static TlsFront pointing(PeerNetwork network, PeerNetwork.Host host, Supplier<PeerNetwork.Host> target) {
        return start(host, () -> {
            PeerNetwork.Host to = target.get();
            return network.authority()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(
                            new Socket(InetAddress.getByName(to.address()), to.port()), to.name(), to.port(), true);
        });
    }

    private static TlsFront start(PeerNetwork.Host host, Backend backend) {
        try {
            ServerSocket listener =
                    host.certificate().context().getServerSocketFactory().createServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(host.address(), host.port()), BACKLOG);
            var front = new TlsFront(listener, backend);
            Thread.ofPlatform().daemon().start(front::acceptAll);
            return front;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofPlatform().daemon().start(() -> join(client));
            } catch (IOException e) {
                // closed, which the loop sees
            }
        }
    }

    private void join(Socket client) {
        try (client;
                var server = backend.connect()) {
            Thread there = Thread.ofPlatform().daemon().start(() -> pass(client, server));
            pass(server, client);
            there.interrupt();
        } catch (IOException e) {
            // either side has gone; so has the other
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // the pair is closed by join
        }
    }
}
