package social.godwit.instance.client.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.label.LabelChoices;

/** What an owner does, as documents that are not signed yet. Embedded documents come signed. */
public final class Activities {
    private Activities() {}

    /** A new object, its audience copied. */
    public static JsonObject create(Ids ids, TimeId name, Instant time, JsonObject signedObject) {
        return withAudienceOf(
                wrap(ids, name, "Create", signedObject).put("published", PostDocument.seconds(time)), signedObject);
    }

    /** A new version of an object, its audience copied. */
    public static JsonObject update(Ids ids, TimeId name, Instant time, JsonObject signedObject) {
        return withAudienceOf(
                wrap(ids, name, "Update", signedObject).put("published", PostDocument.seconds(time)), signedObject);
    }

    /** The same post under ids spelt with another home: {@code respelt} says that nobody need hear of it. */
    public static JsonObject respell(Ids ids, TimeId name, Instant time, JsonObject signedObject) {
        return update(ids, name, time, signedObject).with("respelt", new JsonBoolean(true));
    }

    /** A new version of the actor, for everybody. */
    public static JsonObject updateActor(Ids ids, TimeId name, Instant time, JsonObject signedActor) {
        return wrap(ids, name, "Update", signedActor)
                .put("published", PostDocument.seconds(time))
                .put("to", List.of(Contexts.PUBLIC))
                .put("cc", List.of(ids.ofActor("followers")))
                .build();
    }

    /** A new version of the actor that the account's gateways keep, and that goes to nobody. */
    public static JsonObject keepActor(Ids ids, TimeId name, Instant time, JsonObject signedActor) {
        return wrap(ids, name, "Update", signedActor)
                .put("published", PostDocument.seconds(time))
                .build();
    }

    /**
     * The old actor's word that it is {@code target} now. Never published: each server gets it by a request of its own, signed with
     * the key of the old home, which is the only one that it knows.
     */
    public static JsonObject move(Ids old, TimeId name, String target) {
        return about(old, name, "Move", old.actor())
                .put("target", target)
                .put("to", List.of(old.ofActor("followers")))
                .build();
    }

    /** The new account's own word that it goes on in the place of another (FEP-7628), to these actors. */
    public static JsonObject arrive(Ids ids, TimeId name, String old, List<String> told) {
        return about(ids, name, "Move", old)
                .put("target", ids.actor())
                .put("to", told)
                .build();
    }

    /** What stands in a deleted object's place: final for its id. */
    public static JsonObject tombstone(Ids ids, String object, String formerType, Instant time) {
        return Contexts.document(object, "Tombstone")
                .put("attributedTo", ids.actor())
                .put("formerType", formerType)
                .put("deleted", PostDocument.seconds(time))
                .build();
    }

    /** The end of an object; goes to those who got the object. */
    public static JsonObject delete(
            Ids ids, TimeId name, JsonObject signedTombstone, List<String> to, List<String> cc) {
        return audience(wrap(ids, name, "Delete", signedTombstone), to, cc);
    }

    /** The end of the account. */
    public static JsonObject deleteAccount(Ids ids, TimeId name) {
        return about(ids, name, "Delete", ids.actor())
                .put("to", List.of(Contexts.PUBLIC))
                .put("cc", List.of(ids.ofActor("followers")))
                .build();
    }

    /** Asks to follow an actor. Whom one follows is the owner's own affair, so no audience stands in it: it goes to its object. */
    public static JsonObject follow(Ids ids, TimeId name, String actor) {
        return about(ids, name, "Follow", actor).build();
    }

    /**
     * A Follow, Block or Ignore of where somebody has moved to, under an id that follows from the Move's, so that every device makes
     * one and the same.
     */
    public static JsonObject afterMove(Ids ids, String type, DerivedId id, String move, String actor) {
        return Contexts.document(ids.at(id.path("/actor", move)), type)
                .put("actor", ids.actor())
                .put("object", actor)
                .build();
    }

    /** Likes an object, and tells its author. */
    public static JsonObject like(Ids ids, TimeId name, String object, String author) {
        return about(ids, name, "Like", object).put("to", List.of(author)).build();
    }

    /** Shows an object to the followers. */
    public static JsonObject boost(Ids ids, TimeId name, Instant time, String object, String author) {
        return about(ids, name, "Announce", object)
                .put("published", PostDocument.seconds(time))
                .put("to", List.of(Contexts.PUBLIC))
                .put("cc", List.of(author, ids.ofActor("followers")))
                .build();
    }

    /** Takes an activity back; goes to those who got it. */
    public static JsonObject undo(Ids ids, TimeId name, JsonObject signedActivity) {
        return withAudienceOf(wrap(ids, name, "Undo", signedActivity), signedActivity);
    }

    /** Lets a follower in. The id is derived from the Follow, so that a gateway and every device make the same. */
    public static JsonObject accept(Ids ids, String follow, String follower) {
        return answer(ids, ids.at(DerivedId.ACCEPT.path("/actor", follow)), "Accept", follow, follower);
    }

