package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.network.moderation.CaseRules.Appeal;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.Report.Category;
import social.godwit.store.Database;

/** {@link CaseStore} in PostgreSQL. The row of the case is locked while something is done in it. */
@ApplicationScoped
class HibernateCaseStore implements CaseStore {
    private static final int HOLDING_MAX = 100_000;
    private static final int TARGET_MAX = 1_000;
    private static final int ABOUT_MAX = 100;
    private static final int BULK_MAX = 10_000;
    private static final int APPEALED_MAX = 2 * ABOUT_MAX;

    private final Database database;

    HibernateCaseStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Filing> file(Report report) {
        // The case is locked first, so that the same report coming twice at once is seen to be the same.
        return database.inTransaction(session -> locked(session, report.subject(), report.at())
                .chain(() -> known(session, report))
                .chain(known -> known ? Uni.createFrom().item(Filing.KNOWN) : fresh(session, report))
                .call(() -> discarded(session, report.subject())));
    }

    private static Uni<Filing> fresh(Mutiny.StatelessSession session, Report report) {
        return crowded(session, report)
                .chain(crowded -> crowded
                        ? Uni.createFrom().item(Filing.TOO_MANY)
                        : turn(
                                        session,
                                        report.subject(),
                                        Optional.empty(),
                                        report.reporter(),
                                        report.at(),
                                        now -> CaseRules.report(now, report))
                                .chain(turn -> turn instanceof Turn.Done
                                        ? remember(session, report)
                                        : Uni.createFrom().item(Filing.TOO_MANY)));
    }

    private static Uni<Boolean> known(Mutiny.StatelessSession session, Report report) {
        return Database.query(
                        session,
                        "select 1 from case_report where id = $1"
                                + " union all select 1 from case_report where subject = $2 and fingerprint = $3 and open",
                        report.id(),
                        report.subject().toString(),
                        report.fingerprint().bytes())
                .map(rows -> !rows.isEmpty());
    }

    private static Uni<Boolean> crowded(Mutiny.StatelessSession session, Report report) {
        return Database.query(
                        session,
                        "select count(*) as sent from case_report where source = $1 and at > $2",
                        report.source(),
                        report.at().minus(Duration.ofHours(1)))
                .map(rows -> rows.getFirst().getLong("sent") >= REPORTS_PER_HOUR);
    }

    private static Uni<Filing> remember(Mutiny.StatelessSession session, Report report) {
        return Database.execute(
                        session,
                        "insert into case_report (id, subject, source, fingerprint, open, at)"
                                + " values ($1, $2, $3, $4, true, $5)",
                        report.id(),
                        report.subject().toString(),
                        report.source(),
                        report.fingerprint().bytes(),
                        report.at())
                .replaceWith(Filing.FILED);
    }

    @Override
    public Uni<Turn> turn(
            Subject subject, Optional<String> decision, String by, Instant at, Function<Situation, Turn> rule) {
        return database.inTransaction(session -> turn(session, subject, decision, by, at, rule));
    }

    private static Uni<Turn> turn(
            Mutiny.StatelessSession session,
            Subject subject,
            Optional<String> decision,
            String by,
            Instant at,
            Function<Situation, Turn> rule) {
        return locked(session, subject, at)
                .chain(file -> named(session, subject, decision, file))
                .map(rule)
                .call(turn -> turn instanceof Turn.Done done
                        ? write(session, done, by, at)
                        : Uni.createFrom().voidItem())
                .call(turn -> discarded(session, subject));
    }

    /** A case that a refused turn would have opened does not stay. */
    private static Uni<Integer> discarded(Mutiny.StatelessSession session, Subject subject) {
        return Database.execute(
                session, "delete from case_file where subject = $1 and entries = 0", subject.toString());
    }

    private static Uni<CaseFile> locked(Mutiny.StatelessSession session, Subject subject, Instant now) {
        return opened(session, List.of(subject), now)
                .chain(() -> Database.query(
                        session, "select * from case_file where subject = $1 for update", subject.toString()))
                .map(rows -> file(rows.getFirst()));
    }

