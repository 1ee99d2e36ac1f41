package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Database;

/** Writes a batch of changes: at most one statement to put and one to drop rows per table, in the order of the tables. */
@Singleton
final class HibernateChanges {
    private final Deliveries deliveries;

    @Inject
    HibernateChanges(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** One column of many rows as an array parameter. */
    private record Column<T, C>(Class<C> type, Function<T, @Nullable C> value) {
        Object of(List<T> rows) {
            Object array = Array.newInstance(type, rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Array.set(array, i, value.apply(rows.get(i)));
            }
            return array;
        }
    }

    private static <T> Column<T, String> text(Function<T, @Nullable String> value) {
        return new Column<>(String.class, value);
    }

    private static <T> Column<T, Instant> time(Function<T, @Nullable Instant> value) {
        return new Column<>(Instant.class, value);
    }

    private static <T> Column<T, Boolean> flag(Function<T, Boolean> value) {
        return new Column<>(Boolean.class, value);
    }

    /** Collects statements and runs them one after the other. */
    private static final class Script {
        private final Mutiny.StatelessSession session;
        private Uni<Void> all = Uni.createFrom().voidItem();

        Script(Mutiny.StatelessSession session) {
            this.session = session;
        }

        @SafeVarargs
        final <T> void put(List<T> rows, String sql, Column<T, ?>... columns) {
            if (rows.isEmpty()) {
                return;
            }
            Object[] parameters = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                parameters[i] = columns[i].of(rows);
            }
            run(sql, parameters);
        }

        void drop(List<ChangeBatch.Key> keys, String sql, int parts) {
            if (keys.isEmpty()) {
                return;
            }
            List<Function<ChangeBatch.Key, @Nullable String>> columns =
                    List.of(ChangeBatch.Key::one, ChangeBatch.Key::two, ChangeBatch.Key::three, ChangeBatch.Key::four);
            Object[] parameters = new Object[parts];
            for (int i = 0; i < parts; i++) {
                parameters[i] = HibernateChanges.text(columns.get(i)).of(keys);
            }
            run(sql, parameters);
        }

        void run(String sql, Object... parameters) {
            all = all.chain(() -> Database.execute(session, sql, parameters)).replaceWithVoid();
        }
    }

    /** Writes everything; the caller commits. */
    Uni<Void> write(Mutiny.StatelessSession session, ChangeBatch batch) {
        Script script = new Script(session);
        erasures(script, batch);
        notes(script, batch);
        polls(script, batch);
        interactions(script, batch);
        follows(script, batch);
        shunned(script, batch);
        ownersViews(script, batch);
        Uni<Void> all = script.all;
        for (Outgoing outgoing : batch.outgoing) {
            all = all.chain(() -> deliveries.enqueue(outgoing));
        }
        return all;
    }

