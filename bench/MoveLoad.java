import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves an account with many followers, and the servers of those. Servers are loopback addresses 127.a.b.c with one shared inbox each; a share
 * of them is dead: half of those refuse the connection, half accept it and never answer. Followers are written into the tables of both
 * instances before. A server that gets the Move follows the new address, for one of its people, as Mastodon does for each.
 *
 * <p>Run by bench/move.sh. Arguments: --data DIR --second DIR --did DID --godwit COMMAND --first-origin URL --second-origin URL
 * --kill PID --followers N --servers N --dead PERCENT
 */
public class MoveLoad {
    /** When each server received the first of a type, in nanoseconds; emptied before each journey. */
    static final Map<String, Long> moves = new ConcurrentHashMap<>();

    static final Map<String, Long> posts = new ConcurrentHashMap<>();

    /** The first follower of each server, by number. */
    static final Map<String, Integer> person = new ConcurrentHashMap<>();

    static volatile int repeated;
    static final KeyPair KEYS = keys();
    static final HttpClient FOLLOWING = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    static final ExecutorService WORKERS = Executors.newVirtualThreadPerTaskExecutor();
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final Pattern TARGET = Pattern.compile("\"target\":\"([^\"]+)\"");

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i].substring(2), arguments[i + 1]);
        int servers = Integer.parseInt(options.get("servers"));
        int followers = Integer.parseInt(options.get("followers"));
        int dead = servers * Integer.parseInt(options.get("dead")) / 100;
        var first = new Measured(Path.of(options.get("data")));
        var second = new Measured(Path.of(options.get("second")));

        HttpServer inboxes = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 4096);
        inboxes.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        inboxes.createContext("/", MoveLoad::receive);
        inboxes.start();
        var blackHole = new ServerSocket();
        blackHole.bind(new InetSocketAddress("0.0.0.0", 0), 4096);
        var refusing = new ServerSocket();
        refusing.bind(new InetSocketAddress("0.0.0.0", 0), 1);
        int refusingPort = refusing.getLocalPort();
        refusing.close();
        List<String> origins = new ArrayList<>();
        for (int s = 0; s < servers; s++) {
            int port = s >= dead ? inboxes.getAddress().getPort() : s % 2 == 0 ? refusingPort : blackHole.getLocalPort();
            origins.add("127." + (10 + s / 62500) + "." + (s / 250 % 250) + "." + (1 + s % 250) + ":" + port);
        }
        for (int s = 0; s < Math.min(servers, followers); s++) person.put(origins.get(s), s);
        for (Measured instance : List.of(first, second)) follow(instance, options.get("did"), origins, followers);
        System.out.printf(Locale.ROOT, "%d followers on %d servers with one inbox each; %d dead, half of them silent%n", followers, servers, dead);

        Measured.Usage before = second.usage();
        long told = journey("journey 1, the home works", options, options.get("second-origin"), servers - dead);
        System.out.println("  new home, per server told: " + second.usage().perUnit(before, told) + "; " + second.usage().memory());

        // A home that was left begins to fetch from the new one; what it has not got by then is lost with the kill.
        while (run(options, "account", "gateways", "list", "--json").contains("\"filling\"")) Thread.sleep(1_000);
        long killed = System.nanoTime();
        new ProcessBuilder("kill", "-9", options.get("kill")).inheritIO().start().waitFor();
        journey("the home killed with kill -9", options, options.get("first-origin"), servers - dead);
        run(options, "post", "First post after the move", "--json");
        // What the dead home may have left lying goes first, and a new home waits until it knows what that is: up to two minutes.
        long end = System.nanoTime() + 180_000_000_000L;
        while (posts.isEmpty() && System.nanoTime() < end) Thread.sleep(2);
        if (posts.isEmpty()) {
            System.err.println("no follower has received the new post");
            System.exit(1);
        }
        long arrived = posts.values().stream().mapToLong(Long::longValue).min().getAsLong();
        System.out.printf(Locale.ROOT, "  first new post at a follower  %.2f s after the kill%n", (arrived - killed) / 1e9);
        if (repeated > 0) System.out.println("received again: " + repeated);
        System.exit(0);
    }

    private static void follow(Measured instance, String did, List<String> servers, int followers) throws Exception {
        try (var insert = instance.database().prepareStatement(
                "insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted,"
                        + " since) values (?, ?, ?, ?, ?, ?, ?, ?, true, now())")) {
            for (int i = 0; i < followers; i++) {
                String server = servers.get(i % servers.size());
                String actor = "http://" + server + "/users/" + i;
                insert.setString(1, did);
                insert.setString(2, actor);
                insert.setString(3, actor);
                insert.setString(4, actor + "/inbox");
                insert.setString(5, "http://" + server + "/inbox");
                insert.setString(6, server);
                insert.setString(7, actor + "/follow");
                insert.setString(8, actor + "/follow");
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Moves, and says how long each part took; how many servers were told. */
    private static long journey(String name, Map<String, String> options, String to, int alive) throws Exception {
        moves.clear();
        posts.clear();
        long began = System.nanoTime();
        long home = 0;
        Process move = new ProcessBuilder(options.get("godwit"), "move", "run", "--to", to).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(move.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.contains("is your home now")) home = System.nanoTime();
            }
        }
        if (move.waitFor() != 0 || home == 0) throw new IllegalStateException(String.join("\n", said));
        long ended = System.nanoTime();
        long end = System.nanoTime() + 120_000_000_000L;
        while (moves.size() < alive && System.nanoTime() < end) Thread.sleep(5);
        System.out.println(name);
        System.out.printf(Locale.ROOT, "  the new server is home        %.2f s after the command began%n", (home - began) / 1e9);
        long[] times = moves.values().stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(Locale.ROOT, "  servers told                  %d of %d that live%n", times.length, alive);
        if (times.length > 0)
            System.out.printf(
                    Locale.ROOT,
                    "  first, last server told       %.2f s, %.2f s after the command began%n",
                    (times[0] - began) / 1e9,
                    (times[times.length - 1] - began) / 1e9);
        System.out.printf(Locale.ROOT, "  the command has ended         %.2f s after it began%n", (ended - began) / 1e9);
        if (times.length < alive) throw new IllegalStateException(String.join("\n", said));
        return times.length;
    }

    private static String run(Map<String, String> options, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(options.get("godwit")));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException(said);
        return said;
    }

    private static void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String server = exchange.getRequestHeaders().getFirst("Host");
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                byte[] actor = actor("http://" + server + exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/activity+json");
                exchange.sendResponseHeaders(200, actor.length);
                exchange.getResponseBody().write(actor);
                return;
            }
            Map<String, Long> kind = body.contains("\"type\":\"Move\"") ? moves : body.contains("\"type\":\"Create\"") ? posts : null;
            boolean first = kind != null && kind.putIfAbsent(server, System.nanoTime()) == null;
            if (kind != null && !first) repeated++;
            if (first && kind == moves) {
                Matcher target = TARGET.matcher(body);
                if (target.find()) WORKERS.execute(() -> follow(server, target.group(1)));
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private static String actor(String id) {
        String pem = "-----BEGIN PUBLIC KEY-----\\n"
                + Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded())
                + "\\n-----END PUBLIC KEY-----\\n";
        return """
                {"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1"],"id":"%1$s","type":"Person",
                "preferredUsername":"user","inbox":"%1$s/inbox","outbox":"%1$s/outbox","followers":"%1$s/followers",
                "publicKey":{"id":"%1$s#main-key","owner":"%1$s","publicKeyPem":"%2$s"}}""".formatted(id, pem);
    }

    /** The first of the server's people follows the new address: draft-cavage, as Mastodon signs. */
    private static void follow(String server, String target) {
        try {
            String user = "http://" + server + "/users/" + person.get(server);
            byte[] body = """
                    {"@context":"https://www.w3.org/ns/activitystreams","id":"%s/follow/%d","type":"Follow","actor":"%s","object":"%s"}"""
                    .formatted(user, System.nanoTime(), user, target).getBytes(StandardCharsets.UTF_8);
            URI inbox = URI.create(target + "/inbox");
            String digest = "SHA-256=" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
            String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(KEYS.getPrivate());
            signer.update(("(request-target): post " + inbox.getRawPath() + "\nhost: " + inbox.getAuthority() + "\ndate: " + date + "\ndigest: " + digest)
                    .getBytes(StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(inbox)
                    .header("Date", date)
                    .header("Digest", digest)
                    .header("Content-Type", "application/activity+json")
                    .header("Signature", "keyId=\"" + user + "#main-key\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",signature=\""
                            + Base64.getEncoder().encodeToString(signer.sign()) + "\"")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            int status = FOLLOWING.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) System.err.println(user + " follows " + target + ": answered " + status);
        } catch (Exception failed) {
            System.err.println(server + " cannot follow " + target + ": " + failed);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
