package social.godwit.store.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that a test starts. They lie below those from which the system takes ports for connections, so that nobody gets
 * one between the choice and the start; a process is given each once, and processes that run side by side begin far from one another.
 */
public final class FreePorts {
    private static final int FIRST = 11_000;
    private static final int COUNT = 20_000;
    private static final int APART = 97;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * APART % COUNT));

    private FreePorts() {}

    /** A port on which nobody listens. */
    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
