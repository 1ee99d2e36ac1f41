package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Report.Category;
import social.godwit.store.testing.TestDatabase;

/** How long the pages of the queue take with 100,000 reports in 60,000 cases, half of them open: {@code bench/cases.sh}. */
public final class CaseBench {
    private static final int CASES = 60_000;
    private static final int REPORTS = 100_000;
    private static final int PAGE = 50;
    private static final int TIMES = 1_000;

    private CaseBench() {}

    public static void main(String... arguments) {
        try (TestDatabase database = TestDatabase.create()) {
            fill(database);
            CaseStore store = new HibernateCaseStore(database.database());
            var chance = new Random(1);
            Instant now = Instant.now();
            Map<String, Supplier<Uni<?>>> questions = new LinkedHashMap<>();
            questions.put("open cases, first page", () -> store.queue(Queue.open(), Optional.empty(), PAGE));
            questions.put(
                    "open cases, somewhere", () -> store.queue(Queue.open(), Optional.of(place(now, chance)), PAGE));
            for (Category category : Category.values()) {
                questions.put(
                        "category " + category.word(),
                        () -> store.queue(
                                queue(Optional.of(category), Optional.empty(), Optional.empty()),
                                Optional.empty(),
                                PAGE));
            }
            questions.put(
                    "one's own",
                    () -> store.queue(
                            queue(Optional.empty(), Optional.of("did:key:mod" + chance.nextInt(20)), Optional.empty()),
                            Optional.empty(),
                            PAGE));
            questions.put(
                    "a server's name",
                    () -> store.queue(
                            queue(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of("host" + chance.nextInt(5000) + ".example")),
                            Optional.empty(),
                            PAGE));
            questions.put(
                    "a name that nobody has",
                    () -> store.queue(
                            queue(Optional.empty(), Optional.empty(), Optional.of("nobody.at.all")),
                            Optional.empty(),
                            PAGE));
            questions.put("how many wait", store::waiting);
            questions.put("appeals", () -> store.appeals(200));
            questions.put(
                    "a timeline",
                    () -> store.timeline(
                            Subject.account("https://host1.example/users/" + chance.nextInt(CASES)), 0, 200));
            System.out.printf("%-28s %10s %10s %10s%n", "", "p50 ms", "p99 ms", "worst ms");
            questions.forEach((name, question) -> measure(database, name, question));
        }
        // Vert.x has threads that would go on.
        System.exit(0);
    }

    private static Queue queue(Optional<Category> category, Optional<String> assignee, Optional<String> text) {
        return new Queue(
                Optional.of(CaseFile.Status.OPEN),
                category,
                assignee,
                Optional.empty(),
                text,
                Optional.empty(),
                Optional.empty());
    }

    private static Place place(Instant now, Random chance) {
        return new Place(now.minus(Duration.ofMinutes(chance.nextInt(CASES))), Subject.account("https://a.example/b"));
    }

    private static void measure(TestDatabase database, String name, Supplier<Uni<?>> question) {
        double[] millis = new double[TIMES];
        for (int i = -100; i < TIMES; i++) {
            long start = System.nanoTime();
            database.await(question.get());
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-28s %10.2f %10.2f %10.2f%n", name, millis[TIMES / 2], millis[TIMES * 99 / 100], millis[TIMES - 1]);
    }

    private static void fill(TestDatabase database) {
        for (String sql : List.of(
                "insert into case_file select 'account:https://host' || i % 5000 || '.example/users/' || i, 'account',"
                        + " case when i % 2 = 0 then 'OPEN' else 'RESOLVED' end, 1 + i % 4,"
                        + " case when i % 1000 = 0 then 'legal' when i % 20 = 0 then 'violation' when i % 3 = 0"
                        + " then 'spam' else 'other' end, now() - i * interval '1 minute', now(),"
                        + " case when i % 10 = 0 then 'did:key:mod' || i / 10 % 20 end, null, null, 4"
                        + " from generate_series(1, " + CASES + ") i",
                "insert into case_entry select 'account:https://host' || i % 5000 || '.example/users/' || i, n, now(),"
                        + " 'https://reporter.example/actor', 'reported',"
                        + " '{\"comment\":\"' || repeat('look at this ', 20) || '\"}'"
                        + " from generate_series(1, " + CASES + ") i, generate_series(1, 2) n",
                "insert into case_report select 'https://reporter' || i % 900 || '.example/flags/' || i,"
                        + " 'account:https://host' || i % 5000 || '.example/users/' || i % " + CASES
                        + ", 'reporter' || i % 900, decode(md5(i::text), 'hex'), i % 2 = 0, now() - i * interval '1 minute'"
                        + " from generate_series(1, " + REPORTS + ") i",
                "analyze")) {
            database.execute(sql);
        }
    }
}