    private static void notes(Script script, ChangeBatch batch) {
        script.put(
                batch.deletions.kept(),
                """
                insert into note (id, author, type, visibility, listed, local, published, audience, version_time, deleted)
                select id, author, 'Tombstone', 'DIRECT', false, local, at, '{}', at, at
                from unnest($1::text[], $2::text[], $3::boolean[], $4::timestamptz[]) d (id, author, local, at)
                on conflict (id) do update set deleted = excluded.deleted, document = null, previous = null,
                    audience = '{}'
                where note.author = excluded.author and note.deleted is null
                """,
                text(Change.NoteDeleted::id),
                text(Change.NoteDeleted::author),
                flag(Change.NoteDeleted::local),
                time(Change.NoteDeleted::at));
        String[] gone =
                batch.deletions.kept().stream().map(Change.NoteDeleted::id).toArray(String[]::new);
        if (gone.length > 0) {
            script.run("delete from interaction where object = any ($1::text[])", (Object) gone);
            script.run("delete from poll where question = any ($1::text[])", (Object) gone);
            script.run("delete from vote where question = any ($1::text[])", (Object) gone);
            script.run("delete from wanted_note where id = any ($1::text[])", (Object) gone);
        }
        script.put(
                batch.notes.kept(),
                """
                insert into note (id, author, type, visibility, listed, local, published, in_reply_to, conversation, quote,
                    audience, version_time, edited, document)
                select id, author, type, visibility, listed, local, published, in_reply_to, conversation, quote,
                    string_to_array(audience, E'\\n'), version_time, edited, document
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[],
                    $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[],
                    $13::timestamptz[], $14::text[])
                    n (id, author, type, visibility, listed, local, published, in_reply_to, conversation, quote, audience,
                        version_time, edited, document)
                on conflict (id) do update set author = excluded.author, type = excluded.type,
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
                text(NoteRow::id),
                text(NoteRow::author),
                text(NoteRow::type),
                text(note -> note.visibility().name()),
                flag(NoteRow::listed),
                flag(NoteRow::local),
                time(NoteRow::published),
                text(note -> note.inReplyTo().orElse(null)),
                text(note -> note.conversation().orElse(null)),
                text(note -> note.quote().orElse(null)),
                text(note -> String.join("\n", note.audience())),
                time(NoteRow::versionTime),
                time(note -> note.edited().orElse(null)),
                text(NoteRow::document));
        script.put(batch.wanted.kept(), """
                insert into wanted_note (id, spelling, not_before, since)
                select id, spelling, now(), now() from unnest($1::text[], $2::text[]) w (id, spelling)
                where not exists (select 1 from note where note.id = w.id)
                on conflict (id) do nothing
                """, text(one -> Ids.compared(one.id())), text(Change.NoteWanted::id));
    }

    private static void polls(Script script, ChangeBatch batch) {
        script.put(
                batch.polls.kept(),
                """
                insert into poll (question, author, local, multiple, options, tallies, voters, closes_at)
                select question, author, local, multiple, string_to_array(options, E'\\x1f'),
                    string_to_array(tallies, ',')::bigint[], voters, closes_at
                from unnest($1::text[], $2::text[], $3::boolean[], $4::boolean[], $5::text[], $6::text[], $7::bigint[],
                    $8::timestamptz[]) p (question, author, local, multiple, options, tallies, voters, closes_at)
                on conflict (question) do update set multiple = excluded.multiple, options = excluded.options,
                    tallies = excluded.tallies, voters = excluded.voters, closes_at = excluded.closes_at
                where poll.author = excluded.author
                """,
                text(PollRow::question),
                text(PollRow::author),
                flag(PollRow::local),
                flag(PollRow::multiple),
                text(poll -> String.join("\u001f", poll.options())),
                text(poll -> String.join(
                        ",", poll.tallies().stream().map(Object::toString).toList())),
                new Column<>(Long.class, PollRow::voters),
                time(poll -> poll.closes().orElse(null)));
        script.put(
                batch.votes.kept(),
                """
                insert into vote (question, actor, option, activity, at)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                on conflict do nothing
                """,
                text(Change.Voted::question),
                text(Change.Voted::actor),
                text(Change.Voted::option),
                text(Change.Voted::activity),
                time(Change.Voted::at));
    }

    private static void interactions(Script script, ChangeBatch batch) {
        script.put(
                batch.interactions.kept(),
                """
                insert into interaction (object, kind, actor, content, activity, at, public)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
                    $7::boolean[])
                on conflict do nothing
                """,
                text(one -> one.interaction().object()),
                text(one -> one.interaction().kind().name()),
                text(one -> one.interaction().actor()),
                text(one -> one.interaction().content()),
                text(one -> one.interaction().activity()),
                time(one -> one.interaction().at()),
                flag(Change.Interacted::isPublic));
        script.drop(batch.interactions.dropped(), """
                delete from interaction i
                using unnest($1::text[], $2::text[], $3::text[], $4::text[]) d (object, kind, actor, content)
                where i.object = d.object and i.kind = d.kind and i.actor = d.actor and i.content = d.content
                """, 4);
        script.put(
                batch.undone.kept(),
                """
                insert into undone (activity, actor, at)
                select * from unnest($1::text[], $2::text[], $3::timestamptz[]) on conflict do nothing
                """,
                text(Change.UndoneAhead::activity),
                text(Change.UndoneAhead::actor),
                time(Change.UndoneAhead::at));
    }

    private static void follows(Script script, ChangeBatch batch) {
        script.put(
                batch.followers.kept(),
                """
                insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted,
                    since)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                    $8::text[], $9::boolean[], $10::timestamptz[])
                on conflict (account, actor) do update set spelling = excluded.spelling, inbox = excluded.inbox,
                    shared_inbox = excluded.shared_inbox, host = excluded.host, follow_id = excluded.follow_id,
                    follow_key = excluded.follow_key, accepted = excluded.accepted,
                    since = case when follower.accepted then follower.since else excluded.since end
                """,
                text(Change.FollowerPut::account),
                text(one -> one.follower().actor()),
                text(one -> one.follower().spelling()),
                text(one -> one.follower().inbox()),
                text(one -> one.follower().sharedInbox()),
                text(one -> one.follower().host()),
                text(one -> one.follower().follow()),
                text(one -> Ids.compared(one.follower().follow())),
                flag(one -> one.follower().accepted()),
                time(one -> one.follower().since()));
        script.drop(batch.followers.dropped(), """
                delete from follower f using unnest($1::text[], $2::text[]) d (account, actor)
                where f.account = d.account and f.actor = d.actor
                """, 2);
        script.put(
                batch.followed.kept(),
                """
                insert into followed (account, actor, spelling, follow_id, state, moved_to, since)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                    $7::timestamptz[])
                on conflict (account, actor) do update set spelling = excluded.spelling,
                    follow_id = excluded.follow_id, state = excluded.state, moved_to = excluded.moved_to,
                    since = excluded.since
                """,
                text(Change.FollowedPut::account),
                text(one -> one.followed().actor()),
                text(one -> one.followed().spelling()),
                text(one -> one.followed().follow()),
                text(one -> one.followed().state().name()),
                text(one -> one.followed().movedTo().orElse(null)),
                time(one -> one.followed().since()));
        script.drop(batch.followed.dropped(), """
                delete from followed f using unnest($1::text[], $2::text[]) d (account, actor)
                where f.account = d.account and f.actor = d.actor
                """, 2);
        script.put(
                batch.moved.kept(), """
                insert into moved (actor, target, at) select * from unnest($1::text[], $2::text[], $3::timestamptz[])
                on conflict (actor) do update set target = excluded.target, at = excluded.at
                """, text(Change.Moved::actor), text(Change.Moved::target), time(Change.Moved::at));
    }

    private static void shunned(Script script, ChangeBatch batch) {
        script.put(
                batch.shunned.kept(),
                """
                insert into shunned (account, kind, target, activity, since)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                on conflict (account, kind, target) do update set activity = excluded.activity
                """,
                text(Change.ShunnedPut::account),
                text(one -> one.shunned().kind().name()),
                text(one -> one.shunned().target()),
                text(one -> one.shunned().activity()),
                time(one -> one.shunned().since()));
        script.drop(batch.shunned.dropped(), """
                delete from shunned s using unnest($1::text[], $2::text[], $3::text[]) d (account, kind, target)
                where s.account = d.account and s.kind = d.kind and s.target = d.target
                """, 3);
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
                batch.blockedBy.kept(),
                """
                insert into blocked_by (account, actor, activity, since)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
                on conflict (account, actor) do update set activity = excluded.activity
                """,
                text(Change.BlockedByPut::account),
                text(Change.BlockedByPut::actor),
                text(Change.BlockedByPut::activity),
                time(Change.BlockedByPut::since));
        script.drop(batch.blockedBy.dropped(), """
                delete from blocked_by b using unnest($1::text[], $2::text[]) d (account, actor)
                where b.account = d.account and b.actor = d.actor
                """, 2);
    }

    private static void ownersViews(Script script, ChangeBatch batch) {
        script.put(
                batch.notifications.kept(),
                """
                insert into notification (account, key, type, actor, object, activity, content, at)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                    $8::timestamptz[])
                on conflict do nothing
                """,
                text(Change.Notified::account),
                text(one -> one.notification().key()),
                text(one -> one.notification().type().name()),
                text(one -> one.notification().actor()),
                text(one -> one.notification().object().orElse(null)),
                text(one -> one.notification().activity()),
                text(one -> one.notification().content().orElse(null)),
                time(one -> one.notification().at()));
        script.drop(batch.notifications.dropped(), """
                delete from notification n using unnest($1::text[], $2::text[]) d (account, key)
                where n.account = d.account and n.key = d.key
                """, 2);
        script.put(
                batch.items.kept(),
                """
                insert into inbox_item (account, received_at, shard, position)
                select * from unnest($1::text[], $2::timestamptz[], $3::smallint[], $4::bigint[])
                on conflict do nothing
                """,
                text(ChangeBatch.Item::account),
                time(ChangeBatch.Item::at),
                new Column<>(Short.class, item -> (short) item.place().shard()),
                new Column<>(Long.class, item -> item.place().position()));
        script.put(
                batch.unsigned.kept(),
                """
                insert into inbox_unsigned (account, id, type, cause, since)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                on conflict do nothing
                """,
                text(Change.UnsignedPut::account),
                text(Change.UnsignedPut::id),
                text(Change.UnsignedPut::type),
                text(Change.UnsignedPut::cause),
                time(Change.UnsignedPut::since));
        script.drop(batch.unsigned.dropped(), """
                delete from inbox_unsigned u using unnest($1::text[], $2::text[]) d (account, id)
                where u.account = d.account and u.id = d.id
                """, 2);
        script.put(
                batch.collected.kept(),
                """
                insert into collected (collection, item, spelling, activity, added)
                select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                on conflict do nothing
                """,
                text(Change.CollectedPut::collection),
                text(Change.CollectedPut::item),
                text(Change.CollectedPut::spelling),
                text(Change.CollectedPut::activity),
                time(Change.CollectedPut::added));
        script.drop(batch.collected.dropped(), """
                delete from collected c using unnest($1::text[], $2::text[]) d (collection, item)
                where c.collection = d.collection and c.item = d.item
                """, 2);
        script.put(
                batch.collections.kept(),
                """
                insert into own_collection (account, id, name) select * from unnest($1::text[], $2::text[], $3::text[])
                on conflict (account, id) do update set name = excluded.name
                """,
                text(Change.CollectionPut::account),
                text(Change.CollectionPut::id),
                text(Change.CollectionPut::name));
        script.drop(batch.collections.dropped(), """
                with gone as (
                    delete from own_collection c using unnest($1::text[], $2::text[]) d (account, id)
                    where c.account = d.account and c.id = d.id returning c.id)
                delete from collected where collection in (select id from gone)
                """, 2);
        script.put(
                batch.reports.kept(),
                """
                insert into report (id, reporter, objects, content, at)
                select id, reporter, string_to_array(objects, E'\\n'), content, at
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                    r (id, reporter, objects, content, at)
                on conflict do nothing
                """,
                text(Change.Reported::id),
                text(Change.Reported::reporter),
                text(one -> String.join("\n", one.objects())),
                text(Change.Reported::content),
                time(Change.Reported::at));
    }

    /** All that is known of actors that are gone, and of accounts that their owners deleted. */
    private static void erasures(Script script, ChangeBatch batch) {
        List<String> actors = new ArrayList<>(batch.erasedActors.keySet());
        batch.erasedAccounts.values().forEach(one -> actors.add(one.actor()));
        if (!actors.isEmpty()) {
            Object gone = actors.toArray(String[]::new);
            script.run("""
                    update note set deleted = version_time, document = null, previous = null, audience = '{}'
                    where author = any ($1::text[]) and deleted is null
                    """, gone);
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
                    "own_collection")) {
                script.run("delete from " + table + " where account = any ($1::text[])", gone);
            }
        }
    }
}
