package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.document.RepositoriesContract.await;

import io.smallrye.mutiny.Uni;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.negentropy.Item;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/**
 * kill -9 of every process of a durable PostgreSQL while four accounts publish, again and again: what was acknowledged is
 * there afterwards, and the repositories are whole. The seed is printed; {@code GODWIT_KILLS} sets how often.
 */
class PostgresKilledTest {
    private static final int PUBLISHERS = 4;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Map<Did, Queue<Sha256>> acknowledged = new ConcurrentHashMap<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @Test
    void whatWasAcknowledgedIsThereAfterEveryKill() throws Exception {
        int kills = Integer.parseInt(
                Optional.ofNullable(System.getenv("GODWIT_KILLS")).orElse("2"));
        long seed = System.nanoTime();
        System.out.println("PostgresKilledTest: seed " + seed + ", " + kills + " kills");
        Random random = new Random(seed);
        List<TestAccount> accounts = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            accounts.add(new TestAccount(random.nextLong()));
        }
        for (int kill = 0; kill < kills; kill++) {
            EmbeddedPostgres postgres = start();
            try (TestDatabase db = TestDatabase.over(postgres.getJdbcUrl("postgres", "postgres"))) {
                var store = new HibernateRepositories(db.database(), clock);
                check(store, new HibernateAudits(db.database(), clock, Notices.NONE));
                publishUntilKilled(store, accounts, random.nextInt(50, 600));
            } finally {
                // Nothing is left to stop, but the lock on the folder is.
                postgres.close();
            }
        }
        EmbeddedPostgres postgres = start();
        try (TestDatabase db = TestDatabase.over(postgres.getJdbcUrl("postgres", "postgres"))) {
            check(
                    new HibernateRepositories(db.database(), clock),
                    new HibernateAudits(db.database(), clock, Notices.NONE));
        } finally {
            postgres.close();
        }
        assertThat(acknowledged.values().stream().mapToInt(Collection::size).sum())
                .isPositive();
    }

    private EmbeddedPostgres start() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        return postgres;
    }

    private void publishUntilKilled(Repositories store, List<TestAccount> accounts, int millis) throws Exception {
        var ended = new CountDownLatch(accounts.size());
        for (TestAccount account : accounts) {
            await(store.open(account.did(), RepositoryKind.ACCOUNT));
            publishOn(store, account, ended);
        }
        assertThat(first.await(60, TimeUnit.SECONDS))
                .as("the first is acknowledged")
                .isTrue();
        assertThat(ended.await(millis, TimeUnit.MILLISECONDS)).isFalse();
        killAll();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** One batch after the other until the first failure. */
    private void publishOn(Repositories store, TestAccount account, CountDownLatch ended) {
        String name = String.valueOf(account.tick().getEpochSecond());
        PortableDocument create =
                account.activity("/activities/" + name, "Create", account.note("/objects/" + name, "n"));
        PortableDocument note = account.note("/objects/again", name);
        Uni<Publication> publication = store.publish(account.did(), List.of(create, note));
        publication
                .subscribe()
                .with(
                        published -> {
                            assertThat(published).isInstanceOf(Publication.Published.class);
                            acknowledged
                                    .computeIfAbsent(account.did(), absent -> new ConcurrentLinkedQueue<>())
                                    .addAll(List.of(
                                            create.hash(),
                                            create.embedded().getFirst().hash(),
                                            note.hash()));
                            first.countDown();
                            publishOn(store, account, ended);
                        },
                        failure -> ended.countDown());
    }

    private void killAll() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.addFirst(process);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    private void check(Repositories store, Audits audits) {
        acknowledged.forEach((did, hashes) -> {
            Set<Sha256> wanted = new HashSet<>(hashes);
            assertThat(await(store.listed(did, wanted))).isEqualTo(wanted);
            long items = 0;
            for (Visibility visibility : EnumSet.allOf(Visibility.class)) {
                items += countItems(audits, did, visibility);
            }
            long summed = await(audits.summaries(did)).values().stream()
                    .mapToLong(Audits.ClassSummary::documents)
                    .sum();
            assertThat(summed).isEqualTo(items);
        });
    }

    private static long countItems(Audits audits, Did did, Visibility visibility) {
        long items = 0;
        List<Item> page = await(audits.items(did, visibility, Optional.empty(), 1_000));
        while (!page.isEmpty()) {
            items += page.size();
            page = await(audits.items(did, visibility, Optional.of(page.getLast()), 1_000));
        }
        return items;
    }
}
