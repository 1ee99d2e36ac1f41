package social.godwit.activitypub.effect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.vocabulary.Ids;

/** Update of strangers' actors, and what they pin. Pure. */
final class ActorDecisions {
    private ActorDecisions() {}

    /** Update of an actor by itself: its new inbox counts for all whom it follows here. */
    static List<Change> update(Incoming in, Facts facts) {
        Optional<Peer> actor = facts.peer(in.actor());
        if (actor.isEmpty() || !in.objectId().equals(Optional.of(in.actor()))) {
            return List.of();
        }
        Peer now = actor.get();
        List<Change> changes = new ArrayList<>();
        for (Facts.OwnFollower own : facts.followersWhoAre(in.actor())) {
            Follower old = own.follower();
            if (!old.inbox().equals(now.inbox()) || !old.sharedInbox().equals(now.sharedInbox())) {
                changes.add(new Change.FollowerPut(
                        own.account(),
                        new Follower(
                                old.actor(),
                                old.spelling(),
                                now.inbox(),
                                now.sharedInbox(),
                                Ids.host(now.sharedInbox()),
                                old.follow(),
                                old.accepted(),
                                old.since(),
                                old.said())));
            }
        }
        return changes;
    }

    /** Add to, or Remove from, the actor's own featured posts; anybody else's collection is none of its business (row 64). */
    static List<Change> pin(Incoming in, Facts facts, boolean add) {
        Optional<String> target = in.json().id("target").filter(Ids::usable);
        Optional<String> featured = facts.peer(in.actor()).flatMap(Peer::featured);
        Optional<String> item = in.objectSpelling();
        boolean own = target.isPresent()
                && featured.map(Ids::compared).equals(target.map(Ids::compared))
                && item.filter(id -> Ids.origin(id).equals(Ids.origin(in.actor())))
                        .isPresent();
        if (!own || facts.followersHere(in.actor()).isEmpty()) {
            return List.of();
        }
        String collection = Ids.compared(target.get());
        String id = Ids.compared(item.get());
        if (!add) {
            return List.of(new Change.CollectedDropped(collection, id));
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.CollectedPut(collection, id, item.get(), in.id(), in.at()));
        if (facts.note(id).isEmpty()) {
            changes.add(new Change.NoteWanted(item.get()));
        }
        return changes;
    }
}
