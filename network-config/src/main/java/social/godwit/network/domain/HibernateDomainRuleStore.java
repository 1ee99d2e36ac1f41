package social.godwit.network.domain;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
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
    public Uni<Void> bring(String id, List<DomainRule> list, Instant at) {
        return database.inTransaction(session -> Database.execute(
                        session, "delete from domain_list where at < $1", at.minus(TAKEN_BACK_WITHIN))
                .chain(() -> Database.execute(
                        session,
                        "insert into domain_list (id, domain, at, stance, restrictions, comment, public_comment,"
                                + " created_at, until)"
                                + " select $1, l.domain, $2, r.stance, r.restrictions, r.comment, r.public_comment,"
                                + " r.created_at, r.until"
                                + " from unnest($3::text[]) as l(domain) left join domain_rule r on r.domain = l.domain",
                        id,
                        at,
                        column(list, DomainRule::domain)))
                .chain(() -> Database.execute(
                        session,
                        "insert into domain_rule (domain, stance, comment, created_at, restrictions, public_comment)"
                                + " select l.domain, l.stance, l.comment, $1,"
                                + " coalesce(string_to_array(nullif(l.restrictions, ''), ','), '{}'), l.public_comment"
                                + " from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])"
                                + " as l(domain, stance, comment, restrictions, public_comment)"
                                + " on conflict (domain) do update set stance = excluded.stance,"
                                + " comment = excluded.comment, created_at = excluded.created_at,"
                                + " restrictions = excluded.restrictions,"
                                + " public_comment = excluded.public_comment, until = null",
                        at,
                        column(list, DomainRule::domain),
                        column(list, rule -> rule.stance().word()),
                        column(list, DomainRule::comment),
                        column(
                                list,
                                rule -> rule.restrictions().stream()
                                        .map(Restriction::word)
                                        .sorted()
                                        .collect(Collectors.joining(","))),
                        column(list, DomainRule::publicComment)))
                .replaceWithVoid());
    }

    private static Object column(List<DomainRule> list, Function<DomainRule, String> value) {
        return list.stream().map(value).toArray(String[]::new);
    }

    /** A rule is still the list's own when it was made at the same moment. */
    @Override
    public Uni<Optional<Integer>> takeBack(String id, Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) as rules from domain_list where id = $1 and at >= $2",
                        id,
                        now.minus(TAKEN_BACK_WITHIN))
                .chain(found -> found.getFirst().getLong("rules") == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : takenBack(session, id).map(Optional::of)));
    }

    private static Uni<Integer> takenBack(Mutiny.StatelessSession session, String id) {
        return Database.execute(
                        session,
                        "update domain_rule r set stance = l.stance, restrictions = l.restrictions,"
                                + " comment = l.comment, public_comment = l.public_comment,"
                                + " created_at = l.created_at, until = l.until"
                                + " from domain_list l where l.id = $1 and l.domain = r.domain"
                                + " and r.created_at = l.at and l.stance is not null",
                        id)
                .chain(changed -> Database.execute(
                                session,
                                "delete from domain_rule r using domain_list l where l.id = $1"
                                        + " and l.domain = r.domain and r.created_at = l.at and l.stance is null",
                                id)
                        .map(removed -> changed + removed))
                .call(() -> Database.execute(session, "delete from domain_list where id = $1", id));
    }

    @Override
    public Uni<Boolean> remove(String domain) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from domain_rule where domain = $1", domain)
                        .map(count -> count > 0));
    }
}
