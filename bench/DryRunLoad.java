import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import social.godwit.activitypub.policy.WordMarks;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Surroundings;

/** Fills {@code recent_post} and asks for dry runs as a moderator does. Run by bench/dry-run.sh. */
public class DryRunLoad {
    private static final int ROUNDS = 5;

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[1]);
        fill(data, Integer.parseInt(arguments[2]));
        var random = new SecureRandom();
        OperatorConnection operator = OperatorConnection.of(
                Origin.parse("http://localhost:" + arguments[0]).orElseThrow(),
                data.resolve("operator.key"),
                new Surroundings(InstantSource.system(), count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                }, new GatewayConnection("bench"), words -> {}));
        List<String> twenty = new ArrayList<>();
        for (int i = 0; i < 20; i++) twenty.add("word" + i * 37);
        measure(operator, "a phrase", filter("keyword", List.of("word7 word8")));
        measure(operator, "a word in every post", filter("keyword", List.of("always")));
        measure(operator, "20 words", filter("keyword", twenty));
        measure(operator, "20 parts of words", filter("keyword", twenty.stream().map(word -> "*" + word + "*").toList()));
        measure(operator, "500 words", filter("keyword", IntStream.range(0, 500).mapToObj(n -> "rare" + n).toList()));
        measure(operator, "links", filter("link", List.of("shop3.example")));
        measure(operator, "mentions", filter("mentions", List.of("8")));
        measure(operator, "newcomers", filter("newcomer", List.of("2")));
        measure(operator, "an account",
                JsonObject.builder().put("subject", "account:https://host1.example/users/1").build());
        measure(operator, "a domain's posts", JsonObject.builder().put("subject", "domain:host1.example").build());
        List<JsonObject> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++)
            rules.add(JsonObject.builder().put("domain", "host" + i + ".example").put("stance", "deny").build());
        measure(operator, "1,000 rules about domains", JsonObject.builder().put("domains", rules).build());
    }

    private static JsonObject filter(String kind, List<String> values) {
        return JsonObject.builder()
                .put("filter", JsonObject.builder()
                        .put("kind", kind).put("values", values).put("reaction", "fold").build())
                .build();
    }

    private static void measure(OperatorConnection operator, String name, JsonObject wish) {
        List<Long> times = new ArrayList<>();
        JsonObject answer = JsonObject.empty();
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            answer = operator.post("/admin/v1/dry-run", wish);
            times.add((System.nanoTime() - began) / 1_000_000);
        }
        times.sort(null);
        System.out.printf(Locale.ROOT, "%-28s %5d ms (slowest %d): %s posts by %s accounts%n", name,
                times.get(ROUNDS / 2), times.getLast(), answer.get("posts"), answer.get("accounts"));
    }

    /** Posts of some 30 words by 50,000 authors at 2,000 hosts. */
    private static void fill(Path data, int posts) throws Exception {
        List<String> postmaster = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
        String password = Files.readString(data.resolve("postgres/password")).strip();
        try (Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + postmaster.get(3).strip() + "/postgres", "godwit", password);
                Statement statement = database.createStatement()) {
            CopyIn copy = database.unwrap(PGConnection.class).getCopyAPI().copyIn("copy recent_post (id, author, host,"
                    + " arrived, words, marks, hosts, media, languages, mentions, contact, known_days) from stdin");
            Instant now = Instant.now();
            for (int i = 1; i <= posts; i++) {
                byte[] row = row(i, now).getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(row, 0, row.length);
            }
            copy.endCopy();
            statement.execute("vacuum analyze recent_post");
        }
    }

    private static String row(int i, Instant now) {
        String host = "host" + i % 2000 + ".example";
        StringBuilder words = new StringBuilder(" always ");
        for (int w = 1; w <= 30; w++) words.append("word").append(i * 7919L * w % 5003).append(' ');
        return String.join(
                "\t",
                "https://" + host + "/posts/" + i,
                "https://" + host + "/users/" + i % 50000,
                host,
                now.minusMillis(i * 2500L).toString(),
                words,
                "\\\\x" + HexFormat.of().formatHex(WordMarks.of(words.toString())),
                i % 5 == 0 ? ".www.shop" + i % 100 + ".example " : "",
                " ",
                " en ",
                String.valueOf(i % 10),
                String.valueOf(i % 50 == 0),
                String.valueOf(i % 31)) + "\n";
    }
}
