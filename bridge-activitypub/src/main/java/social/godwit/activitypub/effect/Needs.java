package social.godwit.activitypub.effect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.JsonObject;

/** Which rows the decisions about a batch will look at, gathered so that each table is asked once. */
final class Needs {
    /** DIDs of what may be accounts here. */
    final Set<String> dids = new LinkedHashSet<>();

    /** Posts, without their words. */
    final Set<String> notes = new LinkedHashSet<>();

    /** Posts whose words are needed too. */
    final Set<String> documents = new LinkedHashSet<>();

    /** Actors whose followers here are needed. */
    final Set<String> followed = new LinkedHashSet<>();

    /** Actors of whom it is needed which accounts here block or mute them. */
    final Set<String> shunned = new LinkedHashSet<>();

    /** Actors whose follows of accounts here are needed. */
    final Set<String> followers = new LinkedHashSet<>();

    /** Follows of ours by id. */
    final Set<String> ownFollows = new LinkedHashSet<>();

    /** Follows of accounts here by id. */
    final Set<String> theirFollows = new LinkedHashSet<>();

    /** Likes, boosts and reactions by id of activity. */
    final Set<String> interactions = new LinkedHashSet<>();

    /** Posts whose interactions by the batch's actors are needed. */
    final Set<String> interactedWith = new LinkedHashSet<>();

    /** Posts whose boosters among the accounts here are needed. */
    final Set<String> boosted = new LinkedHashSet<>();

    /** Posts whose audience of reactions is needed. */
    final Set<String> reactedTo = new LinkedHashSet<>();

    final Set<String> stamps = new LinkedHashSet<>();
    final Set<String> polls = new LinkedHashSet<>();
    final Set<String> undone = new LinkedHashSet<>();
    final Set<String> movers = new LinkedHashSet<>();
    final Set<String> blockers = new LinkedHashSet<>();

    /** Blocks and mutes of the batch's owner by id of activity. */
    final Set<String> ownBlocks = new LinkedHashSet<>();

    /** Everybody who acts in the batch, as compared, and their hosts: may be blocked. */
    final Set<String> actors = new LinkedHashSet<>();

    final Set<String> hosts = new LinkedHashSet<>();

    /** Posts that are to be deleted; those that they answer are looked at as well. */
    final Set<String> deleted = new LinkedHashSet<>();

    final Set<String> parents = new LinkedHashSet<>();

    /** Adds what the decision about {@code in} will look at. */
    void add(Incoming in) {
        actors.add(in.actor());
        String host = Ids.host(in.actorSpelling());
        if (!host.isEmpty()) {
            hosts.add(host);
        }
        in.recipient().map(Object::toString).ifPresent(dids::add);
        did(in.actorSpelling());
        Audience.of(in.json()).ids().forEach(this::did);
        in.objectId().ifPresent(this::did);
        in.object().ifPresent(this::addObject);
        // A record of it goes to the gateways of whoever follows the actor or is followed by it.
        if (in.untold().isPresent() && (in.type().equals("Delete") || in.type().equals("Undo"))) {
            followed.add(in.actor());
            followers.add(in.actor());
        }
        switch (in.type()) {
            case "Create" -> {
                followed.add(in.actor());
                in.objectId().ifPresent(notes::add);
            }
            case "Update" -> {
                followed.add(in.actor());
                followers.add(in.actor());
                in.objectId().ifPresent(id -> {
                    notes.add(id);
                    documents.add(id);
                    boosted.add(id);
                });
            }
            case "Delete" ->
                in.objectId().ifPresent(id -> {
                    followed.add(in.actor());
                    deleted.add(id);
                    notes.add(id);
                    reactedTo.add(id);
                });
            case "Follow" -> {
                followers.add(in.actor());
                ownFollows.add(Ids.compared(in.id()));
                undone.add(Ids.compared(in.id()));
            }
            case "Accept", "Reject" ->
                in.objectId().ifPresent(id -> {
                    ownFollows.add(id);
                    theirFollows.add(id);
                });
            case "Like", "EmojiReact" -> {
                undone.add(Ids.compared(in.id()));
                in.objectId().ifPresent(notes::add);
            }
            case "Announce" -> {
                undone.add(Ids.compared(in.id()));
                followed.add(in.actor());
                in.objectId().ifPresent(notes::add);
                in.object().flatMap(inner -> Posts.reference(inner, "object")).ifPresent(notes::add);
            }
            case "Block" -> undone.add(Ids.compared(in.id()));
            case "Undo" -> addUndo(in);
            case "Move" -> {
                followed.add(in.actor());
                movers.add(in.actor());
                in.objectId().ifPresent(old -> {
                    followed.add(old);
                    shunned.add(old);
                    movers.add(old);
                });
                Posts.reference(in.json(), "target").ifPresent(id -> {
                    followed.add(id);
                    shunned.add(id);
                    did(id);
                });
            }
            case "Add", "Remove" -> {
                followed.add(in.actor());
                in.objectId().ifPresent(notes::add);
            }
            case "QuoteRequest" -> {
                followers.add(in.actor());
                in.objectId().ifPresent(id -> {
                    notes.add(id);
                    documents.add(id);
                });
            }
            case "Flag" -> in.json().ids("object").stream().limit(100).forEach(this::did);
            default -> {}
        }
    }

    private void addObject(JsonObject object) {
        Audience.of(object).ids().forEach(this::did);
        Posts.mentions(object).forEach(this::did);
        for (String key : List.of("inReplyTo", "quote", "quoteUrl", "quoteUri", "_misskey_quote", "object", "actor")) {
            Optional<String> id = Posts.reference(object, key);
            id.ifPresent(this::did);
            if (!key.equals("actor")) {
                id.ifPresent(notes::add);
            }
        }
        Posts.reference(object, "quoteAuthorization").ifPresent(stamps::add);
        if (Posts.looksLikeVote(object)) {
            Posts.reference(object, "inReplyTo").ifPresent(polls::add);
        }
        if (Types.of(object).equals("Question")) {
            object.string("id").filter(Ids::usable).map(Ids::compared).ifPresent(polls::add);
        }
    }

    /** Adds whoever may have been told of a post. */
    void addPeopleOf(NoteRow note) {
        did(note.author());
        note.audience().forEach(this::did);
        note.inReplyTo().ifPresent(this::did);
        note.quote().ifPresent(this::did);
    }

    private void addUndo(Incoming in) {
        followers.add(in.actor());
        blockers.add(in.actor());
        in.objectId().ifPresent(id -> {
            interactions.add(id);
            ownFollows.add(id);
            ownBlocks.add(id);
        });
        in.object().flatMap(inner -> Posts.reference(inner, "object")).ifPresent(interactedWith::add);
    }

    private void did(String id) {
        Ids.did(id).map(Object::toString).ifPresent(dids::add);
    }
}
