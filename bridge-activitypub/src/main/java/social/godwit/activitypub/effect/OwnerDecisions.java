package social.godwit.activitypub.effect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.Interaction.Kind;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Imported;
import social.godwit.activitypub.vocabulary.Respelt;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.JsonObject;

/** What an owner's activity changes here, and who gets it. Pure. */
final class OwnerDecisions {
    private static final Set<String> COLLECTIONS = Set.of("Collection", "OrderedCollection");

    private OwnerDecisions() {}

    /**
     * What one activity comes to.
     *
     * @param changes in order
     * @param recipients who gets it
     */
    record Outcome(List<Change> changes, Recipients recipients) {
        Outcome {
            changes = List.copyOf(changes);
        }
    }

    static Outcome of(Account account, Incoming in, Facts facts) {
        if (in.type().equals("Announce") && Imported.brings(in.json())) {
            // Kept in the outbox, as history: what was boosted years ago is neither fetched nor counted again.
            return new Outcome(List.of(), Recipients.NONE);
        }
        Set<String> more = new LinkedHashSet<>();
        List<Change> changes = switch (in.type()) {
            case "Create" -> create(account, in, facts, more);
            case "Update" -> update(account, in, facts);
            case "Delete" -> delete(account, in, facts, more);
            case "Follow" -> follow(account, in, facts, more);
            case "Accept", "Reject" -> answer(account, in, facts, more);
            case "Undo" -> undo(account, in, facts, more);
            case "Like", "EmojiReact", "Announce" -> interact(in, facts, more);
            case "Block" -> block(account, in);
            case "Ignore" -> mute(account, in);
            case "Add", "Remove" -> collect(account, in);
            case "Flag" -> report(in);
            default -> List.of();
        };
        return new Outcome(changes, recipients(account, in, more));
    }

    /**
     * Whom the audience names; whatever is public or for followers goes to the followers; {@code more} are those whom the
     * activity concerns. An activity without an audience is the owner's own affair, unless it concerns somebody by its
     * type.
     */
    private static Recipients recipients(Account account, Incoming in, Set<String> more) {
        if (Imported.brings(in.json()) || Respelt.is(in.json())) {
            return Recipients.NONE;
        }
        Audience audience = Audience.of(in.json());
        Audience inner = in.object().map(Audience::of).orElse(new Audience(false, false, Set.of()));
        Optional<String> followers = account.paths().followers().map(account::idOf);
        boolean toFollowers = audience.isPublic()
                || inner.isPublic()
                || followers.filter(id -> audience.names(id) || inner.names(id)).isPresent();
        Set<String> actors = new LinkedHashSet<>();
        actors.addAll(audience.ids());
        actors.addAll(inner.ids());
        actors.addAll(more);
        actors.removeIf(id -> isOwn(account, id));
        return new Recipients(actors, toFollowers);
    }

    private static boolean isOwn(Account account, String id) {
        return Ids.did(id).filter(account.did()::equals).isPresent();
    }

    private static List<Change> create(Account account, Incoming in, Facts facts, Set<String> more) {
        Optional<JsonObject> object = in.object();
        if (object.isEmpty()) {
            return List.of();
        }
        JsonObject made = object.get();
        if (COLLECTIONS.contains(Types.of(made))) {
            return made.string("id")
                    .filter(Ids::usable)
                    .<List<Change>>map(id -> List.of(new Change.CollectionPut(
                            did(account), Ids.compared(id), made.string("name").orElse(""))))
                    .orElse(List.of());
        }
        Optional<NoteRow> parent = Posts.reference(made, "inReplyTo").flatMap(facts::note);
        parent.map(NoteRow::author).ifPresent(more::add);
        if (Posts.looksLikeVote(made) && !Imported.isMarked(made)) {
            return voteOf(in, made, facts);
        }
        Optional<NoteRow> note = read(account, in, made);
        if (note.isEmpty() || facts.note(note.get().id()).isPresent()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.NoteKept(note.get()));
        if (note.get().type().equals("Question")) {
            Posts.poll(made, note.get().id(), note.get().author(), !Imported.isMarked(made))
                    .ifPresent(poll -> changes.add(new Change.PollPut(poll)));
        }
        return changes;
    }

    /** A vote in somebody's poll: shown as the owner's choice; in a poll of an account here it counts at once. */
    private static List<Change> voteOf(Incoming in, JsonObject vote, Facts facts) {
        Optional<PollRow> poll = Posts.reference(vote, "inReplyTo").flatMap(facts::poll);
        if (poll.isEmpty() || !poll.get().options().contains(vote.string("name").orElse(""))) {
            return List.of();
        }
        if (poll.get().local()) {
            return PostDecisions.vote(in, vote, poll.get(), facts);
        }
        return List.of(new Change.Voted(
                poll.get().question(), in.actor(), vote.string("name").orElse(""), in.id(), in.at()));
    }

