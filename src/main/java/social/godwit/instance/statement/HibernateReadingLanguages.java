package social.godwit.instance.statement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** Keeps in which language the accounts here read. */
@ApplicationScoped
class HibernateReadingLanguages {
    /** For so long after somebody last signed in. */
    private static final Duration REMEMBERED = Duration.ofDays(400);

    private final Database database;

    HibernateReadingLanguages(Database database) {
        this.database = database;
    }

    Uni<Optional<String>> find(Did account) {
        return database.inTransaction(session -> Database.query(
                        session, "select language from reading_language where account = $1", account.toString()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("language")));
    }

    Uni<Void> keep(Did account, String language, Instant now) {
        return database.inTransaction(session -> Database.execute(session, """
                                insert into reading_language (account, language, at) values ($1, $2, $3)
                                on conflict (account) do update set language = excluded.language, at = excluded.at
                                """, account.toString(), language, now)
                        .chain(() -> Database.execute(
                                session, "delete from reading_language where at < $1", now.minus(REMEMBERED))))
                .replaceWithVoid();
    }
}
