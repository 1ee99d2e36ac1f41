import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import social.godwit.identity.key.NativeCrypto;

/**
 * Load on an inbox: signed Create(Note) from many senders to one local account, sent over keep-alive connections at a
 * given rate, counted as done only when the post is in the instance's table. Requests are signed before the clock
 * starts. Everything stays on the loopback address.
 *
 * <p>Run by bench/inbox.sh. Arguments: --gateway URL --inbox URL --actor URL --data DIR --rate N (0: as fast as it goes)
 * --seconds N --senders N --connections N.
 */
public class InboxLoad {
    record Sender(String id, KeyPair keys) {}

    static final Optional<Provider> NATIVE = NativeCrypto.load();

    static final ThreadLocal<Signature> SIGNER = ThreadLocal.withInitial(() -> {
        try {
            return NATIVE.isPresent() ? Signature.getInstance("SHA256withRSA", NATIVE.get()) : Signature.getInstance("SHA256withRSA");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    });

    /** Activities applied so far: the queue loses one in the transaction that stores its effects. */
    static final String APPLIED = "select (select coalesce(sum(next_position - 1), 0) from inbox_shard)"
            + " - (select count(*) from inbox_queue)";

    static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        URI inbox = URI.create(options.get("inbox"));
        String recipient = options.get("actor");
        Measured instance = new Measured(Path.of(options.get("data")));
        int rate = Integer.parseInt(options.getOrDefault("rate", "0"));
        int seconds = Integer.parseInt(options.getOrDefault("seconds", "60"));
        int connections = Integer.parseInt(options.getOrDefault("connections", "64"));
        int total = Integer.parseInt(options.getOrDefault("total", String.valueOf((rate == 0 ? 4_500 : rate) * seconds)));

        HttpServer peers = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        String origin = "http://localhost:" + peers.getAddress().getPort();
        List<Sender> senders = senders(origin, Integer.parseInt(options.getOrDefault("senders", "20")));
        serve(peers, senders);

        System.err.println("signing " + total + " activities ...");
        byte[][] requests = new byte[total][];
        AtomicInteger next = new AtomicInteger();
        String run = Long.toString(System.nanoTime(), 36);
        try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (int worker = 0; worker < Runtime.getRuntime().availableProcessors(); worker++) {
                pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < total; i = next.getAndIncrement()) {
                        requests[i] = request(inbox, recipient, senders.get(i % senders.size()), run + "-" + i);
                    }
                    return null;
                });
            }
        }
        for (Sender sender : senders) { // their documents are fetched before the clock starts
            send(inbox, request(inbox, recipient, sender, "warm-" + run + sender.id().hashCode()));
        }
        while (instance.count("select count(*) from inbox_queue") > 0) {
            Thread.sleep(50);
        }
        Measured.Usage before = instance.usage();
        long rowsBefore = instance.count(APPLIED);
        long[] latency = new long[total];
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();
        AtomicLong lastAnswer = new AtomicLong();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            threads.add(Thread.ofPlatform().stackSize(128 * 1024).start(() -> {
                try (Line line = new Line(inbox)) {
                    for (int i = turn.getAndIncrement(); i < total; i = turn.getAndIncrement()) {
                        long due = rate == 0 ? System.nanoTime() : start + (long) (i * (1e9 / rate));
                        while (System.nanoTime() < due) {
                            LockSupport.parkNanos(due - System.nanoTime());
                        }
                        if (rate == 0 && System.nanoTime() > end) {
                            return;
                        }
                        int status = line.exchange(requests[i]);
                        long now = System.nanoTime();
                        latency[i] = now - due; // from when it was due: a stall is not hidden
                        (status == 202 ? accepted : refused).incrementAndGet();
                        lastAnswer.accumulateAndGet(now, Math::max);
                    }
                } catch (IOException e) {
                    System.err.println("connection: " + e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double answeredIn = (lastAnswer.get() - start) / 1e9;
        long wanted = rowsBefore + accepted.get();
        long seen = instance.count(APPLIED);
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (seen < wanted && System.nanoTime() < deadline) {
            Thread.sleep(20);
            seen = instance.count(APPLIED);
        }
        double visibleIn = (System.nanoTime() - start) / 1e9;
        Measured.Usage after = instance.usage();
        peers.stop(0);

        long[] sorted = Arrays.stream(latency).filter(l -> l > 0).sorted().toArray();
        System.out.printf(Locale.ROOT, "answered 202      %d, otherwise %d%n", accepted.get(), refused.get());
        System.out.printf(Locale.ROOT, "answered per s    %.0f over %.1f s%n", accepted.get() / answeredIn, answeredIn);
        System.out.printf(Locale.ROOT, "visible           %d of %d%n", seen - rowsBefore, accepted.get());
        System.out.printf(Locale.ROOT, "visible per s     %.0f (all visible %.2f s after the start)%n", (seen - rowsBefore) / visibleIn, visibleIn);
        System.out.printf(Locale.ROOT, "answer p50 p99 max ms  %.1f %.1f %.1f%n", at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        System.out.println("CPU per activity  " + after.perUnit(before, accepted.get()));
        System.out.println("memory            " + after.memory());
    }

    static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
    }

    static List<Sender> senders(String origin, int count) throws Exception {
        KeyPairGenerator generator =
                NATIVE.isPresent() ? KeyPairGenerator.getInstance("RSA", NATIVE.get()) : KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            senders.add(new Sender(origin + "/users/sender" + i, generator.generateKeyPair()));
        }
        return senders;
    }

    static void serve(HttpServer peers, List<Sender> senders) {
        Map<String, byte[]> documents = new HashMap<>();
        for (Sender sender : senders) {
            String pem = "-----BEGIN PUBLIC KEY-----\\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sender.keys().getPublic().getEncoded()).replace("\n", "\\n")
                    + "\\n-----END PUBLIC KEY-----\\n";
            String name = sender.id().substring(sender.id().lastIndexOf('/') + 1);
            documents.put(URI.create(sender.id()).getPath(), ("""
                    {"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1"],"id":"%s","type":"Person",
                    "preferredUsername":"%s","inbox":"%s/inbox","outbox":"%s/outbox","followers":"%s/followers",
                    "publicKey":{"id":"%s#main-key","owner":"%s","publicKeyPem":"%s"}}"""
                    .formatted(sender.id(), name, sender.id(), sender.id(), sender.id(), sender.id(), sender.id(), pem)).getBytes(StandardCharsets.UTF_8));
        }
        peers.createContext("/", exchange -> {
            byte[] document = documents.get(exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/activity+json");
            exchange.sendResponseHeaders(document == null ? 404 : 200, document == null ? -1 : document.length);
            if (document != null) {
                exchange.getResponseBody().write(document);
            }
            exchange.close();
        });
        peers.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        peers.start();
    }

    static byte[] request(URI inbox, String recipient, Sender sender, String name) throws Exception {
        String note = sender.id() + "/notes/" + name;
        String now = Instant.now().toString();
        byte[] body = ("""
                {"@context":["https://www.w3.org/ns/activitystreams",{"sensitive":"as:sensitive","toot":"http://joinmastodon.org/ns#"}],\
                "id":"%s/activity","type":"Create","actor":"%s","published":"%s","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["%s/followers","%s"],\
                "object":{"id":"%s","type":"Note","summary":null,"inReplyTo":null,"published":"%s","url":"%s","attributedTo":"%s","to":["https://www.w3.org/ns/activitystreams#Public"],\
                "cc":["%s/followers","%s"],"sensitive":false,"content":"<p><span class=\\"h-card\\"><a href=\\"%s\\" class=\\"u-url mention\\">@<span>bench</span></a></span> This is post %s, about as long as posts are: a sentence or two, and a link to somewhere <a href=\\"https://example.org/article\\">example.org/article</a>.</p>",\
                "attachment":[],"tag":[{"type":"Mention","href":"%s","name":"@bench"}]}}"""
                .formatted(note, sender.id(), now, sender.id(), recipient, note, now, note, sender.id(), sender.id(), recipient, recipient, name, recipient))
                .getBytes(StandardCharsets.UTF_8);
        String digest = "SHA-256=" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        String date = HTTP_DATE.format(Instant.now());
        String host = inbox.getAuthority();
        String path = inbox.getRawPath();
        Signature signer = SIGNER.get();
        signer.initSign(sender.keys().getPrivate());
        signer.update(("(request-target): post " + path + "\nhost: " + host + "\ndate: " + date + "\ndigest: " + digest + "\ncontent-type: application/activity+json").getBytes(StandardCharsets.UTF_8));
        String signature = Base64.getEncoder().encodeToString(signer.sign());
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nDate: " + date + "\r\nDigest: " + digest
                + "\r\nContent-Type: application/activity+json\r\nUser-Agent: bench/1\r\nContent-Length: " + body.length
                + "\r\nSignature: keyId=\"" + sender.id() + "#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest content-type\",signature=\""
                + signature + "\"\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    static void send(URI inbox, byte[] request) throws IOException {
        try (Line line = new Line(inbox)) {
            int status = line.exchange(request);
            if (status != 202) {
                throw new IOException("the instance answered " + status + " to a signed activity: " + line.lastHead);
            }
        }
    }

    /** One keep-alive connection. */
    static final class Line implements AutoCloseable {
        private final URI inbox;
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        String lastHead = "";

        Line(URI inbox) throws IOException {
            this.inbox = inbox;
            open();
        }

        private void open() throws IOException {
            socket = new Socket(inbox.getHost(), inbox.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 4096);
            out = socket.getOutputStream();
        }

        int exchange(byte[] request) throws IOException {
            out.write(request);
            StringBuilder head = new StringBuilder(256);
            int b;
            while ((b = in.read()) >= 0) {
                head.append((char) b);
                int n = head.length();
                if (b == '\n' && n >= 4 && head.charAt(n - 3) == '\n') {
                    break;
                }
            }
            lastHead = head.toString();
            if (lastHead.isEmpty()) {
                throw new IOException("closed by the instance");
            }
            int length = 0;
            boolean close = false;
            for (String line : lastHead.split("\r\n")) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                } else if (lower.equals("connection: close")) {
                    close = true;
                }
            }
            in.skipNBytes(length);
            int status = Integer.parseInt(lastHead.substring(9, 12));
            if (close) {
                socket.close();
                open();
            }
            return status;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
