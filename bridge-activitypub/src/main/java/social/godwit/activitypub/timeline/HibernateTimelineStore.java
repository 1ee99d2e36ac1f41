package social.godwit.activitypub.timeline;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.VisibleNotes;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/**
 * Timelines are put together when they are read: a few newest entries of everybody who is followed, merged. Nothing is
 * written per follower when a post arrives.
 */
@Singleton
final class HibernateTimelineStore implements TimelineStore {
    /** {@code authors (actor)} of the home timeline of $1, whose own actor is $2. */
    private static final String FOLLOWED = """
            select f.actor from followed f where f.account = $1 and f.state = 'ACCEPTED' and not exists (
                select 1 from shunned s where s.account = $1 and s.kind <> 'DOMAIN' and s.target = f.actor)
            union select $2::text
            """;

    /** {@code authors (actor)} of the list $2 of $1. */
    private static final String MEMBERS = """
            select c.item as actor from collected c
            where c.collection = $2 and split_part(c.collection, '/', 3) = $1
            """;

    private final Database database;
    private final AccountStore accounts;

    @Inject
    HibernateTimelineStore(Database database, AccountStore accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    @Override
    public Uni<Slice<TimelineEntry>> home(Did account, Window window) {
        return accounts.find(account)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Slice.<TimelineEntry>empty())
                        : merged(FOLLOWED, account, found.get().actor().canonical(), window));
    }

    @Override
    public Uni<Slice<TimelineEntry>> list(Did account, String id, Window window) {
        return merged(MEMBERS, account, Ids.compared(id), window);
    }

    /**
     * Per author the newest posts and boosts within the window, by index, then merged. Answers to people outside of the
     * timeline are left out, as readers expect.
     */
    private Uni<Slice<TimelineEntry>> merged(String authors, Did account, String second, Window window) {
        Paged paged = Paged.of(window, "at", "key", account.toString(), second);
        String posts = """
                select p.id, p.published as at, p.id as key, null::text as boosted_by, null::text as boost
                from authors a cross join lateral (
                    select n.id, n.published from note n
                    where n.author = a.actor and n.visibility <> 'DIRECT'
                        and (n.in_reply_to is null or not exists (
                            select 1 from note parent where parent.id = n.in_reply_to and parent.author <> n.author
                                and parent.author not in (select actor from authors)))
                        and %s %s %s) p
                """.formatted(
                VisibleNotes.CONDITION, paged.condition("n.published", "n.id"), paged.order("n.published", "n.id"));
        String boosts = """
                select b.object, b.at, b.activity, b.actor, b.activity
                from authors a cross join lateral (
                    select i.object, i.at, i.activity, i.actor from interaction i join note n on n.id = i.object
                    where i.actor = a.actor and i.kind = 'SHARE'
                        and not exists (select 1 from moderated_id m where m.stance = 'DENY' and m.id in (%s))
                        and %s %s %s) b
                """.formatted(
                        ModeratedIds.named("i.actor"),
                        VisibleNotes.CONDITION,
                        paged.condition("i.at", "i.activity"),
                        paged.order("i.at", "i.activity"));
        return page(
                "with authors as (%s) select n.*, t.at, t.key, t.boosted_by, t.boost from (%s union all %s) t join note n on n.id = t.id where true"
                                .formatted(authors, posts, boosts)
                        + paged.condition("t.at", "t.key")
                        + paged.order("t.at", "t.key"),
                paged);
    }

    @Override
    public Uni<Slice<TimelineEntry>> direct(Did account, Window window) {
        return accounts.find(account).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Slice.<TimelineEntry>empty());
            }
            Account owner = found.get();
            Paged paged = Paged.of(
                    window,
                    "n.published",
                    "n.id",
                    account.toString(),
                    owner.actor().canonical());
            return page("""
                    select n.*, n.published as at, n.id as key, null::text as boosted_by, null::text as boost from note n
                    where n.visibility = 'DIRECT' and (n.author = $2 or n.audience @> array[$2::text]) and
                    """ + VisibleNotes.CONDITION + paged.condition() + paged.order(), paged);
        });
    }

    @Override
    public Uni<Slice<TimelineEntry>> local(Window window) {
        Paged paged = Paged.of(window, "n.published", "n.id", (Object) null);
        return page("""
                select n.*, n.published as at, n.id as key, null::text as boosted_by, null::text as boost from note n
                where n.local and n.listed and n.visibility = 'PUBLIC' and
                """ + VisibleNotes.CONDITION + paged.condition() + paged.order(), paged);
    }

    private Uni<Slice<TimelineEntry>> page(String sql, Paged paged) {
        return database.inTransaction(session -> Database.query(session, sql, paged.parameters()))
                .map(rows -> paged.slice(
                        rows,
                        HibernateTimelineStore::entry,
                        entry -> new Cursor(
                                entry.at(), entry.boost().orElse(entry.note().id()))));
    }

    private static TimelineEntry entry(Row row) {
        return new TimelineEntry(
                VisibleNotes.note(row),
                Optional.ofNullable(row.getString("boosted_by")),
                Optional.ofNullable(row.getString("boost")),
                Database.instant(row, "at"));
    }
}
