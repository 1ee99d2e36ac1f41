package social.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestDatabase;

class DatabaseTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final Database database = DB.database();

    @BeforeEach
    void emptyTable() {
        DB.execute("create table if not exists note (id text primary key, body bytea, at timestamptz)");
        DB.execute("delete from note");
    }

    @Test
    void commitsWhatTheWorkDid() {
        DB.await(insert("a"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void nestedCallJoinsTheRunningTransactionAndIsRolledBackWithIt() {
        Uni<Integer> both = database.inTransaction(
                () -> insert("a").chain(() -> insert("b")).chain(() -> fail("after both")));
        assertThatThrownBy(() -> DB.await(both)).hasMessage("after both");
        assertThat(count()).isZero();
    }

    @Test
    void nestedCallSeesTheSameSession() {
        boolean same = DB.await(database.inTransaction(
                outer -> database.inTransaction(inner -> Uni.createFrom().item(outer == inner))));
        assertThat(same).isTrue();
    }

    @Test
    void transactionsStartedSideBySideFromOneContextDoNotShareASession() {
        Uni<Integer> failing = insert("a").chain(() -> fail("one"));
        Uni<Integer> sideBySide = database.inTransaction(() -> insert("outer"))
                .chain(() -> Uni.join()
                        .all(
                                database.inTransaction(() -> failing)
                                        .onFailure()
                                        .recoverWithItem(0),
                                database.inTransaction(() -> insert("b").chain(() -> insert("c"))))
                        .andCollectFailures())
                .replaceWith(0);
        DB.await(sideBySide);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void oneStatementInsertsManyRowsFromArrays() {
        int rows = DB.await(database.inTransaction(session -> Database.execute(
                session,
                "insert into note (id, body, at) select * from unnest($1::text[], $2::bytea[], $3::timestamptz[])",
                new String[] {"a", "b"},
                new byte[][] {{1, 2}, null},
                new Instant[] {Instant.EPOCH, null})));
        assertThat(rows).isEqualTo(2);
        var read = DB.await(
                database.inTransaction(session -> Database.query(session, "select * from note where id = $1", "a")));
        assertThat(Database.bytes(read.getFirst(), "body")).containsExactly(1, 2);
        assertThat(Database.instant(read.getFirst(), "at")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void tellsADuplicateKeyFromOtherFailures() {
        DB.await(insert("a"));
        Throwable again = insert("a")
                .onItem()
                .transform(n -> (Throwable) new AssertionError("no failure"))
                .onFailure()
                .recoverWithItem(failure -> failure)
                .await()
                .indefinitely();
        assertThat(Database.isDuplicateKey(again)).isTrue();
        assertThat(Database.isDuplicateKey(new IllegalStateException())).isFalse();
    }

    /** A browser that goes elsewhere cancels what its request began. */
    @Test
    void whoeverGivesUpWaitingDoesNotBreakATransactionOrLeakItsConnection() {
        int many = 60;
        List<Throwable> dropped = new CopyOnWriteArrayList<>();
        Infrastructure.setDroppedExceptionHandler(dropped::add);
        try {
            for (int i = 0; i < many; i++) {
                String id = "half-" + i;
                Cancellable waiting = database.inTransaction(session -> insert(id)
                                .chain(() -> Database.query(session, "select pg_sleep(0.01)"))
                                .chain(() -> insert(id + "-other")))
                        .subscribe()
                        .with(done -> {}, dropped::add);
                DB.await(Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(1 + i % 20)));
                waiting.cancel();
            }
            for (int i = 0; i < 100 && count() < 2 * many; i++) {
                DB.await(Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(50)));
            }
        } finally {
            Infrastructure.resetDroppedExceptionHandler();
        }
        assertThat(dropped).isEmpty();
        assertThat(count()).isEqualTo(2 * many);
    }

    @Test
    void whatIsToBeDoneAfterTheCommitFindsWhatWasWritten() {
        var found = new CompletableFuture<Integer>();
        DB.await(database.inTransaction(() -> insert("a").chain(() -> {
            database.afterCommit(() -> counted().subscribe().with(found::complete, found::completeExceptionally));
            return insert("b");
        })));
        assertThat(found).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(2);
    }

    @Test
    void whatIsToBeDoneAfterTheCommitIsNotDoneAfterARollback() {
        var done = new AtomicInteger();
        Uni<Integer> undone = database.inTransaction(() -> insert("a").chain(() -> {
            database.afterCommit(done::incrementAndGet);
            return fail("undone");
        }));
        assertThatThrownBy(() -> DB.await(undone)).hasMessage("undone");
        assertThat(done).hasValue(0);
        database.afterCommit(done::incrementAndGet);
        assertThat(done).as("at once where no transaction runs").hasValue(1);
    }

    @Test
    void runsTheVictimOfADeadlockAgain() {
        DB.await(insert("a").chain(() -> insert("b")));
        var attempts = new AtomicInteger();
        Uni<Integer> forth = touchBoth("a", "b", attempts);
        Uni<Integer> back = touchBoth("b", "a", attempts);
        DB.await(Uni.join().all(forth, back).andFailFast());
        assertThat(attempts.get()).isGreaterThanOrEqualTo(2);
    }

    private Uni<Integer> touchBoth(String first, String second, AtomicInteger attempts) {
        return database.inTransaction(session -> {
            attempts.incrementAndGet();
            return Database.execute(session, "update note set at = now() where id = $1", first)
                    .chain(() -> Database.query(session, "select pg_sleep(0.05)"))
                    .chain(() -> Database.execute(session, "update note set at = now() where id = $1", second));
        });
    }

    private Uni<Integer> insert(String id) {
        return database.inTransaction(session -> Database.execute(session, "insert into note (id) values ($1)", id));
    }

    private static Uni<Integer> fail(String why) {
        return Uni.createFrom().failure(new IllegalStateException(why));
    }

    private int count() {
        return DB.await(counted());
    }

    private Uni<Integer> counted() {
        return database.inTransaction(session -> Database.query(session, "select count(*) as n from note"))
                .map(rows -> rows.getFirst().getInteger("n"));
    }
}