    private static Optional<NoteRow> read(Account account, Incoming in, JsonObject object) {
        return Posts.read(
                object,
                in.json(),
                in.textOf(object),
                account.actor().canonical(),
                account.paths().followers().map(account::idOf),
                true,
                in.at());
    }

    private static List<Change> update(Account account, Incoming in, Facts facts) {
        Optional<JsonObject> object = in.object();
        if (object.filter(made -> COLLECTIONS.contains(Types.of(made))).isPresent()) {
            JsonObject made = object.get();
            return made.string("id")
                    .filter(Ids::usable)
                    .<List<Change>>map(id -> List.of(new Change.CollectionPut(
                            did(account), Ids.compared(id), made.string("name").orElse(""))))
                    .orElse(List.of());
        }
        Optional<NoteRow> note = object.flatMap(made -> read(account, in, made));
        Optional<NoteRow> known = note.flatMap(one -> facts.note(one.id()));
        if (note.isEmpty() || known.filter(NoteRow::isDeleted).isPresent()) {
            return List.of();
        }
        NoteRow version = PostDecisions.withVersion(note.get(), object.get(), in.at(), known.isPresent());
        if (known.filter(old -> version.versionTime().isBefore(old.versionTime()))
                .isPresent()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.NoteKept(version));
        if (version.type().equals("Question")) {
            Posts.poll(object.get(), version.id(), version.author(), !Imported.isMarked(object.get()))
                    .ifPresent(poll -> changes.add(new Change.PollPut(poll)));
        }
        return changes;
    }

