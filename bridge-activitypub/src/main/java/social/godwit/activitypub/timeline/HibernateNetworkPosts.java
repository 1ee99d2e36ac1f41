package social.godwit.activitypub.timeline;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.VisibleNotes;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** {@link NetworkPosts} in the tables {@code network_author} and {@code network_note}. */
@Singleton
final class HibernateNetworkPosts implements NetworkPosts {
    private static final String SHOWN = "n.visibility = 'PUBLIC' and n.listed and " + VisibleNotes.CONDITION;

    /** Most posts of one whom the viewer follows that are looked at, where many are asked for. */
    private static final int OF_FOLLOWED_MAX = 80;

    private final Database database;

    @Inject
    HibernateNetworkPosts(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> authors(String network, Set<String> actors) {
        return database.inTransaction(session -> Database.query(
                        session, "select actor from network_author where network = $1", network)
                .chain(rows -> {
                    Set<String> gone =
                            rows.stream().map(row -> row.getString("actor")).collect(Collectors.toSet());
                    Set<String> fresh = new HashSet<>(actors);
                    fresh.removeAll(gone);
                    gone.removeAll(actors);
                    return drop(session, network, gone.toArray(String[]::new))
                            .chain(() -> add(session, network, fresh.toArray(String[]::new)));
                }));
    }

    private static Uni<Void> drop(Mutiny.StatelessSession session, String network, String[] actors) {
        return actors.length == 0
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                "delete from network_author where network = $1 and actor = any ($2::text[])",
                                network,
                                actors)
                        .chain(() -> Database.execute(
                                session,
                                "delete from network_note where network = $1 and author = any ($2::text[])",
                                network,
                                actors))
                        .replaceWithVoid();
    }

    private static Uni<Void> add(Mutiny.StatelessSession session, String network, String[] actors) {
        return actors.length == 0
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                "insert into network_author (network, actor) select $1, actor"
                                        + " from unnest($2::text[]) a (actor) on conflict do nothing",
                                network,
                                actors)
                        .chain(() -> Database.execute(session, """
                                insert into network_note (network, published, id, author)
                                select $1, n.published, n.id, n.author
                                from unnest($2::text[]) a (actor) cross join lateral (
                                    select id, published, author from note
                                    where author = a.actor and visibility = 'PUBLIC' and listed and deleted is null
                                    order by published desc, id desc limit $3) n
                                on conflict do nothing
                                """, network, actors, (long) BROUGHT_MAX))
                        .replaceWithVoid();
    }

    /** Per kind the newest within the window, by index, then merged. */
    @Override
    public Uni<Slice<Note>> newest(String network, Optional<Did> viewer, Window window) {
        Paged paged = Paged.of(
                window, "p.published", "p.id", viewer.map(Did::toString).orElse(null), network);
        Window some = new Window(window.before(), window.after(), Math.min(window.limit(), OF_FOLLOWED_MAX));
        Paged each =
                Paged.of(some, "p.published", "p.id", viewer.map(Did::toString).orElse(null), network);
        String sql = """
                select n.* from (
                    (select t.published, t.id from network_note t
                     join note n on n.id = t.id and n.published = t.published and n.author = t.author
                     where t.network = $2 and %s %s %s)
                    union
                    (select o.published, o.id from followed f cross join lateral (
                        select n.published, n.id from note n where n.author = f.actor and %s %s %s) o
                     where f.account = $1 and f.state = 'ACCEPTED')) p
                join note n on n.id = p.id where true
                """.formatted(
                        SHOWN,
                        paged.condition("t.published", "t.id"),
                        paged.order("t.published", "t.id"),
                        SHOWN,
                        each.condition("n.published", "n.id"),
                        each.order("n.published", "n.id"));
        return database.inTransaction(
                        session -> Database.query(session, sql + paged.condition() + paged.order(), paged.parameters()))
                .map(rows -> paged.slice(rows, VisibleNotes::note, note -> new Cursor(note.published(), note.id())));
    }

    @Override
    public Uni<Set<String>> followed(Did viewer, Collection<String> actors) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select actor from followed where account = $1 and state = 'ACCEPTED' and actor = any ($2::text[])",
                        viewer.toString(),
                        actors.toArray(String[]::new))
                .map(rows -> rows.stream().map(row -> row.getString("actor")).collect(Collectors.toUnmodifiableSet())));
    }

    @Override
    public Uni<Integer> prune(String network) {
        return database.inTransaction(session -> Database.execute(session, """
                delete from network_note where network = $1 and published < (
                    select published from network_note where network = $1
                    order by published desc, id desc offset $2 limit 1)
                """, network, (long) KEPT_MAX - 1));
    }
}
