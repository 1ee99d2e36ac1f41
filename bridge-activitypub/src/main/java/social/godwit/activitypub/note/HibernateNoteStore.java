package social.godwit.activitypub.note;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernateNoteStore implements NoteStore {
    private static final int WANTED_ATTEMPTS_MAX = 4;
    private static final Duration WANTED_PAUSE = Duration.ofMinutes(15);

    private final Database database;
    private final InstantSource clock;

    @Inject
    HibernateNoteStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Note>> find(String id, Optional<Did> viewer) {
        return query(
                        "select n.* from note n where n.id = $2 and " + VisibleNotes.CONDITION,
                        name(viewer),
                        Ids.compared(id))
                .map(rows -> rows.stream().findFirst().map(VisibleNotes::note));
    }

    @Override
    public Uni<Map<String, Note>> findAll(Collection<String> ids, Optional<Did> viewer) {
        String[] asked = ids.stream().map(Ids::compared).distinct().toArray(String[]::new);
        return query(
                        "select n.* from note n where n.id = any ($2::text[]) and " + VisibleNotes.CONDITION,
                        name(viewer),
                        asked)
                .map(rows -> {
                    Map<String, Note> found = new LinkedHashMap<>();
                    rows.forEach(row -> found.put(row.getString("id"), VisibleNotes.note(row)));
                    return found;
                });
    }

    @Override
    public Uni<Map<String, Note>> reported(Collection<String> ids) {
        String[] asked = ids.stream().map(Ids::compared).distinct().toArray(String[]::new);
        return query("select n.* from note n where n.id = any ($1::text[]) and n.deleted is null", (Object) asked)
                .map(rows -> rows.stream()
                        .map(VisibleNotes::note)
                        .collect(Collectors.toUnmodifiableMap(Note::id, note -> note)));
    }

    /** Stops at {@link #ANCESTORS_MAX}, at what is not known, and where a chain would begin again (row 44). */
    @Override
    public Uni<List<Note>> ancestors(String id, Optional<Did> viewer) {
        return query("""
                        with recursive above (id, depth, seen) as (
                            select in_reply_to, 1, array[id, in_reply_to] from note where id = $2
                            union all
                            select n.in_reply_to, a.depth + 1, a.seen || n.in_reply_to
                            from above a join note n on n.id = a.id
                            where a.depth < 100 and n.in_reply_to is not null and not n.in_reply_to = any (a.seen))
                        select n.* from above a join note n on n.id = a.id where
                        """ + VisibleNotes.CONDITION + " order by a.depth desc", name(viewer), Ids.compared(id))
                .map(HibernateNoteStore::notes);
    }

    @Override
    public Uni<List<Note>> descendants(String id, Optional<Did> viewer) {
        return query(
                        """
                        with recursive below (id, depth, seen) as (
                            select $2::text, 0, array[$2::text]
                            union all
                            select c.id, b.depth + 1, b.seen || c.id
                            from below b cross join lateral (
                                select id from note where in_reply_to = b.id order by published limit 100) c
                            where b.depth < 20 and not c.id = any (b.seen))
                        select n.* from (select id from below where depth > 0 limit 2000) b join note n on n.id = b.id
                        where
                        """ + VisibleNotes.CONDITION + " order by n.published, n.id limit 500",
                        name(viewer),
                        Ids.compared(id))
                .map(HibernateNoteStore::notes);
    }

    @Override
    public Uni<Slice<Note>> replies(String id, Optional<Did> viewer, Window window) {
        return page("n.in_reply_to = $2", id, viewer, window);
    }

    @Override
    public Uni<Slice<Note>> by(String author, Optional<Did> viewer, Window window) {
        return page("n.author = $2", author, viewer, window);
    }

    private Uni<Slice<Note>> page(String which, String id, Optional<Did> viewer, Window window) {
        Paged paged = Paged.of(window, "n.published", "n.id", name(viewer), Ids.compared(id));
        return query(
                        "select n.* from note n where " + which + " and " + VisibleNotes.CONDITION + paged.condition()
                                + paged.order(),
                        paged.parameters())
                .map(rows -> paged.slice(rows, VisibleNotes::note, note -> new Cursor(note.published(), note.id())));
    }

    @Override
    public Uni<Long> count(String author) {
        return query("select count(*) as posts from note where author = $1 and deleted is null", author)
                .map(rows -> rows.getFirst().getLong("posts"));
    }

    @Override
    public Uni<Usage> usage(Instant monthAgo, Instant halfYearAgo) {
        return query("""
                        select count(*) as posts,
                            count(distinct author) filter (where published > $1) as month,
                            count(distinct author) filter (where published > $2) as half_year
                        from note where local and deleted is null and visibility <> 'DIRECT'
                        """, monthAgo, halfYearAgo)
                .map(List::getFirst)
                .map(row -> new Usage(row.getLong("posts"), row.getLong("month"), row.getLong("half_year")));
    }

    @Override
    public Uni<List<String>> wanted(int limit) {
        return query(
                        "select spelling from wanted_note where not_before <= $1 order by not_before limit $2",
                        clock.instant(),
                        (long) limit)
                .map(rows -> rows.stream().map(row -> row.getString("spelling")).toList());
    }

    @Override
    public Uni<Void> notFound(String id) {
        return query("""
                        with tried as (
                            update wanted_note set attempts = attempts + 1, not_before = $2 where id = $1
                            returning id, attempts)
                        delete from wanted_note where id in (select id from tried where attempts >= $3)
                        """, Ids.compared(id), clock.instant().plus(WANTED_PAUSE), WANTED_ATTEMPTS_MAX)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> found(String id) {
        return query("delete from wanted_note where id = $1", Ids.compared(id)).replaceWithVoid();
    }

    private Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }

    private static List<Note> notes(List<Row> rows) {
        return rows.stream().map(VisibleNotes::note).toList();
    }

    private static @Nullable String name(Optional<Did> viewer) {
        return viewer.map(Did::toString).orElse(null);
    }
}