    private static List<Change> delete(Account account, Incoming in, Facts facts, Set<String> more) {
        Optional<String> id = in.objectId().filter(one -> isOwn(account, one));
        if (id.isEmpty()) {
            return List.of();
        }
        if (id.get().equals(account.actor().canonical())) {
            return List.of(new Change.AccountErased(did(account), id.get(), in.at()));
        }
        Optional<NoteRow> known = facts.note(id.get());
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.CollectionDropped(did(account), id.get()));
        if (known.filter(note -> !note.isDeleted()).isPresent()) {
            changes.add(new Change.NoteDeleted(id.get(), account.actor().canonical(), true, in.at()));
            PostDecisions.withdraw(known.get(), facts, changes);
            known.get().audience().stream().filter(one -> !isOwn(account, one)).forEach(more::add);
            more.addAll(facts.reactedTo(id.get()));
        }
        return changes;
    }

    private static List<Change> follow(Account account, Incoming in, Facts facts, Set<String> more) {
        Optional<String> target = in.objectSpelling().filter(id -> !isOwn(account, id));
        if (target.isEmpty()) {
            return List.of();
        }
        more.add(target.get());
        if (facts.ownFollow(Ids.compared(in.id())).isPresent()) {
            return List.of();
        }
        Followed followed = new Followed(
                Ids.compared(target.get()),
                target.get(),
                Ids.compared(in.id()),
                Followed.State.PENDING,
                Optional.empty(),
                in.at());
        return List.of(
                new Change.FollowedPut(did(account), followed), new Change.UnsignedDropped(did(account), in.id()));
    }

    /** The owner's own Accept or Reject of a Follow or a QuoteRequest. */
    private static List<Change> answer(Account account, Incoming in, Facts facts, Set<String> more) {
        String did = did(account);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.UnsignedDropped(did, in.id()));
        Optional<String> actor = in.object()
                .flatMap(follow -> Posts.reference(follow, "actor"))
                .or(() -> in.objectId().flatMap(id -> facts.followerBy(did, id)));
        if (in.type().equals("Reject")) {
            // Another gateway may tell of the Follow only now.
            in.objectId()
                    .ifPresent(id -> actor.ifPresent(one -> changes.add(new Change.UndoneAhead(id, one, in.at()))));
        }
        Optional<Follower> follower = actor.flatMap(one -> facts.follower(did, one));
        if (follower.isEmpty()) {
            return changes;
        }
        Follower known = follower.get();
        more.add(known.spelling());
        if (in.type().equals("Reject")) {
            changes.add(new Change.FollowerDropped(did, known.actor()));
        } else {
            changes.add(new Change.FollowerPut(
                    did,
                    new Follower(
                            known.actor(),
                            known.spelling(),
                            known.inbox(),
                            known.sharedInbox(),
                            known.host(),
                            known.follow(),
                            true,
                            known.accepted() ? known.since() : in.at(),
                            known.said())));
        }
        return changes;
    }

    private static List<Change> interact(Incoming in, Facts facts, Set<String> more) {
        Optional<NoteRow> note = in.objectId().flatMap(facts::note).filter(one -> !one.isDeleted());
        if (note.isEmpty()) {
            return List.of();
        }
        more.add(note.get().author());
        String content = in.type().equals("Announce") ? "" : in.content();
        Kind kind = in.type().equals("Announce") ? Kind.SHARE : content.isEmpty() ? Kind.LIKE : Kind.REACTION;
        return List.of(new Change.Interacted(
                new Interaction(kind, note.get().id(), in.actor(), Ids.compared(in.id()), content, in.at()),
                kind != Kind.SHARE || Audience.of(in.json()).isPublic()));
    }

    /** A Block of an actor ends follows both ways; a Block of {@code https://HOST} is one of everybody there. */
    private static List<Change> block(Account account, Incoming in) {
        Optional<String> target = in.objectSpelling().filter(id -> !isOwn(account, id));
        if (target.isEmpty()) {
            return List.of();
        }
        String did = did(account);
        Shunned shunned = shunned(in, target.get());
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.ShunnedPut(did, shunned));
        changes.add(new Change.UnsignedDropped(did, in.id()));
        if (shunned.kind() == Shunned.Kind.BLOCK) {
            changes.add(new Change.FollowerDropped(did, shunned.target()));
            changes.add(new Change.FollowedDropped(did, shunned.target()));
        }
        return changes;
    }

    private static Shunned shunned(Incoming in, String target) {
        boolean wholeHost = Ids.did(target).isEmpty() && target.equals(Ids.origin(target));
        return wholeHost
                ? new Shunned(Shunned.Kind.DOMAIN, Ids.host(target), Ids.compared(in.id()), in.at())
                : new Shunned(Shunned.Kind.BLOCK, Ids.compared(target), Ids.compared(in.id()), in.at());
    }

    private static List<Change> mute(Account account, Incoming in) {
        return in.objectId()
                .filter(id -> !isOwn(account, id))
                .<List<Change>>map(id -> List.of(
                        new Change.ShunnedPut(
                                did(account), new Shunned(Shunned.Kind.MUTE, id, Ids.compared(in.id()), in.at())),
                        new Change.UnsignedDropped(did(account), in.id())))
                .orElse(List.of());
    }

    private static List<Change> collect(Account account, Incoming in) {
        Optional<String> collection = in.json()
                .id("target")
                .filter(Ids::usable)
                .filter(id -> isOwn(account, id))
                .map(Ids::compared);
        Optional<String> item = in.objectSpelling();
        if (collection.isEmpty() || item.isEmpty()) {
            return List.of();
        }
        String id = Ids.compared(item.get());
        return in.type().equals("Add")
                ? List.of(new Change.CollectedPut(collection.get(), id, item.get(), in.id(), in.at()))
                : List.of(new Change.CollectedDropped(collection.get(), id));
    }

    private static List<Change> report(Incoming in) {
        List<String> objects =
                in.json().ids("object").stream().filter(Ids::usable).limit(100).toList();
        return objects.isEmpty()
                ? List.of()
                : List.of(new Change.Reported(in.id(), in.actor(), objects, in.content(), in.at()));
    }

    private static List<Change> undo(Account account, Incoming in, Facts facts, Set<String> more) {
        Optional<String> id = in.objectId().filter(one -> isOwn(account, one));
        if (id.isEmpty()) {
            return List.of();
        }
        String did = did(account);
        in.object().flatMap(inner -> inner.id("object")).filter(Ids::usable).ifPresent(more::add);
        Optional<Facts.OwnFollow> follow =
                facts.ownFollow(id.get()).filter(own -> own.account().equals(did));
        if (follow.isPresent()) {
            more.add(follow.get().followed().spelling());
            return List.of(
                    new Change.FollowedDropped(did, follow.get().followed().actor()));
        }
        Optional<Interaction> interaction =
                facts.interactionOf(id.get()).filter(one -> one.actor().equals(in.actor()));
        if (interaction.isPresent()) {
            Interaction one = interaction.get();
            facts.note(one.object()).map(NoteRow::author).ifPresent(more::add);
            return List.of(new Change.Retracted(one.object(), one.kind(), one.actor(), one.content()));
        }
        return facts.shunnedBy(did, id.get())
                .<List<Change>>map(one -> List.of(new Change.ShunnedDropped(did, one.kind(), one.target())))
                .orElse(List.of());
    }

    private static String did(Account account) {
        return account.did().toString();
    }
}
