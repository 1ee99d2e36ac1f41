package social.godwit.activitypub.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.effect.Facts.OwnFollow;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Followed.State;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.ReplyIds;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;

/** Follow, Accept, Reject, Block and Move of strangers. Pure. */
final class FollowDecisions {
    private FollowDecisions() {}

    /** Follow of an account here: accepted at once when the owner's signed actor document says so. */
    static List<Change> follow(Incoming in, Facts facts) {
        Optional<Account> target = in.objectId().flatMap(facts::accountOf);
        Optional<Peer> sender = facts.peer(in.actor());
        if (target.isEmpty() || sender.isEmpty() || facts.undoneAhead(in.id(), in.actor())) {
            return List.of();
        }
        Account account = target.get();
        String did = account.did().toString();
        if (in.actor().equals(account.actor().canonical())) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Received(did));
        if (Notices.isBlocked(facts, did, in)) {
            changes.add(answer(account, in, "Reject"));
            return changes;
        }
        Optional<Follower> before = facts.follower(did, in.actor());
        if (before.filter(follower -> follower.said().isAfter(in.said())).isPresent()) {
            return List.of();
        }
        boolean known = before.filter(Follower::accepted).isPresent();
        boolean accepted = known || (!account.locked() && !facts.approvesFollows(in.actorSpelling()));
        Follower follower = follower(in, sender.get(), accepted);
        changes.add(new Change.FollowerPut(did, follower));
        if (in.json().id("object").filter(account.actorId()::equals).isPresent()) {
            Origin.ofUrl(follower.sharedInbox())
                    .ifPresent(origin -> changes.add(new Change.AddressKnown(did, origin.authority())));
        }
        if (accepted) {
            changes.add(answer(account, in, "Accept"));
        }
        // Of an open account the client signs this without asking, so it does not wait there while the instance wants a
        // person.
        if (in.portable() && (accepted || account.locked())) {
            changes.add(new Change.UnsignedPut(
                    did, ReplyIds.of(account.actorId(), "Accept", in.id()), "Accept", in.text(), in.at()));
        }
        if (!known) {
            Notification.Type type = accepted ? Notification.Type.FOLLOW : Notification.Type.FOLLOW_REQUEST;
            Notices.add(
                    changes,
                    Notices.of(facts, in, did, type, "follow:" + in.actor(), Optional.empty(), Optional.empty()));
        }
        return changes;
    }

    private static Follower follower(Incoming in, Peer sender, boolean accepted) {
        String inbox = sender.inbox();
        return new Follower(
                in.actor(),
                in.actorSpelling(),
                inbox,
                sender.sharedInbox(),
                Ids.host(sender.sharedInbox()),
                in.id(),
                accepted,
                in.at(),
                in.said());
    }

    /** The answer that any gateway of the account would derive alike; its object is the bare id of what it answers. */
    static Change answer(Account account, Incoming in, String type) {
        String id = ReplyIds.of(account.actorId(), type, in.id());
        String body = JsonObject.builder()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", id)
                .put("type", type)
                .put("actor", account.actorId())
                .put("object", in.id())
                .put("to", List.of(in.actorSpelling()))
                .build()
                .toString();
        return new Change.Sent(Outgoing.of(account.did(), id, body, Set.of(in.actorSpelling()), false));
    }

    /** Accept of a Follow of ours, by the actor whom it names and nobody else (rows 15 and 16). */
    static List<Change> accept(Incoming in, Facts facts) {
        Optional<OwnFollow> own = ownFollow(in, facts);
        if (own.isEmpty() || own.get().followed().state() != State.PENDING) {
            return List.of();
        }
        String did = own.get().account();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Received(did));
        changes.add(new Change.FollowedPut(did, with(own.get().followed(), State.ACCEPTED, in)));
        Notices.add(
                changes,
                Notices.of(
                        facts,
                        in,
                        did,
                        Notification.Type.FOLLOW_ACCEPTED,
                        "accepted:" + in.actor(),
                        Optional.empty(),
                        Optional.empty()));
        return changes;
    }

    /** Reject of a Follow of ours, before or after it was accepted. */
    static List<Change> reject(Incoming in, Facts facts) {
        return ownFollow(in, facts)
                .<List<Change>>map(own -> List.of(
                        new Change.Received(own.account()),
                        new Change.FollowedPut(own.account(), with(own.followed(), State.REJECTED, in))))
                .orElse(List.of());
    }

    private static Optional<OwnFollow> ownFollow(Incoming in, Facts facts) {
        return in.objectId()
                .flatMap(facts::ownFollow)
                .filter(own -> own.followed().actor().equals(in.actor()));
    }

    private static Followed with(Followed old, State state, Incoming in) {
        return new Followed(old.actor(), old.spelling(), old.follow(), state, old.movedTo(), in.at());
    }

    /** Block of an account here: no follow is left either way. */
    static List<Change> block(Incoming in, Facts facts) {
        Optional<Account> target = in.objectId().flatMap(facts::accountOf);
        if (target.isEmpty() || facts.undoneAhead(in.id(), in.actor())) {
            return List.of();
        }
        String did = target.get().did().toString();
        return List.of(
                new Change.BlockedByPut(did, in.actor(), in.id(), in.at()),
                new Change.FollowerDropped(did, in.actor()),
                new Change.FollowedDropped(did, in.actor()));
    }

    /**
     * Move: said by who leaves (push), or by who has arrived (pull, FEP-7628). Believed when the other of the two, asked for
     * now, agrees: the new actor names the old one in {@code alsoKnownAs} and has not moved on; the old one says in
     * {@code movedTo} that it went there, for an alias alone is no wish to leave. And when no other Move from the old one was
     * believed within seven days (row 17). Where the old account's key log names a successor, nothing leads elsewhere than there,
     * and the log is all the agreement that a word of the successor needs. The owners' clients follow there; until then it
     * shows as pending.
     */
    static List<Change> move(Incoming in, Facts facts) {
        Optional<String> spelling = in.json().id("target").filter(Ids::usable);
        Optional<String> target = spelling.map(Ids::compared);
        Optional<String> old = in.objectId();
        boolean pull = target.filter(in.actor()::equals).isPresent();
        boolean push = old.filter(in.actor()::equals).isPresent();
        Optional<Peer> other = (pull ? old : target).flatMap(facts::peer);
        if (pull == push || old.isEmpty() || target.isEmpty()) {
            return List.of();
        }
        Optional<Did> successor = facts.successor(old.get());
        boolean succeeds = successor.isPresent() && successor.equals(Ids.did(target.get()));
        boolean agreed = pull
                ? succeeds
                        || other.flatMap(Peer::movedTo)
                                .map(Ids::compared)
                                .filter(target.get()::equals)
                                .isPresent()
                : other.filter(to -> to.movedTo().isEmpty()
                                && to.alsoKnownAs().stream().map(Ids::compared).anyMatch(old.get()::equals))
                        .isPresent();
        boolean elsewhere = successor.isPresent() && !succeeds;
        boolean lately = facts.movedLately(old.get()) && !succeeds;
        if (!agreed || elsewhere || lately || facts.stanceOn(spelling.get()) == Stance.DENY) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Moved(old.get(), target.get(), in.at()));
        for (String did : facts.followersHere(old.get())) {
            moveOf(in, facts, did, old.get(), spelling.get(), changes);
        }
        shunToo(in, facts, Shunned.Kind.BLOCK, "Block", changes);
        shunToo(in, facts, Shunned.Kind.MUTE, "Ignore", changes);
        return changes;
    }

    /** Whoever blocks or mutes the old address does so with the new one, by a document of their own, unless they follow it. */
    private static void shunToo(Incoming in, Facts facts, Shunned.Kind kind, String type, List<Change> changes) {
        String old = in.objectId().orElseThrow();
        String target = in.json().id("target").map(Ids::compared).orElseThrow();
        for (String did : facts.shunning(kind, old)) {
            Account account = facts.account(did).orElseThrow();
            if (!facts.shuns(did, kind, target)
                    && facts.followed(did, target).isEmpty()
                    && !account.actor().canonical().equals(target)) {
                String id = ReplyIds.of(account.actorId(), type, in.id());
                changes.add(new Change.Received(did));
                changes.add(new Change.UnsignedPut(did, id, type, in.text(), in.at()));
            }
        }
    }

    private static void moveOf(
            Incoming in, Facts facts, String did, String from, String spelling, List<Change> changes) {
        String newActor = Ids.compared(spelling);
        Optional<Account> account = facts.account(did);
        Optional<Followed> old = facts.followed(did, from);
        if (account.isEmpty()
                || old.isEmpty()
                || account.get().actor().canonical().equals(newActor)) {
            return;
        }
        Followed moved = new Followed(
                old.get().actor(),
                old.get().spelling(),
                old.get().follow(),
                old.get().state(),
                Optional.of(spelling),
                old.get().since());
        changes.add(new Change.Received(did));
        changes.add(new Change.FollowedPut(did, moved));
        if (facts.followed(did, newActor).isEmpty()) {
            String id = ReplyIds.of(account.get().actorId(), "Follow", in.id());
            changes.add(new Change.UnsignedPut(did, id, "Follow", in.text(), in.at()));
        }
        Notices.add(
                changes,
                Notices.of(
                        facts,
                        in,
                        did,
                        Notification.Type.MOVE,
                        "move:" + from,
                        Optional.of(newActor),
                        Optional.of(spelling)));
    }

    /** Undo of a Follow, when {@code undone} (as embedded) or the id says that it is one; empty when it is none. */
    static Optional<List<Change>> undoFollow(Incoming in, Optional<JsonObject> undone, Facts facts) {
        boolean embedded = undone.map(Types::of).filter("Follow"::equals).isPresent();
        if (embedded) {
            return undone.flatMap(follow -> Posts.reference(follow, "object"))
                    .flatMap(facts::accountOf)
                    .filter(account -> facts.follower(account.did().toString(), in.actor())
                            .filter(follower -> undoes(in, undone.get(), follower, account))
                            .isPresent())
                    .map(account -> dropFollower(account.did().toString(), in));
        }
        return in.objectId().flatMap(id -> facts.followOf(in.actor(), id)).map(did -> dropFollower(did, in));
    }

    /**
     * After a Move a server follows the new id of the account and unfollows the old one, in whatever order: both are ids of one
     * account, and taking back the Follow of the old id ends nothing once there is one of the new id. Nor does anything that was said
     * before the Follow that counts now, however late another gateway tells of it.
     */
    private static boolean undoes(Incoming in, JsonObject follow, Follower follower, Account account) {
        boolean sameFollow = follow.string("id")
                .map(id -> Ids.compared(id).equals(Ids.compared(follower.follow())))
                .orElse(true);
        boolean ofHome = follow.id("object")
                .flatMap(PortableId::gatewayOf)
                .map(account.homeOrigin()::equals)
                .orElse(true);
        return sameFollow || (ofHome && !in.said().isBefore(follower.said()));
    }

    private static List<Change> dropFollower(String did, Incoming in) {
        return List.of(
                new Change.Received(did),
                new Change.FollowerDropped(did, in.actor()),
                new Change.NotificationDropped(did, "follow:" + in.actor()));
    }

    /** Undo of a Block of an account here; empty when it is none. */
    static Optional<List<Change>> undoBlock(Incoming in, Optional<JsonObject> undone, Facts facts) {
        return undone.filter(block -> Types.of(block).equals("Block"))
                .flatMap(block -> Posts.reference(block, "object"))
                .flatMap(facts::accountOf)
                .map(account -> account.did().toString())
                .or(() -> in.objectId().flatMap(id -> facts.blockOf(in.actor(), id)))
                .filter(did -> facts.blockedBy(did, in.actor()))
                .map(did -> List.of(new Change.BlockedByDropped(did, in.actor())));
    }
}
