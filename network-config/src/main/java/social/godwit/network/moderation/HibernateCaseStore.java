package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        return database.inTransaction(session -> HibernateReports.file(session, report));
    }

    @Override
    public Uni<Turn> turn(
            Subject subject, Optional<String> decision, String by, Instant at, Function<Situation, Turn> rule) {
        return database.inTransaction(session -> HibernateCaseTurn.take(session, subject, decision, by, at, rule));
    }

    @Override
    public Uni<Void> reserve(Collection<Subject> subjects, Instant now) {
        return database.inTransaction(session -> HibernateCaseTurn.reserved(session, subjects, now));
    }

    @Override
    public Uni<Optional<CaseFile>> find(Subject subject) {
        return query("select * from case_file where subject = $1", subject.toString())
                .map(rows -> rows.stream().findFirst().map(HibernateCaseRows::file));
    }

    @Override
    public Uni<List<CaseFile>> queue(Queue queue, Optional<Place> after, int limit) {
        return database.inTransaction(session -> HibernateCaseQueue.read(session, queue, after, false, limit));
    }

    @Override
    public Uni<List<CaseFile>> newest(Queue queue, Optional<Place> before, int limit) {
        return database.inTransaction(session -> HibernateCaseQueue.read(session, queue, before, true, limit));
    }

    @Override
    public Uni<List<Entry>> timeline(Subject subject, int after, int limit) {
        return entries(
                "select * from case_entry where subject = $1 and number > $2 order by number limit $3",
                subject.toString(),
                after,
                limit);
    }

    @Override
    public Uni<List<Brought>> brought(String filter, int limit) {
        // The second condition is that of the index.
        return query(
                        "select * from case_entry where by = $1 and by like 'filter:%' order by at desc limit $2",
                        filter, limit)
                .map(rows -> rows.stream()
                        .map(row -> new Brought(
                                Subject.parse(row.getString("subject")).orElseThrow(), HibernateCaseRows.entry(row)))
                        .toList());
    }

    @Override
    public Uni<Optional<Decision>> decision(String id) {
        return query("select body from case_decision where id = $1", id)
                .map(rows -> rows.stream().findFirst().map(HibernateCaseRows::decision));
    }

    @Override
    public Uni<List<Decision>> bulk(String bulk) {
        return decisions("select body from case_decision where bulk = $1 order by id limit $2", bulk, BULK_MAX);
    }

    @Override
    public Uni<List<Decision>> holding(Instant now) {
        return decisions(
                "select body from case_decision where reversed_at is null and (until is null or until > $1)"
                        + " order by at, id limit $2",
                now,
                HOLDING_MAX);
    }

    @Override
    public Uni<List<Decision>> on(Subject target, Instant now) {
        return decisions(
                "select body from case_decision where target = $1 and reversed_at is null"
                        + " and (until is null or until > $2) order by at, id limit $3",
                target.toString(),
                now,
                TARGET_MAX);
    }

    @Override
    public Uni<List<Decision>> about(Subject subject) {
        return decisions(
                "select body from case_decision where subject = $1 order by at desc, id desc limit $2",
                subject.toString(),
                ABOUT_MAX);
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
                                HibernateCaseRows.decision(row),
                                Database.instant(row, "appealed_at"),
                                StoredJson.read(row.getString("details"))
                                        .string("text")
                                        .orElse("")))
                        .toList());
    }

    @Override
    public Uni<List<Entry>> appealed(Subject subject) {
        return entries(
                "select * from case_entry where subject = $1 and type in ('appealed', 'appeal-answered')"
                        + " order by number limit $2",
                subject.toString(),
                APPEALED_MAX);
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

    private Uni<List<Decision>> decisions(String sql, Object... parameters) {
        return query(sql, parameters)
                .map(rows -> rows.stream().map(HibernateCaseRows::decision).toList());
    }

    private Uni<List<Entry>> entries(String sql, Object... parameters) {
        return query(sql, parameters)
                .map(rows -> rows.stream().map(HibernateCaseRows::entry).toList());
    }

    private Uni<List<Row>> query(String sql, Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }
}
