package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import social.godwit.store.Database;

/** {@link HostCounts} out of the posts and follows known here. */
@Singleton
final class HibernateHostCounts implements HostCounts {
    private final Database database;

    @Inject
    HibernateHostCounts(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Count>> since(Instant since) {
        return database.inTransaction(session -> Database.query(session, """
                        with posted as (
                            select host, sum(posts)::bigint as posts, count(*) as accounts from (
                                select host, author, count(*) as posts from recent_post
                                where arrived > $1 and author like 'http%' group by host, author) a
                            group by host),
                        following as (
                            select host, count(*) as follows from (
                                select split_part(split_part(actor, '/', 3), ':', 1) as host
                                from followed where state = 'ACCEPTED' and actor like 'http%'
                                union all select host from follower where accepted) f
                            group by host)
                        select coalesce(p.host, f.host) as host, coalesce(p.posts, 0) as posts,
                            coalesce(p.accounts, 0) as accounts, coalesce(f.follows, 0) as follows
                        from posted p full join following f on f.host = p.host limit 100000
                        """, since)
                .map(rows -> rows.stream()
                        .map(row -> new Count(
                                row.getString("host"),
                                row.getLong("posts"),
                                row.getLong("accounts"),
                                row.getLong("follows")))
                        .toList()));
    }
}
