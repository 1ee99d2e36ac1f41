package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** Brought domains in PostgreSQL. */
@ApplicationScoped
class HibernateDomainStore implements DomainStore {
    private static final String COLUMNS = "name, did, added_at, proven_at, missing_since, elsewhere";

    private final Database database;

    HibernateDomainStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Held> hold(DomainName name, Did did, Set<Did> shown, Instant now, Instant due) {
        return database.inTransaction(session -> Database.query(
                        session, "select did from brought_domain where name = $1 for update", name.text())
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Did.parse(row.getString("did")).orElseThrow()))
                .flatMap(holder -> {
                    if (holder.isEmpty()) {
                        return insert(session, name, did, now, due);
                    }
                    if (!holder.get().equals(did) && shown.contains(holder.get())) {
                        return Uni.createFrom().item(Held.TAKEN);
                    }
                    return Database.execute(
                                    session,
                                    "update brought_domain set did = $2, added_at = case when did = $2 then added_at else $3"
                                            + " end, elsewhere = did = $2 and elsewhere, proven_at = $3,"
                                            + " missing_since = null, due_at = $4, changed_at = $3 where name = $1",
                                    name.text(),
                                    did.toString(),
                                    now,
                                    due)
                            .replaceWith(Held.HELD);
                }));
    }

    private static Uni<Held> insert(StatelessSession session, DomainName name, Did did, Instant now, Instant due) {
        return Database.execute(
                        session,
                        "insert into brought_domain (name, did, added_at, proven_at, due_at, changed_at)"
                                + " select $1, $2, $3, $3, $4, $3"
                                + " where (select count(*) from brought_domain where did = $2) < $5"
                                + " and (select count(*) from brought_domain) < $6",
                        name.text(),
                        did.toString(),
                        now,
                        due,
                        OF_ONE_MAX,
                        OF_ALL_MAX)
                .map(inserted -> inserted == 1 ? Held.HELD : Held.FULL);
    }

    @Override
    public Uni<List<BroughtDomain>> of(Did did) {
        return domains("where did = $1 order by name", did.toString());
    }

    @Override
    public Uni<Optional<BroughtDomain>> find(DomainName name) {
        return domains("where name = $1", name.text())
                .map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<BroughtDomain>> all() {
        return domains("");
    }

    private Uni<List<BroughtDomain>> domains(String which, Object... parameters) {
        return database.inTransaction(session ->
                        Database.query(session, "select " + COLUMNS + " from brought_domain " + which, parameters))
                .map(HibernateDomainStore::domains);
    }

    @Override
    public Uni<String> stamp() {
        return database.inTransaction(session ->
                        Database.query(session, "select count(*) as n, max(changed_at) as at from brought_domain"))
                .map(rows ->
                        rows.getFirst().getLong("n") + " " + rows.getFirst().getOffsetDateTime("at"));
    }

    @Override
    public Uni<Boolean> release(DomainName name, Did did) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from brought_domain where name = $1 and did = $2",
                        name.text(),
                        did.toString()))
                .map(deleted -> deleted == 1);
    }

    @Override
    public Uni<Void> elsewhere(Did did, Set<DomainName> names, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update brought_domain set elsewhere = not elsewhere, changed_at = $3"
                                + " where did = $1 and elsewhere <> (name = any($2))",
                        did.toString(),
                        names.stream().map(DomainName::text).toArray(String[]::new),
                        now))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<BroughtDomain>> takeDue(Instant now, Instant until, int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        with due as (
                            select name from brought_domain where due_at <= $1 order by due_at limit $3
                            for update skip locked)
                        update brought_domain b set due_at = $2 from due where b.name = due.name
                        returning b.name, b.did, b.added_at, b.proven_at, b.missing_since, b.elsewhere
                        """, now, until, limit))
                .map(HibernateDomainStore::domains);
    }

    @Override
    public Uni<Void> looked(BroughtDomain after, Instant due, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update brought_domain set proven_at = $3, missing_since = $4, due_at = $5, changed_at = $6"
                                + " where name = $1 and did = $2",
                        after.name().text(),
                        after.holder().toString(),
                        after.provenAt(),
                        after.missingSince().orElse(null),
                        due,
                        now))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> sweep(Instant before) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from brought_domain where missing_since < $1 or proven_at < $2",
                        before.minus(BroughtDomain.GRACE),
                        before.minus(BroughtDomain.SILENCE_MAX)))
                .replaceWithVoid();
    }

    private static List<BroughtDomain> domains(List<Row> rows) {
        return rows.stream()
                .map(row -> new BroughtDomain(
                        new DomainName(row.getString("name")),
                        Did.parse(row.getString("did")).orElseThrow(),
                        Database.instant(row, "added_at"),
                        Database.instant(row, "proven_at"),
                        Optional.ofNullable(row.getOffsetDateTime("missing_since"))
                                .map(OffsetDateTime::toInstant),
                        row.getBoolean("elsewhere")))
                .toList();
    }
}
