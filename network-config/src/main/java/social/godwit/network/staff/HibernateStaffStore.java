package social.godwit.network.staff;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link StaffStore} in PostgreSQL. */
@ApplicationScoped
class HibernateStaffStore implements StaffStore {
    private static final String ROLES_MADE = "select name, rank, permissions from staff_role order by name";

    private final Database database;

    HibernateStaffStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Optional<Member>> member(String did) {
        return database.inTransaction(session -> roles(session)
                .chain(roles -> Database.query(session, "select did, role from staff where did = $1", did)
                        .map(rows -> rows.stream()
                                .flatMap(row -> member(row, roles).stream())
                                .findFirst())));
    }

    @Override
    public Uni<List<Member>> all() {
        return database.inTransaction(session -> roles(session)
                .chain(roles -> Database.query(session, "select did, role from staff order by did limit $1", STAFF_MAX)
                        .map(rows -> rows.stream()
                                .flatMap(row -> member(row, roles).stream())
                                .sorted(Comparator.comparingInt(
                                        member -> -member.role().rank()))
                                .toList())));
    }

    @Override
    public Uni<Boolean> appoint(String did, String role, String by, Instant at) {
        return database.inTransaction(session -> roles(session).chain(roles -> {
            if (roles.stream().noneMatch(one -> one.name().equals(role))) {
                return Uni.createFrom().item(false);
            }
            return Database.execute(
                            session,
                            "insert into staff (did, role, appointed_by, appointed_at) select $1::text, $2::text, $3::text, $4::timestamptz"
                                    + " where (select count(*) from staff where did <> $1) < $5"
                                    + " on conflict (did) do update set role = excluded.role,"
                                    + " appointed_by = excluded.appointed_by, appointed_at = excluded.appointed_at",
                            did,
                            role,
                            by,
                            at,
                            STAFF_MAX)
                    .map(count -> count > 0);
        }));
    }

    @Override
    public Uni<Boolean> dismiss(String did) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from staff_token where did = $1", did)
                        .chain(() -> Database.execute(session, "delete from browser_session where did = $1", did))
                        .chain(() -> Database.execute(session, "delete from staff where did = $1", did))
                        .map(count -> count > 0));
    }

    @Override
    public Uni<List<Role>> roles() {
        return database.inTransaction(HibernateStaffStore::roles);
    }

    @Override
    public Uni<Boolean> define(Role role) {
        if (Role.BUILT_IN.stream().anyMatch(one -> one.name().equals(role.name()))) {
            return Uni.createFrom().item(false);
        }
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into staff_role (name, rank, permissions) select $1::text, $2::integer, $3::text[]"
                                + " where (select count(*) from staff_role where name <> $1) < $4"
                                + " on conflict (name) do update set rank = excluded.rank, permissions = excluded.permissions",
                        role.name(),
                        role.rank(),
                        words(role.permissions()),
                        STAFF_MAX)
                .map(count -> count > 0));
    }

    @Override
    public Uni<Boolean> keep(Token token) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from staff_token where did = $1 and expires_at <= $2",
                        token.did(),
                        token.created())
                .chain(() -> Database.execute(
                        session,
                        "insert into staff_token (hash, did, name, scope, created_at, expires_at)"
                                + " select $1::bytea, $2::text, $3::text, $4::text[], $5::timestamptz, $6::timestamptz"
                                + " where (select count(*) from staff_token where did = $2) < $7",
                        token.hash().bytes(),
                        token.did(),
                        token.name(),
                        words(token.scope()),
                        token.created(),
                        token.expires(),
                        TOKENS_MAX))
                .map(count -> count > 0));
    }

    @Override
    public Uni<Optional<Member>> bearer(Sha256 hash, Instant now) {
        return database.inTransaction(session -> roles(session)
                .chain(roles -> Database.query(
                                session,
                                "select t.scope, s.did, s.role from staff_token t join staff s on s.did = t.did"
                                        + " where t.hash = $1 and t.expires_at > $2",
                                hash.bytes(),
                                now)
                        .map(rows -> rows.stream()
                                .flatMap(row ->
                                        member(row, roles)
                                                .map(member -> member.within(permissions(row, "scope")))
                                                .stream())
                                .findFirst())));
    }

    @Override
    public Uni<List<Token>> tokens(String did, Instant now) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from staff_token where did = $1 and expires_at > $2 order by created_at, hash",
                        did,
                        now))
                .map(rows -> rows.stream()
                        .map(row -> new Token(
                                Sha256.ofHash(Database.bytes(row, "hash")),
                                row.getString("did"),
                                row.getString("name"),
                                permissions(row, "scope"),
                                Database.instant(row, "created_at"),
                                Database.instant(row, "expires_at")))
                        .toList());
    }

    @Override
    public Uni<Boolean> revoke(String did, Sha256 hash) {
        return database.inTransaction(session -> Database.execute(
                        session, "delete from staff_token where did = $1 and hash = $2", did, hash.bytes())
                .map(count -> count > 0));
    }

    private static Uni<List<Role>> roles(Mutiny.StatelessSession session) {
        return Database.query(session, ROLES_MADE)
                .map(rows -> Stream.concat(
                                Role.BUILT_IN.stream(),
                                rows.stream()
                                        .map(row -> new Role(
                                                row.getString("name"),
                                                row.getInteger("rank"),
                                                permissions(row, "permissions"))))
                        .toList());
    }

    private static Optional<Member> member(Row row, List<Role> roles) {
        return roles.stream()
                .filter(role -> role.name().equals(row.getString("role")))
                .findFirst()
                .map(role -> Member.of(row.getString("did"), role));
    }

    private static Set<Permission> permissions(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column))
                .flatMap(word -> Permission.parse(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String[] words(Set<Permission> permissions) {
        return permissions.stream().map(Permission::word).sorted().toArray(String[]::new);
    }
}
