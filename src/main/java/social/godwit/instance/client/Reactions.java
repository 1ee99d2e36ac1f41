package social.godwit.instance.client;

import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Ids;

/** Likes, boosts, bookmarks and pins, and taking them back. */
public final class Reactions {
    private final Owner owner;
    private final Lookup lookup;
    private final Publisher publisher;
    private final OwnActivities own;

    /** The reactions of {@code owner}. */
    public Reactions(Owner owner) {
        this.owner = owner;
        this.lookup = new Lookup(owner);
        this.publisher = new Publisher(owner);
        this.own = new OwnActivities(owner);
    }

    /** What was done to which post: the post's id, and the activity's. */
    public record Reaction(String object, String activity) {}

    /** Likes a post. */
    public Reaction like(String which) {
        JsonObject post = lookup.post(which);
        String id = post.string("id").orElseThrow();
        return publish(
                Activities.like(owner.ids(), owner.newName(), id, Lookup.author(post)), id, Optional.of("like:" + id));
    }

    /** Takes a like back. */
    public Reaction unlike(String which) {
        return undo(which, "like", "Like", "You have not liked " + which + ".");
    }

    /** Shows a post to the followers. Only what is for everybody can be shown on. */
    public Reaction boost(String which) {
        JsonObject post = lookup.post(which);
        String id = post.string("id").orElseThrow();
        boolean open = post.ids("to").stream().anyMatch(it -> it.endsWith("#Public"))
                || post.ids("cc").stream().anyMatch(it -> it.endsWith("#Public"));
        if (!open) throw new ClientProblem("This post is not for everybody, so it cannot be boosted.");
        return publish(
                Activities.boost(
                        owner.ids(), owner.newName(), owner.surroundings().now(), id, Lookup.author(post)),
                id,
                Optional.of("boost:" + id));
    }

    /** Takes a boost back. */
    public Reaction unboost(String which) {
        return undo(which, "boost", "Announce", "You have not boosted " + which + ".");
    }

    /** Keeps a post for later; nobody else is told. */
    public Reaction bookmark(String which, boolean kept) {
        String id = lookup.post(which).string("id").orElseThrow();
        Ids ids = owner.ids();
        String bookmarks = ids.ofActor("bookmarks");
        return publish(
                kept
                        ? Activities.add(ids, owner.newName(), id, bookmarks)
                        : Activities.remove(ids, owner.newName(), id, bookmarks),
                id,
                Optional.empty());
    }

    /** Shows one of the owner's posts at the top of the profile, or no longer. */
    public Reaction pin(String which, boolean pinned) {
        JsonObject post = new Posts(owner).mine(which);
        String id = post.string("id").orElseThrow();
        return publish(Activities.pin(owner.ids(), owner.newName(), id, pinned), id, Optional.empty());
    }

    private Reaction undo(String which, String fact, String type, String otherwise) {
        String id = lookup.post(which).string("id").orElseThrow();
        JsonObject done = own.find(fact + ":" + id, type, id).orElseThrow(() -> new ClientProblem(otherwise));
        JsonObject undo = owner.sign(Activities.undo(owner.ids(), owner.newName(), done));
        publisher.publish(List.of(undo), Facts.forget(fact + ":" + id));
        return new Reaction(id, undo.string("id").orElseThrow());
    }

    private Reaction publish(JsonObject activity, String object, Optional<String> fact) {
        String id = activity.string("id").orElseThrow();
        publisher.publish(
                List.of(owner.sign(activity)),
                fact.map(key -> Facts.remember(key, id)).orElse(Facts.NONE));
        return new Reaction(object, id);
    }
}
