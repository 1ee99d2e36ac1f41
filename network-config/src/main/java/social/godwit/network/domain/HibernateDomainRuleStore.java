package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
                        session, "select * from domain_rule order by domain limit $1", RULES_MAX)
                .map(rows -> rows.stream()
                        .map(row -> new DomainRule(
                                row.getString("domain"),
                                Stance.parse(row.getString("stance")).orElseThrow(),
                                Arrays.stream(row.getArrayOfStrings("restrictions"))
                                        .flatMap(word -> Restriction.parse(word).stream())
                                        .collect(Collectors.toUnmodifiableSet()),
                                row.getString("comment"),
                                row.getString("public_comment"),
                                Database.instant(row, "created_at"),
                                Optional.ofNullable(row.getOffsetDateTime("until"))
                                        .map(OffsetDateTime::toInstant)))
                        .toList()));
    }

    @Override
    public Uni<Void> put(DomainRule rule) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into domain_rule (domain, stance, comment, created_at, restrictions, public_comment, until)"
                                + " values ($1, $2, $3, $4, $5, $6, $7)"
                                + " on conflict (domain) do update set stance = excluded.stance,"
                                + " comment = excluded.comment, created_at = excluded.created_at,"
                                + " restrictions = excluded.restrictions,"
                                + " public_comment = excluded.public_comment, until = excluded.until",
                        rule.domain(),
                        rule.stance().word(),
                        rule.comment(),
                        rule.createdAt(),
                        rule.restrictions().stream()
                                .map(Restriction::word)
                                .sorted()
                                .toArray(String[]::new),
                        rule.publicComment(),
                        rule.until().orElse(null))
                .replaceWithVoid());
    }

    @Override
    public Uni<Boolean> remove(String domain) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from domain_rule where domain = $1", domain)
                        .map(count -> count > 0));
    }
}
