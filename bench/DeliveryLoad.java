import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import social.godwit.identity.key.NativeCrypto;

/**
 * Delivery of one post to many inboxes. Hosts are loopback addresses 127.a.b.c, every one with inboxes of its own and no
 * shared inbox, so each inbox is one signed request. A share of the hosts is dead: half of those refuse the connection,
 * half accept it and never answer. Followers are written into the instance's table before the post is made.
 *
 * <p>Run by bench/delivery.sh. Arguments: --data DIR --did DID --actor URL --hosts N --inboxes N --dead PERCENT --post "COMMAND"
 */
public class DeliveryLoad {
    static final byte[] ACCEPTED = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    static final AtomicInteger received = new AtomicInteger();
    static final AtomicInteger again = new AtomicInteger();
    static final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    static final AtomicLong firstAt = new AtomicLong(Long.MAX_VALUE);
    static final AtomicLong last = new AtomicLong();
    static final Set<String> inboxes = ConcurrentHashMap.newKeySet();

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        int hosts = Integer.parseInt(options.getOrDefault("hosts", "1000"));
        int perHost = Integer.parseInt(options.getOrDefault("inboxes", "10000")) / hosts;
        int dead = hosts * Integer.parseInt(options.getOrDefault("dead", "0")) / 100;
        var instance = new Measured(Path.of(options.get("data")));

        var listener = new ServerSocket();
        listener.bind(new InetSocketAddress("0.0.0.0", 0), 4096);
        var blackHole = new ServerSocket();
        blackHole.bind(new InetSocketAddress("0.0.0.0", 0), 4096);
        var refusing = new ServerSocket();
        refusing.bind(new InetSocketAddress("0.0.0.0", 0), 1);
        int refusingPort = refusing.getLocalPort();
        refusing.close();
        Thread.ofPlatform().daemon().start(() -> accept(listener));

        try (var insert = instance.database().prepareStatement(
                "insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted,"
                        + " since) values (?, ?, ?, ?, ?, ?, ?, ?, true, now())")) {
            for (int h = 0; h < hosts; h++) {
                int port = h >= dead ? listener.getLocalPort() : h % 2 == 0 ? refusingPort : blackHole.getLocalPort();
                String origin = "http://127." + (10 + h / 62500) + "." + (h / 250 % 250) + "." + (1 + h % 250) + ":" + port;
                for (int i = 0; i < perHost; i++) {
                    String actor = origin + "/users/" + i;
                    insert.setString(1, options.get("did"));
                    insert.setString(2, actor);
                    insert.setString(3, actor);
                    insert.setString(4, actor + "/inbox");
                    insert.setString(5, actor + "/inbox");
                    insert.setString(6, origin.substring("http://".length()));
                    insert.setString(7, actor + "/follow");
                    insert.setString(8, actor + "/follow");
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }

        double jdk = signatureMillis(Security.getProvider("SunRsaSign"));
        double own = NativeCrypto.load().map(DeliveryLoad::signatureMillis).orElse(jdk);
        int expected = (hosts - dead) * perHost;
        System.out.printf(Locale.ROOT, "%d inboxes on %d hosts, no shared inbox; %d hosts dead, half of them silent%n", hosts * perHost, hosts, dead);
        System.out.printf(
                Locale.ROOT, "one RSA-2048 signature, processor time of one thread: %.3f ms by the JDK, %.3f ms by what the instance uses%n", jdk, own);
        boolean all = true;
        for (String round : new String[] {"first post of a new process", "second post", "third post"}) {
            inboxes.clear();
            received.set(0);
            again.set(0);
            first.set(Long.MAX_VALUE);
            firstAt.set(Long.MAX_VALUE);
            Measured.Usage before = instance.usage();
            Process post = new ProcessBuilder("sh", "-c", options.get("post")).redirectErrorStream(true).start();
            String said = new String(post.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (post.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            long deadline = System.nanoTime() + 180_000_000_000L;
            while (received.get() < expected && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            Thread.sleep(1_000); // outcomes are recorded in groups
            Measured.Usage after = instance.usage();
            long kept = instance.count("select (extract(epoch from max(created)) * 1000)::bigint from delivery_activity");
            double cpu = after.milliseconds(before) / received.get();
            double span = (last.get() - first.get()) / 1e9;
            System.out.println(round);
            System.out.printf(Locale.ROOT, "  delivered         %d of %d, received again %d%n", received.get(), expected, again.get());
            System.out.printf(Locale.ROOT, "  first request     %d ms after the transaction began that accepted the post%n", firstAt.get() - kept);
            System.out.printf(Locale.ROOT, "  deliveries per s  %.0f over %.2f s%n", received.get() / span, span);
            System.out.println("  CPU per delivery  " + after.perUnit(before, received.get()));
            System.out.printf(Locale.ROOT, "                    %.2f signatures of the JDK, %.2f of the instance's%n", cpu / jdk, cpu / own);
            System.out.println("  memory            " + after.memory());
            all &= received.get() == expected;
        }
        System.exit(all ? 0 : 1);
    }

    static double signatureMillis(Provider provider) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var encoded = new PKCS8EncodedKeySpec(generator.generateKeyPair().getPrivate().getEncoded());
            var key = KeyFactory.getInstance("RSA", provider).generatePrivate(encoded);
            Signature signer = Signature.getInstance("SHA256withRSA", provider);
            var threads = ManagementFactory.getThreadMXBean();
            double[] rounds = new double[7];
            for (int round = 0; round < rounds.length; round++) {
                long start = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < 300; i++) {
                    signer.initSign(key);
                    signer.update("some line to sign".getBytes(StandardCharsets.UTF_8));
                    signer.sign();
                }
                rounds[round] = (threads.getCurrentThreadCpuTime() - start) / 300 / 1e6;
            }
            Arrays.sort(rounds);
            return rounds[rounds.length / 2];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void accept(ServerSocket listener) {
        while (true) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    static void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            StringBuilder head = new StringBuilder(1024);
            while (true) {
                head.setLength(0);
                int b;
                while ((b = in.read()) >= 0) {
                    head.append((char) b);
                    int n = head.length();
                    if (b == '\n' && n >= 4 && head.charAt(n - 3) == '\n') {
                        break;
                    }
                }
                if (b < 0) {
                    return;
                }
                String path = head.substring(0, head.indexOf("\r\n"));
                String lower = head.toString().toLowerCase(Locale.ROOT);
                int at = lower.indexOf("content-length:");
                int length = at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
                int host = lower.indexOf("host:");
                String inbox = lower.substring(host, lower.indexOf("\r\n", host)) + path;
                in.skipNBytes(length);
                if (path.startsWith("POST")) {
                    long now = System.nanoTime();
                    firstAt.accumulateAndGet(System.currentTimeMillis(), Math::min);
                    first.accumulateAndGet(now, Math::min);
                    last.accumulateAndGet(now, Math::max);
                    (inboxes.add(inbox) ? received : again).incrementAndGet();
                }
                out.write(ACCEPTED);
            }
        } catch (IOException | RuntimeException e) {
            // The instance closed the connection.
        }
    }
}
