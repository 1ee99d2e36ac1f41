package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.effect.World.Pair;
import social.godwit.activitypub.follow.HibernateFollowRows;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;

/** Loads the facts of a batch: one query per table that is needed at all. */
@Singleton
final class HibernateFacts {
    /** How long another Move of the same actor is not looked at. */
    static final Duration MOVE_PAUSE = Duration.ofDays(7);

    private final AccountStore accounts;
    private final OwnDocuments documents;
    private final FederationPolicy policy;
    private final InstantSource clock;

    @Inject
    HibernateFacts(AccountStore accounts, OwnDocuments documents, FederationPolicy policy, InstantSource clock) {
        this.accounts = accounts;
        this.documents = documents;
        this.policy = policy;
        this.clock = clock;
    }

    /** The world as the database has it, for decisions about {@code batch}. */
    Uni<World> load(Mutiny.StatelessSession session, Collection<Incoming> batch, Found found) {
        Needs needs = new Needs();
        batch.forEach(needs::add);
        World world = new World(policy);
        world.peers.putAll(found.peers());
        world.successors.putAll(found.successors());
        Uni<Void> loading = Uni.createFrom().voidItem();
        for (Query query : queries(needs, world)) {
            loading = loading.chain(() -> run(session, query));
        }
        return loading.chain(() -> accounts(needs.dids, world))
                .chain(() -> stamps(needs.stamps, world))
                .chain(() -> shunned(session, needs, world))
                .replaceWith(world);
    }

    /** Earlier queries may add keys for later ones. */
    private static Uni<Void> run(Mutiny.StatelessSession session, Query query) {
        return query.keys().isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.query(session, query.sql(), query.parameters())
                        .invoke(rows -> rows.forEach(query.each()))
                        .replaceWithVoid();
    }

    /** One query, skipped when nobody asks for any of its keys. */
    private record Query(Set<String> keys, String sql, Consumer<Row> each, Optional<Object> second) {
        Query(Set<String> keys, String sql, Consumer<Row> each) {
            this(keys, sql, each, Optional.empty());
        }

        Object[] parameters() {
            Object first = keys.toArray(String[]::new);
            return second.map(one -> new Object[] {first, one}).orElseGet(() -> new Object[] {first});
        }
    }

    private List<Query> queries(Needs needs, World world) {
        Set<String> interactedBy = needs.interactedWith.isEmpty() ? Set.of() : needs.actors;
        return List.of(
                new Query(
                        needs.interactions,
                        "select * from interaction where activity = any ($1::text[])",
                        row -> interaction(row, needs, world)),
                new Query(
                        needs.interactedWith,
                        "select * from interaction where object = any ($1::text[]) and actor = any ($2::text[])",
                        row -> interaction(row, needs, world),
                        Optional.of(interactedBy.toArray(String[]::new))),
                new Query(
                        needs.notes,
                        """
                        select id, author, type, visibility, listed, local, published, in_reply_to, conversation, quote,
                            audience, version_time, edited, deleted,
                            case when id = any ($2::text[]) then document end as document
                        from note where id = any ($1::text[])
                        """,
                        row -> {
                            NoteRow note = note(row);
                            needs.addPeopleOf(note);
                            if (needs.deleted.contains(note.id())) {
                                note.inReplyTo().ifPresent(needs.parents::add);
                            }
                            world.notes.put(note.id(), note);
                        },
                        Optional.of(needs.documents.toArray(String[]::new))),
                new Query(needs.parents, """
                        select id, author, type, visibility, listed, local, published, in_reply_to, conversation, quote,
                            audience, version_time, edited, deleted, null as document
                        from note where id = any ($1::text[])
                        """, row -> {
                    NoteRow note = note(row);
                    needs.addPeopleOf(note);
                    world.notes.putIfAbsent(note.id(), note);
                }),
                new Query(
                        needs.followed,
                        "select * from followed where actor = any ($1::text[])",
                        row -> followed(row, needs, world)),
                new Query(
                        needs.shunned,
                        "select * from shunned where target = any ($1::text[]) and kind <> 'DOMAIN'",
                        row -> {
                            needs.dids.add(row.getString("account"));
                            world.add(row.getString("account"), HibernateFollowRows.shunned(row));
                        }),
                new Query(
                        needs.ownFollows,
                        "select * from followed where follow_id = any ($1::text[])",
                        row -> followed(row, needs, world)),
                new Query(
                        needs.followers,
                        "select * from follower where actor = any ($1::text[])",
                        row -> world.add(row.getString("account"), HibernateFollowRows.follower(row))),
                new Query(
                        needs.theirFollows,
                        "select * from follower where follow_key = any ($1::text[])",
                        row -> world.add(row.getString("account"), HibernateFollowRows.follower(row))),
                new Query(
                        needs.blockers,
                        "select account, actor, activity from blocked_by where actor = any ($1::text[])",
                        row -> {
                            needs.dids.add(row.getString("account"));
                            world.blockedBy.put(
                                    new Pair(row.getString("account"), row.getString("actor")),
                                    row.getString("activity"));
                        }),
                new Query(needs.boosted, """
                        select object, substring(actor from 'did:key:z[A-Za-z0-9]+') as account from interaction
                        where object = any ($1::text[]) and kind = 'SHARE' and actor like 'ap://did:key:%' limit 1000
                        """, row -> {
                    needs.dids.add(row.getString("account"));
                    world.boosters
                            .computeIfAbsent(row.getString("object"), ignored -> new LinkedHashSet<>())
                            .add(row.getString("account"));
                }),
                new Query(
                        needs.reactedTo,
                        """
                        select object, actor from (
                            select object, actor from interaction where object = any ($1::text[])
                            union
                            select in_reply_to, author from note where in_reply_to = any ($1::text[])) r
                        limit 500
                        """,
                        row -> world.reacted
                                .computeIfAbsent(row.getString("object"), ignored -> new LinkedHashSet<>())
                                .add(row.getString("actor"))),
                new Query(
                        needs.polls,
                        "select * from poll where question = any ($1::text[])",
                        row -> world.polls.put(row.getString("question"), poll(row))),
                new Query(
                        needs.polls,
                        "select question, actor, option from vote where question = any ($1::text[]) and actor = any ($2::text[])",
                        row -> world.votes
                                .computeIfAbsent(
                                        new Pair(row.getString("question"), row.getString("actor")),
                                        ignored -> new ArrayList<>())
                                .add(row.getString("option")),
                        Optional.of(needs.actors.toArray(String[]::new))),
                new Query(
                        needs.undone,
                        "select activity, actor from undone where activity = any ($1::text[])",
                        row -> world.undone.add(new Pair(row.getString("activity"), row.getString("actor")))),
                new Query(
                        policy.screensNewcomers() ? needs.followed : Set.of(),
                        """
                        select a.author, min(coalesce(r.arrived, 'epoch'::timestamptz)) as since
                        from unnest($1::text[]) a (author) cross join lateral (
                            select id from note where author = a.author order by published limit 20) n
                        left join recent_post r on r.id = n.id
                        group by a.author
                        """,
                        row -> world.knownSince.put(row.getString("author"), Database.instant(row, "since"))),
                new Query(
                        needs.movers,
                        "select actor from moved where actor = any ($1::text[]) and at > $2",
                        row -> world.movedLately.add(row.getString("actor")),
                        Optional.of(clock.instant().minus(MOVE_PAUSE))));
    }

