package social.godwit.activitypub.effect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.ReplyIds;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Flag, QuoteRequest and the Undo of whatever can be undone, of strangers. Pure. */
final class OtherDecisions {
    private static final int REPORT_TEXT_MAX = 5_000;
    private static final int REPORT_OBJECTS_MAX = 100;

    private OtherDecisions() {}

    /** A report of something here, kept for the moderators. Often signed by an instance's actor. */
    static List<Change> flag(Incoming in, Facts facts) {
        List<String> objects = in.json().ids("object").stream()
                .filter(Ids::usable)
                .limit(REPORT_OBJECTS_MAX)
                .toList();
        boolean ours = objects.stream()
                .flatMap(id -> Ids.did(id).stream())
                .anyMatch(did -> facts.account(did.toString()).isPresent());
        if (!ours) {
            return List.of();
        }
        String content = in.content();
        String text = content.length() > REPORT_TEXT_MAX ? content.substring(0, REPORT_TEXT_MAX) : content;
        return List.of(new Change.Reported(in.id(), in.actor(), objects, text, in.at()));
    }

    /** Undo, by the actor of what is undone and nobody else (row 14). */
    static List<Change> undo(Incoming in, Facts facts) {
        Optional<JsonObject> undone = in.object();
        boolean foreign = undone.map(inner -> inner.id("actor").map(Ids::compared))
                .filter(actor -> actor.isPresent() && !actor.get().equals(in.actor()))
                .isPresent();
        Optional<String> id = in.objectId();
        if (foreign || id.isEmpty() || !Ids.origin(id.get()).equals(Ids.origin(in.actor()))) {
            return List.of();
        }
        return FollowDecisions.undoFollow(in, undone, facts)
                .or(() -> InteractionDecisions.undo(in, undone, facts))
                .or(() -> FollowDecisions.undoBlock(in, undone, facts))
                .orElseGet(() -> List.of(new Change.UndoneAhead(id.get(), in.actor(), in.at())));
    }

    /**
     * Somebody asks to quote a post of an owner (FEP-044f). Who may is in the post's {@code interactionPolicy}. Permission
     * is the owner's to sign, so it waits for the owner's client; a refusal is sent at once.
     */
    static List<Change> quoteRequest(Incoming in, Facts facts) {
        Optional<NoteRow> note =
                in.objectId().flatMap(facts::note).filter(one -> !one.isDeleted() && one.document() != null);
        Optional<Account> owner = note.map(NoteRow::author).flatMap(facts::accountOf);
        if (owner.isEmpty() || in.json().id("instrument").filter(Ids::usable).isEmpty()) {
            return List.of();
        }
        String did = owner.get().did().toString();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Received(did));
        Permission permission =
                Notices.isBlocked(facts, did, in) ? Permission.NO : permission(note.get(), owner.get(), in, facts);
        if (permission == Permission.NO) {
            changes.add(FollowDecisions.answer(owner.get(), in, "Reject"));
            return changes;
        }
        if (permission == Permission.YES) {
            changes.add(new Change.UnsignedPut(
                    did, ReplyIds.of(owner.get().actorId(), "Accept", in.id()), "Accept", in.text(), in.at()));
        } else {
            Notices.add(
                    changes,
                    Notices.of(
                            facts,
                            in,
                            did,
                            Notification.Type.QUOTE_REQUEST,
                            "quoting:" + in.id(),
                            note.map(NoteRow::id),
                            in.json().id("instrument")));
        }
        return changes;
    }

    private enum Permission {
        YES,
        ASK,
        NO
    }

    private static Permission permission(NoteRow note, Account owner, Incoming in, Facts facts) {
        Optional<JsonObject> policy = Optional.ofNullable(note.document())
                .map(text -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT))
                .flatMap(reading ->
                        reading instanceof JsonReading.Read(JsonObject json) ? Optional.of(json) : Optional.empty())
                .flatMap(json -> json.object("interactionPolicy"))
                .flatMap(all -> all.object("canQuote"));
        if (policy.isEmpty()) {
            return Permission.NO;
        }
        if (names(policy.get().ids("automaticApproval"), owner, in, facts)) {
            return Permission.YES;
        }
        return names(policy.get().ids("manualApproval"), owner, in, facts) ? Permission.ASK : Permission.NO;
    }

    private static boolean names(List<String> ids, Account owner, Incoming in, Facts facts) {
        Optional<String> followers = owner.paths().followers().map(owner::idOf).map(Ids::compared);
        boolean follows = facts.follower(owner.did().toString(), in.actor())
                .filter(Follower::accepted)
                .isPresent();
        return ids.stream()
                .anyMatch(id -> Audience.isPublicCollection(id)
                        || Ids.compared(id).equals(in.actor())
                        || (follows && followers.equals(Optional.of(Ids.compared(id)))));
    }
}
