package social.godwit.activitypub.follow;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.Database;

@Singleton
final class HibernateFollowStore implements FollowStore {
    private final Database database;

    @Inject
    HibernateFollowStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Slice<Follower>> followers(Did account, Window window) {
        return followers(account, true, window);
    }

    @Override
    public Uni<Slice<Follower>> requests(Did account, Window window) {
        return followers(account, false, window);
    }

    private Uni<Slice<Follower>> followers(Did account, boolean accepted, Window window) {
        Paged paged = Paged.of(window, "since", "actor", account.toString(), accepted);
        return query(
                        "select * from follower where account = $1 and accepted = $2" + paged.condition()
                                + paged.order(),
                        paged.parameters())
                .map(rows ->
                        paged.slice(rows, HibernateFollowRows::follower, one -> new Cursor(one.since(), one.actor())));
    }

    @Override
    public Uni<Slice<Followed>> following(Did account, Set<Followed.State> states, Window window) {
        String[] names = states.stream().map(Enum::name).toArray(String[]::new);
        Paged paged = Paged.of(window, "since", "actor", account.toString(), names);
        return query(
                        "select * from followed where account = $1 and state = any ($2::text[])"
                                + paged.condition()
                                + paged.order(),
                        paged.parameters())
                .map(rows ->
                        paged.slice(rows, HibernateFollowRows::followed, one -> new Cursor(one.since(), one.actor())));
    }

    @Override
    public Uni<Counts> counts(Did account) {
        return query("""
                        select (select count(*) from follower where account = $1 and accepted) as followers,
                            (select count(*) from followed where account = $1 and state = 'ACCEPTED') as following
                        """, account.toString())
                .map(List::getFirst)
                .map(row -> new Counts(row.getLong("followers"), row.getLong("following")));
    }

    @Override
    public Uni<List<Destination>> destinations(Did account) {
        return query("""
                        select shared_inbox, host, count(*) as followers from follower where account = $1 and accepted
                        group by shared_inbox, host order by shared_inbox
                        """, account.toString())
                .map(rows -> rows.stream()
                        .map(row -> new Destination(
                                row.getString("shared_inbox"), row.getString("host"), row.getLong("followers")))
                        .toList());
    }

    @Override
    public Uni<List<String>> portable(Did account, String after, int limit) {
        return query(
                        "select actor from follower where account = $1 and accepted and actor > $2"
                                + " and actor like 'ap://%' order by actor limit $3",
                        account.toString(), after, limit)
                .map(rows -> rows.stream().map(row -> row.getString("actor")).toList());
    }

    @Override
    public Uni<Boolean> portableAt(Did account, String inbox) {
        return query(
                        "select 1 from follower where account = $1 and accepted and actor like 'ap://%'"
                                + " and (inbox = $2 or shared_inbox = $2) limit 1",
                        account.toString(), inbox)
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<List<Follower>> some(Did account, int limit) {
        return query("select * from follower where account = $1 and accepted limit $2", account.toString(), (long)
                        limit)
                .map(rows -> rows.stream().map(HibernateFollowRows::follower).toList());
    }

    @Override
    public Uni<List<String>> followersOn(Did account, Origin origin) {
        String start = origin + "/";
        return query(
                        "select spelling from follower where account = $1 and accepted and left(spelling, $2) = $3"
                                + " order by actor",
                        account.toString(),
                        start.length(),
                        start)
                .map(rows -> rows.stream().map(row -> row.getString("spelling")).toList());
    }

    @Override
    public Uni<Boolean> isFollower(Did account, String actor) {
        return follower(account, actor)
                .map(follower -> follower.filter(Follower::accepted).isPresent());
    }

    @Override
    public Uni<Optional<Follower>> follower(Did account, String actor) {
        return query(
                        "select * from follower where account = $1 and actor = $2",
                        account.toString(),
                        Ids.compared(actor))
                .map(rows -> rows.stream().findFirst().map(HibernateFollowRows::follower));
    }

    @Override
    public Uni<Boolean> awaits(String followId, String actor) {
        return query(
                        "select 1 from followed where follow_id = $1 and actor = $2 and state = 'PENDING'",
                        Ids.compared(followId),
                        Ids.compared(actor))
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<Set<String>> blocked(Did account, Collection<String> actors) {
        String[] asked = actors.toArray(String[]::new);
        return query("""
                        select a.actor from unnest($2::text[]) a (actor) where exists (
                            select 1 from shunned s where s.account = $1 and (s.kind = 'BLOCK' and s.target = a.actor
                                or s.kind = 'DOMAIN' and s.target = split_part(split_part(a.actor, '/', 3), ':', 1)))
                        """, account.toString(), asked).map(rows -> {
            Set<String> blocked = new LinkedHashSet<>();
            rows.forEach(row -> blocked.add(row.getString("actor")));
            return blocked;
        });
    }

    @Override
    public Uni<Boolean> blocks(Did account, String actor) {
        return query("""
                        select 1 from shunned where account = $1
                            and (kind = 'BLOCK' and target = $2 or kind = 'DOMAIN' and target = $3) limit 1
                        """, account.toString(), Ids.compared(actor), Ids.host(actor))
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<Slice<Shunned>> shunned(Did account, Shunned.Kind kind, Window window) {
        Paged paged = Paged.of(window, "since", "target", account.toString(), kind.name());
        return query(
                        "select * from shunned where account = $1 and kind = $2" + paged.condition() + paged.order(),
                        paged.parameters())
                .map(rows ->
                        paged.slice(rows, HibernateFollowRows::shunned, one -> new Cursor(one.since(), one.target())));
    }

    private Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return database.inTransaction(session -> Database.query(session, sql, parameters));
    }
}
