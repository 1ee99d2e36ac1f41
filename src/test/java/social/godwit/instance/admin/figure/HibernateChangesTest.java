package social.godwit.instance.admin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestDatabase;

class HibernateChangesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant THEN = Instant.parse("2026-11-26T12:00:00Z");

    @BeforeEach
    void empty() {
        DB.execute("truncate domain_rule");
    }

    @Test
    void tellsOfARuleThatIsGone() {
        sql("insert into domain_rule (domain, stance, comment, created_at) values ('b.example', 'deny', '', $1)", 0);
        sql("insert into domain_rule (domain, stance, comment, created_at) values ('c.example', 'deny', '', $1)", 0);
        List<Change> before = changes();
        assertThat(changes()).isEqualTo(before);
        DB.execute("delete from domain_rule where domain = 'b.example'");
        assertThat(changes())
                .filteredOn(change -> !before.contains(change))
                .extracting(Change::kind)
                .containsExactly("domain");
    }

    @Test
    void tellsOfARuleThatIsAgainWhatItWas() {
        sql("insert into domain_rule (domain, stance, comment, created_at) values ('b.example', 'deny', '', $1)", 0);
        List<Change> before = changes();
        sql("update domain_rule set stance = 'limit', created_at = $1", -100);
        assertThat(changes())
                .filteredOn(change -> !before.contains(change))
                .extracting(Change::kind)
                .containsExactly("domain");
    }

    private static List<Change> changes() {
        return DB.await(new HibernateChanges(DB.database()).since(THEN.plusSeconds(60)));
    }

    @Test
    void findsWhatChangedSinceOldestFirst() {
        sql("insert into domain_rule (domain, stance, comment, created_at) values ('a.example', 'deny', '', $1)", 3);
        sql("insert into domain_rule (domain, stance, comment, created_at) values ('old.example', 'deny', '', $1)", 0);
        sql(
                "insert into moderation_log (number, at, action, measure, rule, automated, entry) values (7, $1, '', '', '', false, '')",
                2);
        sql("""
                insert into case_file (subject, kind, status, open_reports, category, waiting_since, changed_at, entries)
                values ('account:x', 'ACCOUNT', 'OPEN', 1, 'OTHER', $1, $1, 1)""", 1);
        sql(
                "insert into announcement (id, texts, starts_at, ends_at, changed_by, changed_at) values ('hello', '{}', $1, $1, '', $1)",
                4);
        sql("insert into house_rule (name, value, changed_by, changed_at) values ('closing', '{}', '', $1)", 5);
        assertThat(DB.await(new HibernateChanges(DB.database()).since(THEN)))
                .extracting(change -> change.kind() + " " + change.id())
                .containsExactly(
                        "case account:x",
                        "domain 2",
                        "decision 7",
                        "domain a.example",
                        "announcement hello",
                        "announcement closing");
    }

    private static void sql(String statement, int second) {
        DB.execute(statement, THEN.plusSeconds(second));
    }
}