    /** Where there is no case yet, there is an empty one. */
    private static Uni<Integer> opened(Mutiny.StatelessSession session, Collection<Subject> subjects, Instant now) {
        List<CaseFile> fresh =
                subjects.stream().map(subject -> CaseFile.fresh(subject, now)).toList();
        Function<Function<CaseFile, String>, String[]> column =
                value -> fresh.stream().map(value).toArray(String[]::new);
        return Database.execute(
                session,
                """
                insert into case_file (subject, kind, status, category, open_reports, waiting_since, changed_at, entries)
                select subject, kind, status, category, 0, $5, $5, 0
                from unnest($1::text[], $2::text[], $3::text[], $4::text[]) s (subject, kind, status, category)
                order by subject
                on conflict (subject) do nothing""",
                column.apply(file -> file.subject().toString()),
                column.apply(file -> file.subject().kind().word()),
                column.apply(file -> file.status().name()),
                column.apply(file -> file.category().word()),
                now);
    }

    private static Uni<Situation> named(
            Mutiny.StatelessSession session, Subject subject, Optional<String> decision, CaseFile file) {
        if (decision.isEmpty()) {
            return Uni.createFrom().item(new Situation(file, Optional.empty(), Optional.empty()));
        }
        return Database.query(
                        session,
                        "select body, appealed_at, granted from case_decision where id = $1 and subject = $2",
                        decision.get(),
                        subject.toString())
                .map(rows -> rows.isEmpty()
                        ? new Situation(file, Optional.empty(), Optional.empty())
                        : new Situation(file, Optional.of(decision(rows.getFirst())), appeal(rows.getFirst())));
    }

    private static Uni<Void> write(Mutiny.StatelessSession session, Turn.Done done, String by, Instant at) {
        CaseFile file = done.file();
        Uni<?> written = Database.execute(
                session,
                "update case_file set status = $2, open_reports = $3, category = $4, waiting_since = $5, changed_at = $6,"
                        + " assignee = $7, claimed_by = $8, claimed_until = $9, entries = $10 where subject = $1",
                file.subject().toString(),
                file.status().name(),
                file.openReports(),
                file.category().word(),
                file.waitingSince(),
                file.changedAt(),
                file.assignee().orElse(null),
                file.claim().map(CaseFile.Claim::by).orElse(null),
                file.claim().map(CaseFile.Claim::until).orElse(null),
                file.entries());
        int number = file.entries() - done.events().size();
        for (Event event : done.events()) {
            int next = ++number;
            written = written.chain(() -> entry(session, file.subject(), next, by, at, event));
        }
        if (done.decision().isPresent()) {
            Decision decision = done.decision().get();
            written = written.chain(() -> write(session, decision));
        }
        return written.replaceWithVoid();
    }

    private static Uni<Void> entry(
            Mutiny.StatelessSession session, Subject subject, int number, String by, Instant at, Event event) {
        Uni<Integer> inserted = Database.execute(
                session,
                "insert into case_entry (subject, number, at, by, type, details) values ($1, $2, $3, $4, $5, $6)",
                subject.toString(),
                number,
                at,
                by,
                event.type(),
                event.details().toString());
        return switch (event) {
            case Event.Resolved() ->
                inserted.chain(() -> Database.execute(
                                session,
                                "update case_report set open = false where subject = $1 and open",
                                subject.toString()))
                        .replaceWithVoid();
            case Event.Appealed(Decision decision, String text) ->
                inserted.chain(() -> Database.execute(
                                session, "update case_decision set appealed_at = $2 where id = $1", decision.id(), at))
                        .replaceWithVoid();
            case Event.AppealAnswered(Decision decision, boolean granted, String text) ->
                inserted.chain(() -> Database.execute(
                                session, "update case_decision set granted = $2 where id = $1", decision.id(), granted))
                        .replaceWithVoid();
            default -> inserted.replaceWithVoid();
        };
    }

    private static Uni<Integer> write(Mutiny.StatelessSession session, Decision decision) {
        return Database.execute(
                session,
                "insert into case_decision (id, subject, target, measure, at, until, bulk, reversed_at, body)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                        + " on conflict (id) do update set reversed_at = excluded.reversed_at, body = excluded.body",
                decision.id(),
                decision.subject().toString(),
                decision.target().toString(),
                decision.measure().word(),
                decision.at(),
                decision.until().orElse(null),
                decision.bulk().orElse(null),
                decision.reversed().map(Decision.Reversal::at).orElse(null),
                DecisionForm.write(decision).toString());
    }

