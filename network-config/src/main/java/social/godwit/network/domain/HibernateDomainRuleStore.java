package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
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
        return database.inTransaction(session -> session.createNativeQuery(
                                "select domain, stance, comment, created_at from domain_rule order by domain", Tuple.class)
                        .setMaxResults(RULES_MAX)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new DomainRule(
                                row.get(0, String.class),
                                Stance.parse(row.get(1, String.class)).orElseThrow(),
                                row.get(2, String.class),
                                row.get(3, Instant.class)))
                        .toList());
    }

    @Override
    public Uni<Void> put(DomainRule rule) {
        return database.inTransaction(session -> session.createNativeQuery(
                                "insert into domain_rule (domain, stance, comment, created_at)"
                                        + " values (:domain, :stance, :comment, :createdAt)"
                                        + " on conflict (domain) do update set stance = excluded.stance,"
                                        + " comment = excluded.comment, created_at = excluded.created_at")
                        .setParameter("domain", rule.domain())
                        .setParameter("stance", rule.stance().word())
                        .setParameter("comment", rule.comment())
                        .setParameter("createdAt", rule.createdAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> remove(String domain) {
        return database.inTransaction(session -> session.createNativeQuery(
                                "delete from domain_rule where domain = :domain")
                        .setParameter("domain", domain)
                        .executeUpdate())
                .map(count -> count > 0);
    }
}
