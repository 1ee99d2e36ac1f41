package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import social.godwit.store.Database;

/** {@link DomainRuleStore} in the table {@code domain_rule}. */
@ApplicationScoped
class HibernateDomainRuleStore implements DomainRuleStore {
    private static final int RULES_MAX = 100_000;

    private final Database database;

    HibernateDomainRuleStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<DomainRule>> all() {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select domain, stance, comment, created_at from domain_rule order by domain limit $1",
                        RULES_MAX)
                .map(rows -> rows.stream()
                        .map(row -> new DomainRule(
                                row.getString("domain"),
                                Stance.parse(row.getString("stance")).orElseThrow(),
                                row.getString("comment"),
                                Database.instant(row, "created_at")))
                        .toList()));
    }

    @Override
    public Uni<Void> put(DomainRule rule) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into domain_rule (domain, stance, comment, created_at) values ($1, $2, $3, $4)"
                                + " on conflict (domain) do update set stance = excluded.stance,"
                                + " comment = excluded.comment, created_at = excluded.created_at",
                        rule.domain(),
                        rule.stance().word(),
                        rule.comment(),
                        rule.createdAt())
                .replaceWithVoid());
    }

    @Override
    public Uni<Boolean> remove(String domain) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from domain_rule where domain = $1", domain)
                        .map(count -> count > 0));
    }
}
