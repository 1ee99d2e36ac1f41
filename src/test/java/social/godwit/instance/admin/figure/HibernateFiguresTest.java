package social.godwit.instance.admin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What is counted of each day")
class HibernateFiguresTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final String ALICE = "did:key:alice";
    private static final String BOB = "did:key:bob";

    private Instant now = NOON;
    private final HibernateFigures figures = new HibernateFigures(DB.database(), new InstantSource() {
        @Override
        public Instant instant() {
            return now;
        }
    });

    @BeforeEach
    void empty() {
        DB.execute(
                "truncate figure_day, account, note, interaction, case_file, case_report, case_entry, case_decision, moderation_log");
    }

    @Test
    @DisplayName("is what happened between two midnights in UTC")
    void countsByDay() {
        account(ALICE, "2026-11-25T23:59:59Z");
        account(BOB, "2026-11-26T00:00:00Z");
        count();
        assertThat(on(TODAY.minusDays(1))).containsEntry(Figure.NEW_ACCOUNTS, 1L);
        assertThat(on(TODAY)).containsEntry(Figure.NEW_ACCOUNTS, 1L).containsEntry(Figure.ACCOUNTS, 2L);
    }

    @Test
    @DisplayName("counts an account as active once a day, whatever it did, and strangers never")
    void countsActiveAccounts() {
        account(ALICE, "2026-11-01T00:00:00Z");
        account(BOB, "2026-11-01T00:00:00Z");
        note("n1", ALICE, true, "2026-11-26T01:00:00Z");
        note("n2", ALICE, true, "2026-11-26T02:00:00Z");
        like("n9", ALICE, "2026-11-26T03:00:00Z");
        like("n9", BOB, "2026-11-25T03:00:00Z");
        note("n3", "did:key:stranger", false, "2026-11-26T01:00:00Z");
        like("n9", "did:key:stranger", "2026-11-26T03:00:00Z");
        count();
        assertThat(on(TODAY))
                .containsEntry(Figure.ACTIVE_ACCOUNTS, 1L)
                .containsEntry(Figure.POSTS, 2L)
                .containsEntry(Figure.INTERACTIONS, 1L);
        assertThat(on(TODAY.minusDays(1))).containsEntry(Figure.ACTIVE_ACCOUNTS, 1L);
    }

    @Test
    @DisplayName("has sizes where the database tells them, and of media alone where it does not know the question")
    void sizes() {
        HibernateStorage storage = new HibernateStorage(DB.database());
        assertThat(DB.await(storage.read()))
                .containsOnlyKeys(
                        Figure.STORAGE_DOCUMENTS, Figure.STORAGE_MEDIA, Figure.STORAGE_RECEIVED, Figure.STORAGE_OTHER);
        DB.execute("insert into blob (hash, type, size, stored_at) values ('a', 'image/png', 7, now())");
        assertThat(DB.await(storage.read("select no_such_function('document') as whole")))
                .containsExactly(Map.entry(Figure.STORAGE_MEDIA, 7L));
        DB.execute("delete from blob");
        assertThat(DB.await(figures.now())).containsKey(Figure.STORAGE_MEDIA);
    }

    @Test
    @DisplayName("is the same when it is counted again")
    void countingAgainIsTheSame() {
        account(ALICE, "2026-11-26T00:00:00Z");
        count();
        Map<Figure, Long> once = new EnumMap<>(on(TODAY));
        // Counting takes room itself.
        once.remove(Figure.STORAGE_OTHER);
        count();
        assertThat(on(TODAY)).containsAllEntriesOf(once);
    }

    @Test
    @DisplayName("is still right on the day after, when yesterday went on after the last count")
    void countsYesterdayAgain() {
        account(ALICE, "2026-11-26T00:00:00Z");
        count();
        account(BOB, "2026-11-26T23:00:00Z");
        now = NOON.plusSeconds(24 * 3600);
        count();
        assertThat(on(TODAY)).containsEntry(Figure.NEW_ACCOUNTS, 2L);
    }

    @Test
    @DisplayName("goes three months back at the first start, and is forgotten after 800 days")
    void isBounded() {
        account(ALICE, "2026-09-01T12:00:00Z");
        account(BOB, "2026-01-01T12:00:00Z");
        count();
        assertThat(on(LocalDate.parse("2026-09-01"))).containsEntry(Figure.NEW_ACCOUNTS, 1L);
        assertThat(on(LocalDate.parse("2026-01-01"))).isEmpty();
        DB.execute("insert into figure_day values ('2024-01-01', 'posts', 1)");
        count();
        assertThat(on(LocalDate.parse("2024-01-01"))).isEmpty();
    }

    @Test
    @DisplayName("says how old open cases are")
    void agesOfCases() {
        caseFile("a", "OPEN", "2026-11-26T11:00:00Z");
        caseFile("b", "OPEN", "2026-11-25T11:00:00Z");
        caseFile("c", "OPEN", "2026-11-01T11:00:00Z");
        caseFile("d", "RESOLVED", "2026-11-01T11:00:00Z");
        assertThat(DB.await(figures.now()))
                .containsEntry(Figure.CASES_OPEN, 3L)
                .containsEntry(Figure.CASES_OPEN_A_DAY, 2L)
                .containsEntry(Figure.CASES_OPEN_A_WEEK, 1L)
                .hasEntrySatisfying(
                        Figure.STORAGE_DOCUMENTS, bytes -> assertThat(bytes).isPositive());
    }

    @Test
    @DisplayName("counts appeals that wait for an answer, and none against what was taken back")
    void openAppeals() {
        DB.execute(
                "insert into case_decision (id, subject, target, measure, at, appealed_at, granted, reversed_at, body) values"
                        + " ('waits', 'a', 'a', 'limit', now(), now(), null, null, '{}'),"
                        + " ('answered', 'a', 'a', 'limit', now(), now(), false, null, '{}'),"
                        + " ('taken-back', 'a', 'a', 'limit', now(), now(), null, now(), '{}')");
        assertThat(DB.await(figures.now())).containsEntry(Figure.APPEALS_OPEN, 1L);
    }

    private void count() {
        DB.await(figures.count());
    }

    private Map<Figure, Long> on(LocalDate day) {
        return DB.await(figures.days(day, day)).getOrDefault(day, Map.of());
    }

    private static void account(String did, String registered) {
        DB.execute("""
                insert into account (did, origin, username, actor_path, inbox_path, outbox_path, display_name, locked, gateways,
                    status, key_multibase, key_pem, sealed_key, registered_at)
                values ($1, 'https://here.example', $1, '/actor', '/inbox', '/outbox', '', false, 'https://here.example', 'ACTIVE', '', '',
                    '', $2)""", did, Instant.parse(registered));
    }

    private static void note(String id, String author, boolean local, String published) {
        DB.execute("""
                insert into note (id, author, type, visibility, listed, local, published, audience, version_time)
                values ($1, 'ap://' || $2::text || '/actor', 'Note', 'PUBLIC', true, $3, $4, '{}', $4)""", id, author, local, Instant.parse(published));
    }

    private static void like(String object, String actor, String at) {
        DB.execute(
                "insert into interaction (object, kind, actor, activity, at) values ($1, 'LIKE', 'ap://' || $2::text || '/actor', '', $3)",
                object,
                actor,
                Instant.parse(at));
    }

    private static void caseFile(String subject, String status, String waiting) {
        DB.execute("""
                insert into case_file (subject, kind, status, open_reports, category, waiting_since, changed_at, entries)
                values ($1, 'ACCOUNT', $2, 1, 'OTHER', $3, $3, 1)""", subject, status, Instant.parse(waiting));
    }
}