    @Override
    public Uni<Void> reserve(Collection<Subject> subjects, Instant now) {
        String[] names = subjects.stream().map(Subject::toString).toArray(String[]::new);
        return database.inTransaction(session -> opened(session, subjects, now)
                .chain(() -> Database.query(
                        session,
                        "select subject from case_file where subject = any ($1::text[]) order by subject for update",
                        (Object) names))
                .replaceWithVoid());
    }

    @Override
    public Uni<Optional<CaseFile>> find(Subject subject) {
        return query("select * from case_file where subject = $1", subject.toString())
                .map(rows -> rows.stream().findFirst().map(HibernateCaseStore::file));
    }

    @Override
    public Uni<List<CaseFile>> queue(Queue queue, Optional<Place> after, int limit) {
        return queue(queue, after, ">", "", limit);
    }

    @Override
    public Uni<List<CaseFile>> newest(Queue queue, Optional<Place> before, int limit) {
        return queue(queue, before, "<", " desc", limit);
    }

    /** Only the conditions that were asked for are in the statement, so that the queue's index serves it. */
    private Uni<List<CaseFile>> queue(Queue queue, Optional<Place> from, String side, String direction, int limit) {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select * from case_file where true");
        queue.status().ifPresent(status -> and(sql, values, "status = ", status.name()));
        queue.category().ifPresent(category -> and(sql, values, "category = ", category.word()));
        queue.assignee().ifPresent(assignee -> and(sql, values, "assignee = ", assignee));
        queue.kind().ifPresent(kind -> and(sql, values, "kind = ", kind.word()));
        queue.text().ifPresent(text -> {
            values.add(text);
            sql.append(" and position($").append(values.size()).append(" in subject) > 0");
        });
        queue.before().ifPresent(before -> {
            values.add(before);
            sql.append(" and waiting_since < $").append(values.size());
        });
        queue.reporter().ifPresent(reporter -> {
            and(sql, values, "subject in (select subject from case_report where source = ", reporter.source());
            sql.append(')');
            and(
                    sql,
                    values,
                    "exists (select 1 from case_entry e where e.subject = case_file.subject and e.type = 'reported' and e.by = ",
                    reporter.id());
            sql.append(')');
        });
        from.ifPresent(place -> {
            values.add(place.waitingSince());
            values.add(place.subject().toString());
            sql.append(" and (waiting_since, subject) ")
                    .append(side)
                    .append(" ($")
                    .append(values.size() - 1);
            sql.append(", $").append(values.size()).append(')');
        });
        values.add(limit);
        sql.append(" order by waiting_since")
                .append(direction)
                .append(", subject")
                .append(direction);
        sql.append(" limit $").append(values.size());
        return query(sql.toString(), values.toArray())
                .map(rows -> rows.stream().map(HibernateCaseStore::file).toList());
    }

    private static void and(StringBuilder sql, List<Object> values, String condition, String value) {
        values.add(value);
        sql.append(" and ").append(condition).append('$').append(values.size());
    }

