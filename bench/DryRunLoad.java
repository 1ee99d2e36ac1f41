import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            statement.execute("""
                    insert into recent_post (id, author, host, arrived, words, hosts, media, languages, mentions, contact,
                        known_days)
                    select 'https://host' || i %% 2000 || '.example/posts/' || i,
                        'https://host' || i %% 2000 || '.example/users/' || i %% 50000, 'host' || i %% 2000 || '.example',
                        now() - i * interval '2.5 seconds',
                        (select ' always ' || string_agg('word' || (i::bigint * 7919 * w) %% 5003, ' ') || ' '
                            from generate_series(1, 30) w),
                        case when i %% 5 = 0 then '.www.shop' || i %% 100 || '.example ' else '' end, ' ', ' en ',
                        i %% 10, i %% 50 = 0, i %% 31
                    from generate_series(1, %d) i
                    """.formatted(posts));
            statement.execute("analyze recent_post");
        }
    }
}
