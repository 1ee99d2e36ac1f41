package social.godwit.activitypub.effect;

import static social.godwit.activitypub.effect.HibernateScript.bytes;
import static social.godwit.activitypub.effect.HibernateScript.count;
import static social.godwit.activitypub.effect.HibernateScript.flag;
import static social.godwit.activitypub.effect.HibernateScript.text;
import static social.godwit.activitypub.effect.HibernateScript.time;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.vocabulary.Ids;

/** Writes a batch of changes: at most one statement to put and one to drop rows per table, in the order of the tables. */
@Singleton
final class HibernateChanges {
    private final AccountStore accounts;
    private final Deliveries deliveries;
    private final InstantSource clock;

    @Inject
    HibernateChanges(AccountStore accounts, Deliveries deliveries, InstantSource clock) {
        this.accounts = accounts;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Writes everything; the caller commits. */
    Uni<Void> write(Mutiny.StatelessSession session, ChangeBatch batch) {
        HibernateScript script = new HibernateScript(session);
        erasures(script, batch);
        notes(script, batch, clock.instant());
        polls(script, batch);
        interactions(script, batch);
        follows(script, batch);
        shunned(script, batch);
        ownersViews(script, batch);
        Uni<Void> all = script.run();
        for (Outgoing outgoing : batch.outgoing) {
            all = all.chain(() -> send(outgoing));
        }
        return all;
    }

    /** What follows from a stranger's activity follows at every gateway of the account; the home is the one that says it. */
    private Uni<Void> send(Outgoing outgoing) {
        return accounts.find(outgoing.account())
                .chain(account -> account.filter(Account::home).isPresent()
                        ? deliveries.enqueue(outgoing)
                        : Uni.createFrom().voidItem());
    }

    private static void notes(HibernateScript script, ChangeBatch batch, Instant now) {
        script.write(
                batch.deletions.kept(),
                """
                insert into note (id, author, type, visibility, listed, local, published, arrived, audience, version_time, deleted)
                select id, author, 'Tombstone', 'DIRECT', false, local, at, at, '{}', at, at
                from unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[]) d (id, author, local, at)
                on conflict (id) do update set deleted = excluded.deleted, document = null, previous = null,
                    audience = '{}'
                where note.author = excluded.author and note.deleted is null
                """,
                text("id", Change.NoteDeleted::id),
                text("author", Change.NoteDeleted::author),
                flag("local", Change.NoteDeleted::local),
                time("at", Change.NoteDeleted::at));
        String[] gone =
                batch.deletions.kept().stream().map(Change.NoteDeleted::id).toArray(String[]::new);
        if (gone.length > 0) {
            script.run("delete from interaction where object = any ($1::text[])", (Object) gone);
            script.run("delete from poll where question = any ($1::text[])", (Object) gone);
            script.run("delete from vote where question = any ($1::text[])", (Object) gone);
            script.run("delete from wanted_note where id = any ($1::text[])", (Object) gone);
            script.run("""
                    delete from network_note t using note n, network_author a
                    where n.id = any ($1::text[]) and a.actor = n.author
                        and t.network = a.network and t.published = n.published and t.id = n.id
                    """, (Object) gone);
            script.run("delete from recent_post where id = any ($1::text[])", (Object) gone);
        }
        script.put(
                "note",
                batch.notes.kept(),
                """
                (id) do update set author = excluded.author, type = excluded.type,
                    visibility = excluded.visibility, listed = excluded.listed, local = note.local or excluded.local,
                    published = excluded.published, in_reply_to = excluded.in_reply_to,
                    conversation = excluded.conversation, quote = excluded.quote, audience = excluded.audience,
                    version_time = excluded.version_time, edited = excluded.edited, deleted = null,
                    previous = case when note.document = excluded.document then note.previous else note.document end,
                    document = excluded.document
                where case when note.author = excluded.author
                    then note.deleted is null and note.version_time <= excluded.version_time
                    else note.deleted is not null end
                """,
                text("id", NoteRow::id),
                text("author", NoteRow::author),
                text("type", NoteRow::type),
                text("visibility", note -> note.visibility().name()),
                flag("listed", NoteRow::listed),
                flag("local", NoteRow::local),
                time("published", NoteRow::published),
                time("arrived", note -> now),
                text("in_reply_to", note -> note.inReplyTo().orElse(null)),
                text("conversation", note -> note.conversation().orElse(null)),
                text("quote", note -> note.quote().orElse(null)),
                HibernateScript.<NoteRow>text("audience", note -> String.join("\n", note.audience()))
                        .as("string_to_array(audience, E'\\n')"),
                time("version_time", NoteRow::versionTime),
                time("edited", note -> note.edited().orElse(null)),
                text("document", NoteRow::document));
        script.write(batch.notes.kept(), """
                insert into network_note (network, published, id, author)
                select a.network, n.published, n.id, n.author
                from unnest($1::text[]) k (id) join note n on n.id = k.id join network_author a on a.actor = n.author
                where n.visibility = 'PUBLIC' and n.listed and n.deleted is null
                on conflict do nothing
                """, text("id", NoteRow::id));
        script.put(
                "recent_post",
                batch.recent.kept(),
                """
                (id) do update set words = excluded.words, marks = excluded.marks, hosts = excluded.hosts,
                    media = excluded.media, languages = excluded.languages, mentions = excluded.mentions
                where recent_post.author = excluded.author
                """,
                text("id", one -> one.post().id()),
                text("author", one -> one.post().author()),
                text("host", RecentRow::host),
                time("arrived", one -> one.post().at()),
                text("words", RecentRow::words),
                bytes("marks", RecentRow::marks),
                text("hosts", RecentRow::hosts),
                text("media", RecentRow::media),
                text("languages", RecentRow::languages),
                count("mentions", RecentRow::mentions),
                flag("contact", one -> one.post().firstContact()),
                count("known_days", one -> (long) one.post().knownDays()));
        script.write(
                batch.withheld.kept(),
                "insert into moderated_id (id, stance) select id, 'DENY' from unnest($1::text[]) w (id)"
                        + " on conflict (id) do nothing",
                text("id", Change.Withheld::id));
        script.write(
                batch.wanted.kept(),
                """
                insert into wanted_note (id, spelling, not_before, since)
                select id, spelling, at, at from unnest($1::text[], $2::text[], $3::timestamptz[]) w (id, spelling, at)
                where not exists (select 1 from note where note.id = w.id)
                on conflict (id) do nothing
                """,
                text("id", one -> Ids.compared(one.id())),
                text("spelling", Change.NoteWanted::id),
                time("at", one -> now));
    }

    private static void polls(HibernateScript script, ChangeBatch batch) {
        script.put(
                "poll",
                batch.polls.kept(),
                """
                (question) do update set multiple = excluded.multiple, options = excluded.options,
                    tallies = excluded.tallies, voters = excluded.voters, closes_at = excluded.closes_at
                where poll.author = excluded.author
                """,
                text("question", PollRow::question),
                text("author", PollRow::author),
                flag("local", PollRow::local),
                flag("multiple", PollRow::multiple),
                HibernateScript.<PollRow>text("options", poll -> String.join("\u001f", poll.options()))
                        .as("string_to_array(options, E'\\x1f')"),
                HibernateScript.<PollRow>text(
                                "tallies",
                                poll -> String.join(
                                        ",",
                                        poll.tallies().stream()
                                                .map(Object::toString)
                                                .toList()))
                        .as("string_to_array(tallies, ',')::bigint[]"),
                count("voters", PollRow::voters),
                time("closes_at", poll -> poll.closes().orElse(null)));
        script.add(
                "vote",
                batch.votes.kept(),
                text("question", Change.Voted::question),
                text("actor", Change.Voted::actor),
                text("option", Change.Voted::option),
                text("activity", Change.Voted::activity),
                time("at", Change.Voted::at));
    }

    private static void interactions(HibernateScript script, ChangeBatch batch) {
        script.add(
                "interaction",
                batch.interactions.kept(),
                text("object", one -> one.interaction().object()),
                text("kind", one -> one.interaction().kind().name()),
                text("actor", one -> one.interaction().actor()),
                text("content", one -> one.interaction().content()),
                text("activity", one -> one.interaction().activity()),
                time("at", one -> one.interaction().at()),
                flag("public", Change.Interacted::isPublic));
        script.drop("interaction", batch.interactions.dropped(), "object", "kind", "actor", "content");
        script.add(
                "undone",
                batch.undone.kept(),
                text("activity", Change.UndoneAhead::activity),
                text("actor", Change.UndoneAhead::actor),
                time("at", Change.UndoneAhead::at));
    }

    private static void follows(HibernateScript script, ChangeBatch batch) {
        script.put(
                "follower",
                batch.followers.kept(),
                """
                (account, actor) do update set spelling = excluded.spelling, inbox = excluded.inbox,
                shared_inbox = excluded.shared_inbox, host = excluded.host, follow_id = excluded.follow_id,
                follow_key = excluded.follow_key, accepted = excluded.accepted,
                since = case when follower.accepted then follower.since else excluded.since end, said = excluded.said
                """,
                text("account", Change.FollowerPut::account),
                text("actor", one -> one.follower().actor()),
                text("spelling", one -> one.follower().spelling()),
                text("inbox", one -> one.follower().inbox()),
                text("shared_inbox", one -> one.follower().sharedInbox()),
                text("host", one -> one.follower().host()),
                text("follow_id", one -> one.follower().follow()),
                text("follow_key", one -> Ids.compared(one.follower().follow())),
                flag("accepted", one -> one.follower().accepted()),
                time("since", one -> one.follower().since()),
                time("said", one -> one.follower().said()));
        script.drop("follower", batch.followers.dropped(), "account", "actor");
        script.write(
                batch.knowing.kept(),
                """
                update old_address_host h set moved = true
                from unnest($1::text[], $2::text[]) as given(account, host)
                where h.account = given.account and h.host = given.host and not h.moved
                """,
                text("account", Change.AddressKnown::account),
                text("host", Change.AddressKnown::host));
        script.put(
                "followed",
                batch.followed.kept(),
                """
                (account, actor) do update set spelling = excluded.spelling,
                follow_id = excluded.follow_id, state = excluded.state, moved_to = excluded.moved_to,
                since = excluded.since
                """,
                text("account", Change.FollowedPut::account),
                text("actor", one -> one.followed().actor()),
                text("spelling", one -> one.followed().spelling()),
                text("follow_id", one -> one.followed().follow()),
                text("state", one -> one.followed().state().name()),
                text("moved_to", one -> one.followed().movedTo().orElse(null)),
                time("since", one -> one.followed().since()));
        script.drop("followed", batch.followed.dropped(), "account", "actor");
        script.put(
                "moved",
                batch.moved.kept(),
                "(actor) do update set target = excluded.target, at = excluded.at",
                text("actor", Change.Moved::actor),
                text("target", Change.Moved::target),
                time("at", Change.Moved::at));
    }

    private static void shunned(HibernateScript script, ChangeBatch batch) {
        script.put(
                "shunned",
                batch.shunned.kept(),
                "(account, kind, target) do update set activity = excluded.activity",
                text("account", Change.ShunnedPut::account),
                text("kind", one -> one.shunned().kind().name()),
                text("target", one -> one.shunned().target()),
                text("activity", one -> one.shunned().activity()),
                time("since", one -> one.shunned().since()));
        script.drop("shunned", batch.shunned.dropped(), "account", "kind", "target");
        for (Change.ShunnedPut one : batch.shunned.kept()) {
            if (one.shunned().kind() == social.godwit.activitypub.follow.Shunned.Kind.DOMAIN) {
                String host = one.shunned().target().toLowerCase(Locale.ROOT);
                script.run("delete from follower where account = $1 and host = $2", one.account(), host);
                script.run(
                        "delete from followed where account = $1 and split_part(split_part(spelling, '/', 3), ':', 1) = $2",
                        one.account(),
                        host);
            }
        }
        script.put(
                "blocked_by",
                batch.blockedBy.kept(),
                "(account, actor) do update set activity = excluded.activity",
                text("account", Change.BlockedByPut::account),
                text("actor", Change.BlockedByPut::actor),
                text("activity", Change.BlockedByPut::activity),
                time("since", Change.BlockedByPut::since));
        script.drop("blocked_by", batch.blockedBy.dropped(), "account", "actor");
    }

    private static void ownersViews(HibernateScript script, ChangeBatch batch) {
        script.add(
                "notification",
                batch.notifications.kept(),
                text("account", Change.Notified::account),
                text("key", one -> one.notification().key()),
                text("type", one -> one.notification().type().name()),
                text("actor", one -> one.notification().actor()),
                text("object", one -> one.notification().object().orElse(null)),
                text("activity", one -> one.notification().activity()),
                text("content", one -> one.notification().content().orElse(null)),
                time("at", one -> one.notification().at()));
        script.drop("notification", batch.notifications.dropped(), "account", "key");
        script.add(
                "inbox_item",
                batch.items.kept(),
                text("account", ChangeBatch.Item::account),
                time("received_at", ChangeBatch.Item::at),
                count("shard", item -> (long) item.place().shard()),
                count("position", item -> item.place().position()));
        script.add(
                "inbox_unsigned",
                batch.unsigned.kept(),
                text("account", Change.UnsignedPut::account),
                text("id", Change.UnsignedPut::id),
                text("type", Change.UnsignedPut::type),
                text("cause", Change.UnsignedPut::cause),
                time("since", Change.UnsignedPut::since));
        script.drop("inbox_unsigned", batch.unsigned.dropped(), "account", "id");
        script.add(
                "collected",
                batch.collected.kept(),
                text("collection", Change.CollectedPut::collection),
                text("item", Change.CollectedPut::item),
                text("spelling", Change.CollectedPut::spelling),
                text("activity", Change.CollectedPut::activity),
                time("added", Change.CollectedPut::added));
        script.drop("collected", batch.collected.dropped(), "collection", "item");
        script.put(
                "own_collection",
                batch.collections.kept(),
                "(account, id) do update set name = excluded.name",
                text("account", Change.CollectionPut::account),
                text("id", Change.CollectionPut::id),
                text("name", Change.CollectionPut::name));
        script.write(
                batch.collections.dropped(),
                """
                with gone as (
                    delete from own_collection c using unnest($1::text[], $2::text[]) d (account, id)
                    where c.account = d.account and c.id = d.id returning c.id)
                delete from collected where collection in (select id from gone)
                """,
                text("account", ChangeBatch.Key::one),
                text("id", ChangeBatch.Key::two));
        script.add(
                "report",
                batch.reports.kept(),
                text("id", Change.Reported::id),
                text("reporter", Change.Reported::reporter),
                HibernateScript.<Change.Reported>text("objects", one -> String.join("\n", one.objects()))
                        .as("string_to_array(objects, E'\\n')"),
                text("content", Change.Reported::content),
                time("at", Change.Reported::at));
    }

    /** All that is known of actors that are gone, and of accounts that their owners deleted. */
    private static void erasures(HibernateScript script, ChangeBatch batch) {
        List<String> actors = new ArrayList<>(batch.erasedActors.keySet());
        batch.erasedAccounts.values().forEach(one -> actors.add(one.actor()));
        if (!actors.isEmpty()) {
            Object gone = actors.toArray(String[]::new);
            script.run("""
                    update note set deleted = version_time, document = null, previous = null, audience = '{}'
                    where author = any ($1::text[]) and deleted is null
                    """, gone);
            script.run("delete from recent_post where author = any ($1::text[])", gone);
            script.run("delete from interaction where actor = any ($1::text[])", gone);
            script.run("delete from follower where actor = any ($1::text[])", gone);
            script.run("delete from followed where actor = any ($1::text[])", gone);
            script.run("delete from blocked_by where actor = any ($1::text[])", gone);
            script.run("delete from notification where actor = any ($1::text[])", gone);
        }
        Collection<String> accounts = batch.erasedAccounts.keySet();
        if (!accounts.isEmpty()) {
            Object gone = accounts.toArray(String[]::new);
            for (String table : List.of(
                    "followed",
                    "shunned",
                    "blocked_by",
                    "notification",
                    "inbox_item",
                    "inbox_unsigned",
                    "own_collection",
                    "old_address",
                    "old_address_host")) {
                script.run("delete from " + table + " where account = any ($1::text[])", gone);
            }
        }
    }
}
