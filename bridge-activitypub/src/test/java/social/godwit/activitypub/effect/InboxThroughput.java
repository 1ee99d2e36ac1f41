package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.InboxQueue;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

/**
 * How much queue and effects cost without HTTP and signatures: Create(Note) that mention an account here, from 20 senders.
 * Run by hand: {@code main COUNT}.
 */
final class InboxThroughput {
    private InboxThroughput() {}

    public static void main(String[] arguments) throws IOException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        try (TestDatabase db = TestDatabase.create()) {
            Instances here = new Instances(db);
            Account account = here.account("alice", false);
            run(here, account, 5_000, 0);
            run(here, account, count, 5_000);
        }
        Runtime.getRuntime().exit(0);
    }

    private static void run(Instances here, Account account, int count, int from) throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            arrivals.add(arrival(account, i));
        }
        InboxQueue queue = here.get(InboxQueue.class);
        long postgres = postgresTicks(here);
        long jvm = cpu();
        long start = System.nanoTime();
        Multi.createFrom()
                .iterable(arrivals)
                .onItem()
                .transformToUni(queue::accept)
                .merge(500)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofMinutes(5));
        long accepted = System.nanoTime();
        AtomicLong rounds = new AtomicLong();
        while (here.count("select count(*) from inbox_queue") > 0) {
            here.await(here.worker.drain());
            rounds.incrementAndGet();
        }
        long done = System.nanoTime();
        System.out.printf(
                "%d: accepted %.0f/s, applied %.0f/s, both %.0f/s; CPU per activity: JVM %.3f ms, PostgreSQL %.3f ms%n",
                count,
                count / ((accepted - start) / 1e9),
                count / ((done - accepted) / 1e9),
                count / ((done - start) / 1e9),
                (cpu() - jvm) / 1e6 / count,
                (postgresTicks(here) - postgres) * 10.0 / count);
        System.out.println(here.count("select count(*) from notification") + " notifications, "
                + here.count("select count(*) from note") + " posts");
    }

    private static Arrival arrival(Account account, int number) {
        String actor = "https://peer" + number % 20 + ".test/users/bob" + number % 20;
        String id = actor + "/statuses/11" + number;
        JsonObject json = MapActors.parse(JsonObject.builder()
                .put("@context", List.of("https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"))
                .put("id", id + "/activity")
                .put("type", "Create")
                .put("actor", actor)
                .put("published", "2026-11-22T11:00:00Z")
                .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                .put("cc", List.of(actor + "/followers", account.actorId()))
                .put(
                        "object",
                        JsonObject.builder()
                                .put("id", id)
                                .put("type", "Note")
                                .put("attributedTo", actor)
                                .put("published", "2026-11-22T11:00:00Z")
                                .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                                .put("cc", List.of(actor + "/followers", account.actorId()))
                                .put("content", "<p>hello ".repeat(40) + number + "</p>")
                                .put("url", id)
                                .put(
                                        "tag",
                                        List.of(JsonObject.builder()
                                                .put("type", "Mention")
                                                .put("href", account.actorId())
                                                .put("name", "@alice@here.test")
                                                .build()))
                                .build())
                .build()
                .toString());
        return new Arrival(
                json,
                json.toString(),
                actor,
                Arrival.Proof.HTTP,
                Optional.empty(),
                Optional.of(actor + "/followers"),
                Optional.empty());
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Hundredths of a second that this test's PostgreSQL has used. */
    private static long postgresTicks(Instances here) throws IOException {
        long backend = here.count("select pg_backend_pid()::bigint");
        long postmaster = Long.parseLong(stat(Path.of("/proc/" + backend))[1]);
        long ticks = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(one -> one.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    String[] stat = stat(process);
                    if (Long.parseLong(stat[1]) == postmaster) {
                        ticks += Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
                    }
                } catch (IOException gone) {
                    // It ended while we looked.
                }
            }
        }
        return ticks;
    }

    private static String[] stat(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }
}
