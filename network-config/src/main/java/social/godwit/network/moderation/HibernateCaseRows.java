package social.godwit.network.moderation;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Optional;
import social.godwit.network.moderation.CaseRules.Appeal;
import social.godwit.network.moderation.CaseStore.Entry;
import social.godwit.network.moderation.Report.Category;
import social.godwit.store.Database;

/** Rows of the tables of cases and what they mean. */
final class HibernateCaseRows {
    private HibernateCaseRows() {}

    /** A whole row of {@code case_file}. */
    static CaseFile file(Row row) {
        return new CaseFile(
                Subject.parse(row.getString("subject")).orElseThrow(),
                CaseFile.Status.valueOf(row.getString("status")),
                row.getInteger("open_reports"),
                Category.parse(row.getString("category")).orElseThrow(),
                Database.instant(row, "waiting_since"),
                Database.instant(row, "changed_at"),
                Optional.ofNullable(row.getString("assignee")),
                Optional.ofNullable(row.getString("claimed_by"))
                        .map(by -> new CaseFile.Claim(by, Database.instant(row, "claimed_until"))),
                row.getInteger("entries"));
    }

    /** A whole row of {@code case_entry}, but for whose case it is in. */
    static Entry entry(Row row) {
        return new Entry(
                row.getInteger("number"),
                Database.instant(row, "at"),
                row.getString("by"),
                row.getString("type"),
                StoredJson.read(row.getString("details")));
    }

    /** The {@code body} of a row of {@code case_decision}. */
    static Decision decision(Row row) {
        return DecisionForm.read(StoredJson.read(row.getString("body")));
    }

    /** Whether a row of {@code case_decision} was appealed against, and what came of it. */
    static Optional<Appeal> appeal(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("appealed_at"))
                .map(OffsetDateTime::toInstant)
                .map(at -> new Appeal(at, Optional.ofNullable(row.getBoolean("granted"))));
    }
}
