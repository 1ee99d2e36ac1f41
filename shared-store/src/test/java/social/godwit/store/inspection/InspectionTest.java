package social.godwit.store.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.Database;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.inspection.InspectionStore.Fault;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/** Whatever happens to a row, the next pass finds it. */
class InspectionTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static long seeds = 100;

    private final TestClock clock = new TestClock();
    private final Repositories repositories = BenchRepositories.over(DB.database(), clock);
    private final Inspection inspection =
            new Inspection(repositories, new HibernateInspectionStore(DB.database()), clock);

    @BeforeEach
    void clean() {
        for (String table : List.of("document", "inspection_fault")) {
            sql("delete from " + table);
        }
        sql("update inspection set begun_at = null, ended_at = null, did = null, hash = null, documents = 0");
    }

    @Test
    void findsNothingInWhatWasAdmitted() {
        TestAccount account = account();
        admit(
                account.genesis(),
                account.addDevice(account.newKey()),
                account.activity("/activities/1", "Create", account.note("/objects/1", "one")),
                account.tombstone("/objects/2"),
                account.recoverAlone(account.newKey()));
        DB.await(inspection.step());
        assertThat(DB.await(inspection.faults(5))).isEmpty();
        var progress = DB.await(inspection.progress());
        assertThat(progress.documents()).isEqualTo(6);
        assertThat(progress.running()).isFalse();
    }

    @ParameterizedTest
    @DisplayName("A row that no longer says what its document says is found")
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes = set_byte(bytes, 40, 33)              | not admissible",
                "bytes = 'nothing'                            | not admissible",
                "hash = set_byte(hash, 0, get_byte(hash, 0) # 1) | another hash",
                "path = '/objects/2'                          | filed otherwise",
                "class = 'SELF'                               | filed otherwise",
                "type = 'Article'                             | filed otherwise",
                "kind = 'ACTIVITY'                            | filed otherwise",
                "rank = set_byte(rank, 9, 1)                  | filed otherwise",
                "proof_second = proof_second + 1              | filed otherwise",
                "proof_second = proof_second - 86400          | another proof time",
                "spelling = 'https://b.example'               | filed otherwise",
                "sequence = 7                                 | filed otherwise"
            })
    void findsWhatHasChanged(String change, String reason) {
        TestAccount account = account();
        admit(account.note("/objects/1", "as it was signed"));
        sql("update document set " + change);
        DB.await(inspection.step());
        assertThat(DB.await(inspection.faults(10))).singleElement().satisfies(fault -> {
            assertThat(fault.reason()).contains(reason);
            assertThat(fault.place().repository()).isEqualTo(account.did());
        });
        assertThat(DB.await(inspection.unverified())).isEqualTo(1);
    }

    @Test
    void findsADocumentInTheRepositoryOfSomebodyElse() {
        TestAccount account = account();
        TestAccount other = account();
        admit(account.note("/objects/1", "mine"));
        sql("update document set did = '" + other.did() + "'");
        DB.await(inspection.step());
        assertThat(DB.await(inspection.faults(10)))
                .extracting(Fault::reason)
                .containsExactly("in the repository of somebody else");
    }

    @Test
    void goesOnWhereItWasAndForgetsWhatIsGoodAgain() {
        TestAccount account = account();
        List<PortableDocument> notes = new ArrayList<>();
        for (int i = 0; i < Inspection.STEP + 3; i++) {
            notes.add(account.note("/objects/" + i, "n" + i));
        }
        admit(notes.toArray(PortableDocument[]::new));
        sql("update document set type = 'Article' where path = '/objects/1'");
        DB.await(inspection.step());
        assertThat(DB.await(inspection.progress()).running()).isTrue();
        assertThat(DB.await(inspection.progress()).documents()).isEqualTo(Inspection.STEP);
        var restarted = new Inspection(repositories, new HibernateInspectionStore(DB.database()), clock);
        DB.await(restarted.step());
        assertThat(DB.await(restarted.progress()).running()).isFalse();
        assertThat(DB.await(restarted.progress()).documents()).isEqualTo(Inspection.STEP + 3);
        assertThat(DB.await(restarted.unverified())).isEqualTo(1);
        DB.await(restarted.step());
        assertThat(DB.await(restarted.progress()).documents()).isEqualTo(Inspection.STEP + 3);
        sql("update document set type = 'Note'");
        clock.advance(Inspection.REST);
        DB.await(restarted.step());
        DB.await(restarted.step());
        assertThat(DB.await(restarted.progress()).running()).isFalse();
        assertThat(DB.await(restarted.unverified())).isZero();
    }

    @Test
    void beginsAnewWhenTheOperatorWishes() {
        TestAccount account = account();
        admit(account.note("/objects/1", "one"));
        DB.await(inspection.step());
        sql("update document set bytes = '" + new String(new byte[] {'x'}, StandardCharsets.US_ASCII) + "'");
        DB.await(inspection.step());
        assertThat(DB.await(inspection.faults(5))).isEmpty();
        assertThat(DB.await(inspection.restart()).running()).isTrue();
        DB.await(inspection.step());
        assertThat(DB.await(inspection.unverified())).isEqualTo(1);
    }

    private TestAccount account() {
        TestAccount account = new TestAccount(seeds++);
        DB.await(repositories.open(account.did(), RepositoryKind.ACCOUNT));
        return account;
    }

    private void admit(PortableDocument... documents) {
        DB.await(repositories.admit(List.of(documents)));
    }

    private static void sql(String statement) {
        DB.await(DB.database().inTransaction(session -> Database.execute(session, statement)));
    }
}
