package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.document.RepositoriesContract.await;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/** Many at once, and a restart: what only a real database shows. */
class RepositoriesUnderLoadTest {
    private static final Set<Visibility> ALL = EnumSet.allOf(Visibility.class);

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final TestClock clock = new TestClock();
    private final Repositories store = new HibernateRepositories(DB.database(), clock);

    private TestAccount account(long seed) {
        TestAccount account = new TestAccount(seed);
        await(store.open(account.did(), RepositoryKind.ACCOUNT));
        return account;
    }

    @Test
    void aReaderWhoFollowsAlongMissesNothingThatIsAdmittedAtTheSameTime() {
        TestAccount account = account(1);
        try (TestDatabase otherReplica = DB.again()) {
            var stores = List.of(store, new HibernateRepositories(otherReplica.database(), clock));
            List<Uni<Intake>> admissions = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                PortableDocument note = account.note("/objects/" + i, "n");
                admissions.add(stores.get(i % 2).admit(List.of(note)));
            }
            var done = Uni.join().all(admissions).andFailFast().subscribeAsCompletionStage();
            List<Long> seen = new ArrayList<>();
            boolean last;
            do {
                last = done.isDone();
                long cursor = seen.isEmpty() ? 0 : seen.getLast();
                await(store.after(account.did(), cursor, ALL, 1_000)).forEach(one -> seen.add(one.number()));
            } while (!last);
            assertThat(done).isCompleted();
            assertThat(seen).hasSize(120).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void twoAdmissionsOfManyAccountsInOppositeOrderBothEnd() {
        TestAccount one = account(2);
        TestAccount two = account(3);
        List<Uni<Intake>> admissions = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            PortableDocument first = one.note("/objects/" + i, "n");
            PortableDocument second = two.note("/objects/" + i, "n");
            admissions.add(store.admit(i % 2 == 0 ? List.of(first, second) : List.of(second, first)));
        }
        assertThat(await(Uni.join().all(admissions).andFailFast()))
                .allSatisfy(intake -> assertThat(intake.outcomes()).allMatch(Admission.Stored.class::isInstance));
    }

    @Test
    void theSameDocumentAdmittedManyTimesAtOnceIsStoredOnce() {
        TestAccount account = account(4);
        PortableDocument create = account.activity("/activities/1", "Create", account.note("/objects/1", "once"));
        List<Uni<Intake>> admissions = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            admissions.add(store.admit(List.of(create)));
        }
        long stored = await(Uni.join().all(admissions).andFailFast()).stream()
                .filter(intake -> intake.outcomes().getFirst() instanceof Admission.Stored)
                .count();
        assertThat(stored).isEqualTo(1);
    }

    @Test
    void aRestartForgetsNothing() {
        TestAccount account = account(5);
        PortableDocument note = account.note("/objects/1", "still here");
        PortableDocument gone = account.note("/objects/2", "gone");
        await(store.publish(account.did(), List.of(note, gone, account.tombstone("/objects/2"))));
        try (TestDatabase restarted = DB.again()) {
            var after = new HibernateRepositories(restarted.database(), clock);
            assertThat(((Lookup.Found) await(after.find(note.id()))).document().bytes())
                    .isEqualTo(note.bytes());
            assertThat(await(after.find(gone.id()))).isInstanceOf(Lookup.Deleted.class);
            assertThat(await(after.admit(List.of(gone))).outcomes().getFirst())
                    .isEqualTo(new Admission.Known(gone.hash(), Standing.DELETED));
        }
    }

    @Test
    void aFailureOfTheUseCaseAroundItTakesAnAdmissionBack() {
        TestAccount account = account(6);
        PortableDocument note = account.note("/objects/1", "never mind");
        Uni<Publication> failing = DB.database()
                .inTransaction(() -> store.publish(account.did(), List.of(note))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("effects failed"))));
        assertThat(failing.onFailure().recoverWithNull().await().indefinitely()).isNull();
        assertThat(await(store.find(note.id()))).isEqualTo(new Lookup.Missing());
        assertThat(await(store.admit(List.of(note))).outcomes().getFirst()).isInstanceOf(Admission.Stored.class);
    }
}
