package social.godwit.instance.admin.figure;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import social.godwit.store.Database;

/** {@link Changes} from the tables that the pages show. */
@ApplicationScoped
class HibernateChanges implements Changes {
    /**
     * Rules that are gone are told by how many are left, and those put back to what they were by the mean of their times: a row that
     * is another once either has happened.
     */
    private static final String SINCE = """
            select 'case' as kind, subject as id, changed_at as at from case_file where changed_at > $1
            union all select 'decision', cast(number as text), at from moderation_log where at > $1
            union all select 'account', did, registered_at from account where registered_at > $1
            union all select 'domain', domain, created_at from domain_rule where created_at > $1
            union all select 'domain', cast(count(*) as text),
                to_timestamp(coalesce(avg(extract(epoch from created_at)), 0)) from domain_rule
            union all select 'announcement', id, changed_at from announcement where changed_at > $1
            union all select 'announcement', name, changed_at from house_rule where changed_at > $1
            order by at limit""" + " " + MAX;

    private final Database database;

    HibernateChanges(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Change>> since(Instant since) {
        return database.inTransaction(session -> Database.query(session, SINCE, since)
                .map(rows -> rows.stream()
                        .map(row -> new Change(row.getString("kind"), row.getString("id"), Database.instant(row, "at")))
                        .toList()));
    }
}
