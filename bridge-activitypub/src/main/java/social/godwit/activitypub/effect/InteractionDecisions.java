package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.Interaction.Kind;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Emojis;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;

/** Like, EmojiReact, Announce and their Undo, of strangers. Pure. */
final class InteractionDecisions {
    private InteractionDecisions() {}

    /** A like or an emoji reaction of a post that is known here. */
    static List<Change> like(Incoming in, Facts facts) {
        Optional<NoteRow> note = in.objectId().flatMap(facts::note).filter(one -> !one.isDeleted());
        if (note.isEmpty() || facts.undoneAhead(in.id(), in.actor())) {
            return List.of();
        }
        String emoji = emoji(in);
        Kind kind = emoji.isEmpty() ? Kind.LIKE : Kind.REACTION;
        return interact(in, facts, note.get(), kind, emoji, note.get().visibility() == Visibility.PUBLIC);
    }

    private static String emoji(Incoming in) {
        return in.json()
                .string("content")
                .or(() -> in.json().string("_misskey_reaction"))
                .flatMap(Emojis::reaction)
                .orElse("");
    }

    private static List<Change> interact(
            Incoming in, Facts facts, NoteRow note, Kind kind, String content, boolean isPublic) {
        Optional<String> owner = facts.accountOf(note.author()).map(PostDecisions::did);
        if (owner.filter(account -> Notices.isBlocked(facts, account, in)).isPresent()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Interacted(interaction(in, note.id(), kind, content), isPublic));
        owner.ifPresent(account -> {
            changes.add(new Change.Received(account));
            Notices.add(
                    changes,
                    Notices.of(
                            facts,
                            in,
                            account,
                            noticeOf(kind),
                            key(kind, note.id(), in.actor(), content),
                            Optional.of(note.id()),
                            content.isEmpty() ? Optional.empty() : Optional.of(content)));
        });
        return changes;
    }

    private static Interaction interaction(Incoming in, String object, Kind kind, String content) {
        Instant said = Types.time(in.json(), "published").orElse(in.at());
        return new Interaction(
                kind, object, in.actor(), Ids.compared(in.id()), content, said.isBefore(in.at()) ? said : in.at());
    }

    /**
     * A boost. Only the id of what is boosted counts, an embedded copy is passed over (row 18). What is not known is fetched
     * when somebody here follows the booster.
     */
    static List<Change> announce(Incoming in, Facts facts) {
        Optional<String> spelling = boosted(in);
        if (spelling.isEmpty()
                || facts.undoneAhead(in.id(), in.actor())
                || facts.stanceOn(spelling.get()) == Stance.DENY) {
            return List.of();
        }
        String id = Ids.compared(spelling.get());
        Audience audience = Audience.of(in.json());
        Optional<NoteRow> note = facts.note(id);
        if (note.isPresent()) {
            boolean allowed = !note.get().isDeleted()
                    && facts.stanceOn(note.get().author()) != Stance.DENY
                    && (note.get().visibility() == Visibility.PUBLIC
                            || note.get().author().equals(in.actor()));
            return allowed
                    ? withReceivers(in, facts, interact(in, facts, note.get(), Kind.SHARE, "", audience.isPublic()))
                    : List.of();
        }
        if (facts.followersHere(in.actor()).isEmpty()) {
            return List.of();
        }
        return withReceivers(
                in,
                facts,
                List.of(
                        new Change.Interacted(interaction(in, id, Kind.SHARE, ""), audience.isPublic()),
                        new Change.NoteWanted(spelling.get())));
    }

    /** Groups of Lemmy announce the Create itself: what is boosted then is its object. */
    private static Optional<String> boosted(Incoming in) {
        return in.object()
                .filter(inner -> Types.of(inner).equals("Create"))
                .flatMap(inner -> inner.id("object"))
                .filter(Ids::usable)
                .or(in::objectSpelling);
    }

    private static List<Change> withReceivers(Incoming in, Facts facts, List<Change> changes) {
        if (changes.isEmpty()) {
            return changes;
        }
        List<Change> all = new ArrayList<>(changes);
        facts.followersHere(in.actor()).forEach(account -> all.add(new Change.Received(account)));
        return all;
    }

    /** Undo of a like, boost or reaction by whoever made it (row 14); empty when it is none. */
    static Optional<List<Change>> undo(Incoming in, Optional<JsonObject> undone, Facts facts) {
        return in.objectId()
                .flatMap(facts::interactionOf)
                .or(() -> undone.flatMap(like -> embedded(like, in.actor(), facts)))
                .filter(interaction -> interaction.actor().equals(in.actor()))
                .map(interaction -> retract(interaction, facts));
    }

    private static Optional<Interaction> embedded(JsonObject like, String actor, Facts facts) {
        Optional<Kind> kind = switch (Types.of(like)) {
            case "Announce" -> Optional.of(Kind.SHARE);
            case "Like" -> Optional.of(like.string("content").isEmpty() ? Kind.LIKE : Kind.REACTION);
            case "EmojiReact" -> Optional.of(Kind.REACTION);
            default -> Optional.empty();
        };
        return kind.flatMap(one -> Posts.reference(like, "object")
                .flatMap(object -> facts.interaction(
                        object,
                        one,
                        actor,
                        one == Kind.REACTION ? like.string("content").orElse("") : "")));
    }

    private static List<Change> retract(Interaction interaction, Facts facts) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Retracted(
                interaction.object(), interaction.kind(), interaction.actor(), interaction.content()));
        Optional<Account> owner =
                facts.note(interaction.object()).map(NoteRow::author).flatMap(facts::accountOf);
        owner.map(PostDecisions::did).ifPresent(account -> {
            changes.add(new Change.Received(account));
            changes.add(new Change.NotificationDropped(
                    account,
                    key(interaction.kind(), interaction.object(), interaction.actor(), interaction.content())));
        });
        return changes;
    }

    private static Notification.Type noticeOf(Kind kind) {
        return switch (kind) {
            case LIKE -> Notification.Type.LIKE;
            case SHARE -> Notification.Type.BOOST;
            case REACTION -> Notification.Type.REACTION;
        };
    }

    private static String key(Kind kind, String object, String actor, String content) {
        return switch (kind) {
            case LIKE -> "like:" + object + " " + actor;
            case SHARE -> "boost:" + object + " " + actor;
            case REACTION -> "react:" + object + " " + actor + " " + content;
        };
    }
}
