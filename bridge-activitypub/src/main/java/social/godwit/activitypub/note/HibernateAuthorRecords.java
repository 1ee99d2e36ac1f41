package social.godwit.activitypub.note;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Database;

/** {@link AuthorRecords} out of the posts and follows known here. */
@Singleton
final class HibernateAuthorRecords implements AuthorRecords {
    private final Database database;

    @Inject
    HibernateAuthorRecords(Database database) {
        this.database = database;
    }

    /** A follow between two accounts here stands in both tables, any other in one: the greater count has all of them. */
    @Override
    public Uni<Map<String, Reach>> reach(Collection<String> authors, Instant since) {
        String[] asked = authors.stream()
                .map(Ids::compared)
                .distinct()
                .limit(AUTHORS_MAX)
                .toArray(String[]::new);
        return database.inTransaction(session -> Database.query(session, """
                        select a.id,
                            (select count(*) from note n
                                where n.author = a.id and n.deleted is null and n.published > $2) as posts,
                            greatest(
                                (select count(*) from followed f where f.actor = a.id and f.state = 'ACCEPTED'),
                                (select count(*) from follower f
                                    where f.account = split_part(a.id, '/', 3) and f.accepted)) as followers,
                            greatest(
                                (select count(*) from follower f where f.actor = a.id and f.accepted),
                                (select count(*) from followed f
                                    where f.account = split_part(a.id, '/', 3) and f.state = 'ACCEPTED')) as following
                        from unnest($1::text[]) as a(id)
                        """, (Object) asked, since)
                .map(rows -> rows.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                row -> row.getString("id"),
                                row -> new Reach(
                                        row.getLong("posts"), row.getLong("followers"), row.getLong("following"))))));
    }

    @Override
    public Uni<List<Note>> recent(String author, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select n.* from note n where n.author = $1 and n.deleted is null and n.visibility = 'PUBLIC'"
                                + " order by n.published desc, n.id desc limit $2",
                        Ids.compared(author),
                        limit)
                .map(rows -> rows.stream().map(VisibleNotes::note).toList()));
    }
}
