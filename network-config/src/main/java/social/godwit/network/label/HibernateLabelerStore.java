package social.godwit.network.label;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.network.label.Labeler.Trust;
import social.godwit.network.moderation.Subject;
import social.godwit.store.Database;

/** {@link LabelerStore} in the tables {@code labeler} and {@code taken_label}. */
@ApplicationScoped
class HibernateLabelerStore implements LabelerStore {
    private final Database database;

    HibernateLabelerStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Labeler>> all() {
        return labelers("select * from labeler order by did limit $1", Labeler.LABELERS_MAX);
    }

    @Override
    public Uni<List<Labeler>> due(Instant now, int limit) {
        return labelers("select * from labeler where due <= $1 order by due limit $2", now, limit);
    }

    private Uni<List<Labeler>> labelers(String sql, Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters))
                .map(rows -> rows.stream().map(HibernateLabelerStore::labeler).toList());
    }

    @Override
    public Uni<Boolean> put(Labeler one) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) as others from labeler where did <> $1",
                        one.did().toString())
                .chain(rows -> rows.getFirst().getLong("others") >= Labeler.LABELERS_MAX
                        ? Uni.createFrom().item(false)
                        : Database.execute(
                                        session,
                                        "insert into labeler (did, origin, trust, position, due, failures, fault)"
                                                + " values ($1, $2, $3, $4, $5, $6, $7) on conflict (did) do update set"
                                                + " origin = excluded.origin, trust = excluded.trust,"
                                                + " position = excluded.position, due = excluded.due,"
                                                + " failures = excluded.failures, fault = excluded.fault",
                                        one.did().toString(),
                                        one.origin().toString(),
                                        one.trust().word(),
                                        one.position(),
                                        one.due(),
                                        one.failures(),
                                        one.fault())
                                .replaceWith(true)));
    }

    @Override
    public Uni<Boolean> remove(Did labeler) {
        return database.inTransaction(session -> Database.execute(
                        session, "delete from taken_label where labeler = $1", labeler.toString())
                .chain(() -> Database.execute(session, "delete from labeler where did = $1", labeler.toString()))
                .map(count -> count > 0));
    }

    @Override
    public Uni<Map<String, String>> taken(Did labeler, Collection<String> labels) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select label, decision from taken_label where labeler = $1 and label = any ($2::text[])",
                        labeler.toString(),
                        labels.toArray(String[]::new)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getString("label"), row -> row.getString("decision"))));
    }

    @Override
    public Uni<Long> count(Did labeler) {
        return database.inTransaction(session -> Database.query(
                        session, "select count(*) as taken from taken_label where labeler = $1", labeler.toString()))
                .map(rows -> rows.getFirst().getLong("taken"));
    }

    @Override
    public Uni<Void> take(SignedLabel label, Subject target, String decision) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into taken_label (labeler, label, decision, target, name, until)"
                                + " values ($1, $2, $3, $4, $5, $6) on conflict (labeler, label) do update"
                                + " set target = excluded.target, name = excluded.name, until = excluded.until",
                        label.labeler().toString(),
                        label.id(),
                        decision,
                        target.toString(),
                        label.label(),
                        label.until().orElse(null)))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Said>> said(Collection<Did> labelers, Collection<Subject> targets, Instant now) {
        return labelers.isEmpty() || targets.isEmpty()
                ? Uni.createFrom().item(List.of())
                : database.inTransaction(session -> Database.query(
                                session,
                                "select labeler, target, name from taken_label where target = any ($1::text[])"
                                        + " and labeler = any ($2::text[]) and (until is null or until > $3)"
                                        + " order by target, labeler, name limit $4",
                                targets.stream().map(Subject::toString).toArray(String[]::new),
                                labelers.stream().map(Did::toString).toArray(String[]::new),
                                now,
                                SAID_MAX))
                        .map(rows -> rows.stream()
                                .map(row -> new Said(
                                        Did.parse(row.getString("labeler")).orElseThrow(),
                                        Subject.parse(row.getString("target")).orElseThrow(),
                                        row.getString("name")))
                                .toList());
    }

    @Override
    public Uni<Void> drop(Did labeler, String label) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from taken_label where labeler = $1 and label = $2",
                        labeler.toString(),
                        label))
                .replaceWithVoid();
    }

    private static Labeler labeler(Row row) {
        return new Labeler(
                Did.parse(row.getString("did")).orElseThrow(),
                Origin.parse(row.getString("origin")).orElseThrow(),
                Trust.parse(row.getString("trust")).orElseThrow(),
                row.getLong("position"),
                Database.instant(row, "due"),
                row.getInteger("failures"),
                row.getString("fault"));
    }
}
