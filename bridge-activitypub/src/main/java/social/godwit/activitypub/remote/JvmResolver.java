package social.godwit.activitypub.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Resolves with the machine's own resolver, so that its hosts file and search rules hold. Answers are kept for a minute, and
 * slow name servers hold up nothing but these few threads.
 */
public final class JvmResolver implements Resolver {
    private static final int THREADS = 16;

    private final WorkerExecutor threads;
    private final Cache<String, List<InetAddress>> answers = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    /** A resolver with threads of its own. */
    public JvmResolver(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("godwit-dns", THREADS, 30, TimeUnit.SECONDS);
    }

    @Override
    public Uni<List<InetAddress>> resolve(String host) {
        List<InetAddress> known = answers.getIfPresent(host);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return Uni.createFrom()
                .completionStage(
                        () -> threads.executeBlocking(() -> lookUp(host), false).toCompletionStage());
    }

    private List<InetAddress> lookUp(String host) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            // IPv4 first: a machine without IPv6 would wait for nothing.
            List<InetAddress> found = Arrays.stream(InetAddress.getAllByName(name))
                    .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                    .toList();
            answers.put(host, found);
            return found;
        } catch (UnknownHostException none) {
            return List.of();
        }
    }
}