    /**
     * The permission to quote one post in one other (QuoteAuthorization of FEP-044f), still to be signed.
     *
     * @param request id of the QuoteRequest
     * @param quoting id of the post that quotes
     * @param quoted id of the owner's post
     */
    public static JsonObject quoteAuthorization(Ids ids, String request, String quoting, String quoted) {
        return Contexts.document(ids.at(DerivedId.QUOTE_STAMP.path("/actor", request)), "QuoteAuthorization")
                .put("attributedTo", ids.actor())
                .put("interactingObject", quoting)
                .put("interactionTarget", quoted)
                .put("to", List.of(Contexts.PUBLIC))
                .build();
    }

    /** Lets somebody quote a post: carries the signed permission, which is then served under its own id. */
    public static JsonObject acceptQuote(Ids ids, String request, String requester, JsonObject signedPermission) {
        return accept(ids, request, requester).with("result", signedPermission);
    }

    /** Turns a follower away, or ends what was accepted before. */
    public static JsonObject reject(Ids ids, TimeId name, String follow, String follower) {
        return answer(ids, ids.activity(name), "Reject", follow, follower);
    }

    /** Blocks an actor, or everybody at {@code https://host}. Known to the owner and the own gateways only. */
    public static JsonObject block(Ids ids, TimeId name, String target) {
        return about(ids, name, "Block", target).build();
    }

    /** Mutes an actor. */
    public static JsonObject mute(Ids ids, TimeId name, String actor) {
        return about(ids, name, "Ignore", actor).build();
    }

    /** Puts something into a collection of the owner's own that only the owner sees. */
    public static JsonObject add(Ids ids, TimeId name, String object, String collection) {
        return about(ids, name, "Add", object).put("target", collection).build();
    }

    /** Takes something out of such a collection. */
    public static JsonObject remove(Ids ids, TimeId name, String object, String collection) {
        return about(ids, name, "Remove", object).put("target", collection).build();
    }

    /** Shows a post at the top of the profile, or no longer. */
    public static JsonObject pin(Ids ids, TimeId name, String object, boolean pinned) {
        return about(ids, name, pinned ? "Add" : "Remove", object)
                .put("target", ids.ofActor("featured"))
                .put("to", List.of(Contexts.PUBLIC))
                .put("cc", List.of(ids.ofActor("followers")))
                .build();
    }

    /** What labels do for the owner, still to be signed; under one id for ever, so that its newest version counts. */
    public static JsonObject labelChoices(Ids ids, LabelChoices choices, Instant time) {
        return Contexts.document(LabelChoices.id(ids.did()).at(ids.home()), LabelChoices.TYPE)
                .put("attributedTo", ids.actor())
                .put("choices", choices.json())
                .put("updated", PostDocument.seconds(time))
                .build();
    }

    /** A list of people: an object that only the owner sees. */
    public static JsonObject list(Ids ids, TimeId name, String title, Instant time) {
        return Contexts.document(ids.list(name), "Collection")
                .put("attributedTo", ids.actor())
                .put("name", title)
                .put("published", PostDocument.seconds(time))
                .build();
    }

    /** Reports an actor and possibly posts of theirs; with {@code forward} also to the other server. */
    public static JsonObject report(Ids ids, TimeId name, List<String> about, String reason, Optional<String> forward) {
        var flag = Contexts.document(ids.activity(name), "Flag")
                .put("actor", ids.actor())
                .put("object", about)
                .put("content", reason);
        forward.ifPresent(actor -> flag.put("to", List.of(actor)));
        return flag.build();
    }

    /** One vote: the answer's text as a note to the author of the poll. Signed first, then wrapped by {@link #create}. */
    public static JsonObject vote(Ids ids, TimeId name, Instant time, String question, String author, String answer) {
        return Contexts.document(ids.object(name), "Note")
                .put("attributedTo", ids.actor())
                .put("name", answer)
                .put("inReplyTo", question)
                .put("published", PostDocument.seconds(time))
                .put("to", List.of(author))
                .build();
    }

    private static JsonObject answer(Ids ids, String id, String type, String follow, String follower) {
        return Contexts.document(id, type)
                .put("actor", ids.actor())
                .put("object", follow)
                .put("to", List.of(follower))
                .build();
    }

    private static JsonObject.Builder about(Ids ids, TimeId name, String type, String object) {
        return Contexts.document(ids.activity(name), type)
                .put("actor", ids.actor())
                .put("object", object);
    }

    private static JsonObject.Builder wrap(Ids ids, TimeId name, String type, JsonObject signed) {
        return Contexts.document(ids.activity(name), type)
                .put("actor", ids.actor())
                .put("object", signed);
    }

    private static JsonObject withAudienceOf(JsonObject.Builder activity, JsonObject object) {
        return audience(activity, object.ids("to"), object.ids("cc"));
    }

    private static JsonObject audience(JsonObject.Builder activity, List<String> to, List<String> cc) {
        if (!to.isEmpty()) activity.put("to", to);
        if (!cc.isEmpty()) activity.put("cc", cc);
        return activity.build();
    }
}
