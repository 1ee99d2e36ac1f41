package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Database;

/** {@link PlanStore} in PostgreSQL. */
@ApplicationScoped
class HibernatePlanStore implements PlanStore {
    private final Database database;

    HibernatePlanStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Boolean> keep(Plan plan) {
        JsonObject body = JsonObject.builder()
                .put(
                        "decisions",
                        plan.decisions().stream().map(DecisionForm::write).toList())
                .build();
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from case_plan where at <= $1",
                        plan.at().minus(LASTS))
                .chain(() -> Database.execute(
                        session,
                        "insert into case_plan (id, by, at, body) select $1::text, $2::text, $3::timestamptz, $4::text"
                                + " where (select count(*) from case_plan) < $5",
                        plan.id(),
                        plan.by(),
                        plan.at(),
                        body.toString(),
                        PLANS_MAX))
                .map(count -> count > 0));
    }

    @Override
    public Uni<List<Plan>> waiting(Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from case_plan where at > $1 order by at, id limit $2",
                        now.minus(LASTS),
                        PLANS_MAX))
                .map(rows -> rows.stream().map(HibernatePlanStore::plan).toList());
    }

    @Override
    public Uni<Optional<Plan>> take(String id, Instant now) {
        return database.inTransaction(session -> Database.query(
                        session, "delete from case_plan where id = $1 and at > $2 returning *", id, now.minus(LASTS)))
                .map(rows -> rows.stream().findFirst().map(HibernatePlanStore::plan));
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getString("id"),
                row.getString("by"),
                Database.instant(row, "at"),
                StoredJson.read(row.getString("body")).list("decisions").stream()
                        .map(item -> DecisionForm.read((JsonObject) item))
                        .toList());
    }
}