    @Override
    public Uni<List<Entry>> timeline(Subject subject, int after, int limit) {
        return query(
                        "select * from case_entry where subject = $1 and number > $2 order by number limit $3",
                        subject.toString(),
                        after,
                        limit)
                .map(rows -> rows.stream().map(HibernateCaseStore::entry).toList());
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getInteger("number"),
                Database.instant(row, "at"),
                row.getString("by"),
                row.getString("type"),
                StoredJson.read(row.getString("details")));
    }

    @Override
    public Uni<List<Brought>> brought(String filter, int limit) {
        // The second condition is that of the index.
        return query(
                        "select * from case_entry where by = $1 and by like 'filter:%' order by at desc limit $2",
                        filter, limit)
                .map(rows -> rows.stream()
                        .map(row -> new Brought(
                                Subject.parse(row.getString("subject")).orElseThrow(), entry(row)))
                        .toList());
    }

    @Override
    public Uni<Optional<Decision>> decision(String id) {
        return query("select body from case_decision where id = $1", id)
                .map(rows -> rows.stream().findFirst().map(HibernateCaseStore::decision));
    }

    @Override
    public Uni<List<Decision>> bulk(String bulk) {
        return query("select body from case_decision where bulk = $1 order by id limit $2", bulk, BULK_MAX)
                .map(rows -> rows.stream().map(HibernateCaseStore::decision).toList());
    }

    @Override
    public Uni<List<Decision>> holding(Instant now) {
        return query(
                        "select body from case_decision where reversed_at is null and (until is null or until > $1)"
                                + " order by at, id limit $2",
                        now,
                        HOLDING_MAX)
                .map(rows -> rows.stream().map(HibernateCaseStore::decision).toList());
    }

    @Override
    public Uni<List<Decision>> on(Subject target, Instant now) {
        return query(
                        "select body from case_decision where target = $1 and reversed_at is null"
                                + " and (until is null or until > $2) order by at, id limit $3",
                        target.toString(),
                        now,
                        TARGET_MAX)
                .map(rows -> rows.stream().map(HibernateCaseStore::decision).toList());
    }

    @Override
    public Uni<List<Decision>> about(Subject subject) {
        return query(
                        "select body from case_decision where subject = $1 order by at desc, id desc limit $2",
                        subject.toString(),
                        ABOUT_MAX)
                .map(rows -> rows.stream().map(HibernateCaseStore::decision).toList());
    }

    /** What was said stands in the timeline; a case has few appeals. */
    @Override
    public Uni<List<Appealed>> appeals(int limit) {
        return query("""
                        select d.body, d.appealed_at, coalesce(e.details, '{}') as details from case_decision d
                        left join case_entry e on e.subject = d.subject and e.type = 'appealed'
                            and position(d.id in e.details) > 0
                        where d.appealed_at is not null and d.granted is null and d.reversed_at is null
                        order by d.appealed_at, d.id limit $1
                        """, limit)
                .map(rows -> rows.stream()
                        .map(row -> new Appealed(
                                decision(row),
                                Database.instant(row, "appealed_at"),
                                StoredJson.read(row.getString("details"))
                                        .string("text")
                                        .orElse("")))
                        .toList());
    }

    @Override
    public Uni<List<Entry>> appealed(Subject subject) {
        return query(
                        "select * from case_entry where subject = $1 and type in ('appealed', 'appeal-answered')"
                                + " order by number limit $2",
                        subject.toString(),
                        APPEALED_MAX)
                .map(rows -> rows.stream().map(HibernateCaseStore::entry).toList());
    }

    @Override
    public Uni<Map<Category, Long>> waiting() {
        return query("select category, count(*) as cases from case_file where status = 'OPEN' group by category")
                .map(rows -> rows.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                row -> Category.parse(row.getString("category")).orElseThrow(),
                                row -> row.getLong("cases"))));
    }

    @Override
    public Uni<Integer> forget(Instant before) {
        return database.inTransaction(session -> Database.execute(
                        session, "delete from case_report where at < $1", before)
                .chain(() -> Database.query(session, """
                        delete from case_file f where status = 'RESOLVED' and changed_at < $1
                            and not exists (select 1 from case_decision d where d.subject = f.subject)
                        returning subject
                        """, before))
                .chain(rows -> Database.execute(
                                session, "delete from case_entry where subject = any ($1::text[])", (Object)
                                        rows.stream()
                                                .map(row -> row.getString("subject"))
                                                .toArray(String[]::new))
                        .replaceWith(rows.size())));
    }

    private Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }

    private static CaseFile file(Row row) {
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

    private static Optional<Appeal> appeal(Row row) {
        return Optional.ofNullable(row.getOffsetDateTime("appealed_at"))
                .map(OffsetDateTime::toInstant)
                .map(at -> new Appeal(at, Optional.ofNullable(row.getBoolean("granted"))));
    }

    private static Decision decision(Row row) {
        return DecisionForm.read(StoredJson.read(row.getString("body")));
    }
}
