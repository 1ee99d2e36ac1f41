package social.godwit.instance.admin.figure;

import static social.godwit.instance.admin.figure.Figure.*;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.store.Database;
import social.godwit.store.InTurn;

/**
 * Counts the figures from the tables that hold what is counted, and keeps a number for each day. Counting again gives the same: a
 * replica may do it beside another.
 */
@ApplicationScoped
public class HibernateFigures {
    /** How many days are kept. */
    public static final int DAYS_KEPT = 800;

    /** How many days are counted at the first start. */
    static final int DAYS_BACK = 90;

    /** What happened, by day: {@code $1} is the instant from which it is counted. */
    private static final Map<Figure, String> BY_DAY = Map.of(
            ACTIVE_ACCOUNTS, """
                    select day, count(*) as value from (
                        select a.did, (n.published at time zone 'UTC')::date as day
                        from account a join note n on n.author = 'ap://' || a.did || a.actor_path
                        where n.published >= $1 and n.published < $2
                        union
                        select a.did, (i.at at time zone 'UTC')::date as day
                        from account a join interaction i on i.actor = 'ap://' || a.did || a.actor_path
                        where i.kind in ('LIKE', 'SHARE', 'REACTION') and i.at >= $1 and i.at < $2) seen
                    group by day""",
            NEW_ACCOUNTS, byDay("account", "registered_at", "true"),
            POSTS, byDay("note", "published", "local"),
            INTERACTIONS, """
                    select (i.at at time zone 'UTC')::date as day, count(*) as value
                    from account a join interaction i on i.actor = 'ap://' || a.did || a.actor_path
                    where i.kind in ('LIKE', 'SHARE', 'REACTION') and i.at >= $1 and i.at < $2 group by 1""",
            REPORTS, byDay("case_report", "at", "true"),
            CASES_RESOLVED, byDay("case_entry", "at", "type = 'resolved'"),
            DECISIONS, byDay("moderation_log", "at", "true"));

    private static final String NOW = """
            select
                (select count(*) from account where status <> 'DELETED') as "accounts",
                (select count(*) from case_file where status = 'OPEN') as "cases-open",
                (select count(*) from case_file where status = 'OPEN' and waiting_since < $1) as "cases-open-a-day",
                (select count(*) from case_file where status = 'OPEN' and waiting_since < $2) as "cases-open-a-week",
                (select count(*) from case_decision where appealed_at is not null and granted is null
                    and reversed_at is null) as "appeals-open",
                (select count(*) from delivery_entry) as "deliveries-waiting",
                (select count(*) from delivery_peer where failures > 0) as "hosts-failing",
                (select count(*) from inbox_queue) as "inbox-waiting",
                r.behind as "replicas-behind", r.lag as "replication-lag"
            from
                (select count(distinct did) as behind,
                    cast(coalesce(sum(greatest(0, newest_documents - taken_documents)
                        + greatest(0, newest_records - taken_records)), 0) as bigint) as lag
                from replica where taken_documents < newest_documents or taken_records < newest_records) r""";

    private static final String KEEP = """
            insert into figure_day (day, name, value) select * from unnest($1::date[], $2::text[], $3::bigint[])
            on conflict (day, name) do update set value = excluded.value""";

    private static final long DAY = 24 * 3600;

    private final Database database;
    private final HibernateStorage storage;
    private final InstantSource clock;

    HibernateFigures(Database database, InstantSource clock) {
        this.database = database;
        this.storage = new HibernateStorage(database);
        this.clock = clock;
    }

    private static String byDay(String table, String time, String condition) {
        return "select (" + time + " at time zone 'UTC')::date as day, count(*) as value from " + table + " where "
                + condition + " and " + time + " >= $1 and " + time + " < $2 group by 1";
    }

    /** What the tables say of each day since the one before the last that was counted, and of now; forgets old days. */
    public Uni<Void> count() {
        Instant now = clock.instant();
        LocalDate today = today();
        return storage.read().chain(sizes -> count(now, today, sizes));
    }

    private Uni<Void> count(Instant now, LocalDate today, Map<Figure, Long> sizes) {
        return database.inTransaction(session -> Database.query(session, "select max(day) as day from figure_day")
                .map(rows -> rows.getFirst().getLocalDate("day"))
                .map(last -> last == null ? today.minusDays(DAYS_BACK) : last.minusDays(1))
                .chain(from -> InTurn.each(
                        BY_DAY.entrySet(),
                        figure -> Database.query(session, figure.getValue(), start(from), now)
                                .chain(rows -> keep(
                                        session,
                                        rows.stream()
                                                .map(row -> row.getLocalDate("day"))
                                                .toList(),
                                        rows.stream()
                                                .map(row -> figure.getKey().word())
                                                .toList(),
                                        rows.stream()
                                                .map(row -> row.getLong("value"))
                                                .toList()))))
                .chain(() -> now(session, now))
                .invoke(standing -> standing.putAll(sizes))
                .chain(standing -> keep(
                        session,
                        standing.keySet().stream().map(figure -> today).toList(),
                        standing.keySet().stream().map(Figure::word).toList(),
                        List.copyOf(standing.values())))
                .chain(() -> Database.execute(
                        session, "delete from figure_day where day < $1::date", today.minusDays(DAYS_KEPT)))
                .replaceWithVoid());
    }

    private static Uni<Integer> keep(
            Mutiny.StatelessSession session, List<LocalDate> days, List<String> names, List<Long> values) {
        return days.isEmpty()
                ? Uni.createFrom().item(0)
                : Database.execute(
                        session,
                        KEEP,
                        days.toArray(LocalDate[]::new),
                        names.toArray(String[]::new),
                        values.toArray(Long[]::new));
    }

    /** How things stand this moment. */
    public Uni<Map<Figure, Long>> now() {
        return storage.read()
                .chain(sizes -> database.inTransaction(session -> now(session, clock.instant()))
                        .invoke(standing -> standing.putAll(sizes)));
    }

    private static Uni<Map<Figure, Long>> now(Mutiny.StatelessSession session, Instant now) {
        return Database.query(session, NOW, now.minusSeconds(DAY), now.minusSeconds(7 * DAY))
                .map(List::getFirst)
                .map(row -> {
                    Map<Figure, Long> standing = new EnumMap<>(Figure.class);
                    for (Figure figure : values()) {
                        if (!figure.daily() && !figure.ofStorage()) {
                            standing.put(figure, row.getLong(figure.word()));
                        }
                    }
                    return standing;
                });
    }

    /** What was kept of the days {@code from} to {@code to}, both included; a day that was not counted is not there. */
    public Uni<NavigableMap<LocalDate, Map<Figure, Long>>> days(LocalDate from, LocalDate to) {
        return database.inTransaction(session -> Database.query(
                        session, "select day, name, value from figure_day where day between $1 and $2", from, to)
                .map(rows -> {
                    NavigableMap<LocalDate, Map<Figure, Long>> days = new TreeMap<>();
                    for (Row row : rows) {
                        Figure.parse(row.getString("name"))
                                .ifPresent(figure -> days.computeIfAbsent(
                                                row.getLocalDate("day"), day -> new EnumMap<>(Figure.class))
                                        .put(figure, row.getLong("value")));
                    }
                    return days;
                }));
    }

    /** The day that it is, in UTC. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