    private static void followed(Row row, Needs needs, World world) {
        needs.dids.add(row.getString("account"));
        world.add(row.getString("account"), HibernateFollowRows.followed(row));
    }

    private static void interaction(Row row, Needs needs, World world) {
        needs.notes.add(row.getString("object"));
        Interaction.Kind kind = Interaction.Kind.valueOf(row.getString("kind"));
        world.interactions.put(
                World.key(row.getString("object"), kind, row.getString("actor"), row.getString("content")),
                new Interaction(
                        kind,
                        row.getString("object"),
                        row.getString("actor"),
                        row.getString("activity"),
                        row.getString("content"),
                        Database.instant(row, "at")));
    }

    private static PollRow poll(Row row) {
        return new PollRow(
                row.getString("question"),
                row.getString("author"),
                row.getBoolean("local"),
                row.getBoolean("multiple"),
                List.of(row.getArrayOfStrings("options")),
                List.of(row.getArrayOfLongs("tallies")),
                row.getLong("voters"),
                optionalInstant(row, "closes_at"));
    }

    private static NoteRow note(Row row) {
        return new NoteRow(
                row.getString("id"),
                row.getString("author"),
                row.getString("type"),
                Visibility.valueOf(row.getString("visibility")),
                row.getBoolean("listed"),
                row.getBoolean("local"),
                Database.instant(row, "published"),
                Optional.ofNullable(row.getString("in_reply_to")),
                Optional.ofNullable(row.getString("conversation")),
                Optional.ofNullable(row.getString("quote")),
                List.of(row.getArrayOfStrings("audience")),
                Database.instant(row, "version_time"),
                optionalInstant(row, "edited"),
                optionalInstant(row, "deleted"),
                row.getString("document"));
    }

    private static Optional<Instant> optionalInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private Uni<Void> accounts(Set<String> dids, World world) {
        Uni<Void> loading = Uni.createFrom().voidItem();
        for (String text : dids) {
            Optional<Did> did = Did.parse(text);
            if (did.isPresent()) {
                loading = loading.chain(() -> accounts.find(did.get()))
                        .invoke(found -> found.filter(account -> account.active())
                                .ifPresent(account -> world.accounts.put(text, account)))
                        .replaceWithVoid();
            }
        }
        return loading;
    }

    /** Of accounts here only: what others permit does not concern us. */
    private Uni<Void> stamps(Set<String> ids, World world) {
        Uni<Void> loading = Uni.createFrom().voidItem();
        for (String text : ids) {
            Optional<PortableId> id = PortableId.parse(text)
                    .filter(one -> world.accounts.containsKey(one.did().toString()));
            if (id.isPresent()) {
                loading = loading.chain(() -> documents.document(id.get()))
                        .invoke(found -> found.ifPresent(stamp -> world.stamps.put(text, stamp)))
                        .replaceWithVoid();
            }
        }
        return loading;
    }

    private static Uni<Void> shunned(Mutiny.StatelessSession session, Needs needs, World world) {
        if (world.accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<String> targets = new LinkedHashSet<>(needs.actors);
        targets.addAll(needs.hosts);
        return Database.query(
                        session,
                        """
                        select * from shunned where account = any ($1::text[])
                            and (target = any ($2::text[]) or activity = any ($3::text[]))
                        """,
                        world.accounts.keySet().toArray(String[]::new),
                        targets.toArray(String[]::new),
                        needs.ownBlocks.toArray(String[]::new))
                .invoke(rows ->
                        rows.forEach(row -> world.add(row.getString("account"), HibernateFollowRows.shunned(row))))
                .replaceWithVoid();
    }
}
