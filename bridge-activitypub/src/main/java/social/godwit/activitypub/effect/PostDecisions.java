package social.godwit.activitypub.effect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.QuoteStamp;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Create, Update and Delete of strangers. Pure. */
final class PostDecisions {
    private PostDecisions() {}

    /** Create: a new post, or a vote. An id that is known stays as it is, whoever sends it (row 11). */
    static List<Change> create(Incoming in, Facts facts) {
        Optional<JsonObject> object = in.object();
        if (object.isEmpty()) {
            return wanted(in, facts);
        }
        if (Posts.looksLikeVote(object.get())) {
            Optional<PollRow> poll = Posts.reference(object.get(), "inReplyTo").flatMap(facts::poll);
            if (poll.isPresent()) {
                return vote(in, object.get(), poll.get(), facts);
            }
        }
        Optional<NoteRow> read = read(in, object.get());
        if (read.isEmpty()) {
            return List.of();
        }
        Optional<NoteRow> known = facts.note(read.get().id());
        boolean taken = known.filter(note -> !note.isDeleted() || note.author().equals(in.actor()))
                .isPresent();
        return taken ? receivedAgain(in, object.get(), known.get(), facts) : keep(in, object.get(), read.get(), facts);
    }

    private static Optional<NoteRow> read(Incoming in, JsonObject object) {
        return Posts.read(object, in.json(), in.textOf(object), in.actor(), in.followers(), false, in.at());
    }

    /**
     * A post that is known already. Its author may be an owner here, whose words were kept when the outbox took them, so
     * those whom it names are told now.
     */
    private static List<Change> receivedAgain(Incoming in, JsonObject object, NoteRow known, Facts facts) {
        if (!known.author().equals(in.actor()) || known.isDeleted()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        Set<String> accounts = accountsFor(in, known, facts);
        accounts.forEach(account -> changes.add(new Change.Received(account)));
        notices(in, object, known, facts, accounts, changes);
        return changes;
    }

    private static List<Change> keep(Incoming in, JsonObject object, NoteRow note, Facts facts) {
        Set<String> accounts = accountsFor(in, note, facts);
        boolean answersKnown = note.inReplyTo().flatMap(facts::note).isPresent();
        boolean quotesLocal = quotedHere(note, facts).isPresent();
        if (accounts.isEmpty() && !answersKnown && !quotesLocal) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        accounts.forEach(account -> changes.add(new Change.Received(account)));
        changes.add(new Change.NoteKept(note));
        if (note.type().equals("Question")) {
            Posts.poll(object, note.id(), note.author(), false)
                    .ifPresent(poll -> changes.add(new Change.PollPut(poll)));
        }
        if (!answersKnown) {
            object.id("inReplyTo")
                    .filter(parent -> Ids.usable(parent) && facts.stanceOn(parent) != Stance.DENY)
                    .ifPresent(parent -> changes.add(new Change.NoteWanted(parent)));
        }
        notices(in, object, note, facts, accounts, changes);
        Forwarding.of(in, note, facts).ifPresent(changes::add);
        return changes;
    }

    /**
     * The accounts here that a post is for: those it names, the owner of the inbox where it arrived, and its author's
     * followers when it is for them; without those who block the author.
     */
    private static Set<String> accountsFor(Incoming in, NoteRow note, Facts facts) {
        Set<String> accounts = new LinkedHashSet<>();
        for (String id : note.audience()) {
            facts.accountOf(id).map(PostDecisions::did).ifPresent(accounts::add);
        }
        in.recipient()
                .map(Object::toString)
                .flatMap(facts::account)
                .map(PostDecisions::did)
                .ifPresent(accounts::add);
        if (note.visibility() != Visibility.DIRECT) {
            accounts.addAll(facts.followersHere(in.actor()));
        }
        accounts.removeIf(account -> Notices.isBlocked(facts, account, in));
        return accounts;
    }

    private static void notices(
            Incoming in, JsonObject object, NoteRow note, Facts facts, Set<String> accounts, List<Change> changes) {
        Optional<NoteRow> parent = note.inReplyTo().flatMap(facts::note).filter(one -> !one.isDeleted());
        Optional<String> answered =
                parent.flatMap(one -> facts.accountOf(one.author())).map(PostDecisions::did);
        Optional<String> quoted = quotedHere(note, facts);
        Set<String> named = new LinkedHashSet<>(Posts.mentions(object));
        if (note.visibility() == Visibility.DIRECT) {
            named.addAll(note.audience());
        }
        Set<String> told = new LinkedHashSet<>();
        answered.filter(account -> mayTell(note, accounts, account)).ifPresent(account -> {
            told.add(account);
            tell(in, note, facts, account, Notification.Type.REPLY, changes);
        });
        for (String id : named) {
            facts.accountOf(id)
                    .map(PostDecisions::did)
                    .filter(account -> mayTell(note, accounts, account) && told.add(account))
                    .ifPresent(account -> tell(in, note, facts, account, Notification.Type.MENTION, changes));
        }
        quoted.filter(account -> mayTell(note, accounts, account) && isPermitted(object, note, facts))
                .filter(told::add)
                .ifPresent(account -> tell(in, note, facts, account, Notification.Type.QUOTE, changes));
    }

    /**
     * A quote in the form of FEP-044f counts when the author of the quoted post permitted this one (row 58). The older
     * forms know of no permission; they are links that the author hears of.
     */
    private static boolean isPermitted(JsonObject object, NoteRow note, Facts facts) {
        String quoted = note.quote().orElse("");
        String author = facts.note(quoted).map(NoteRow::author).orElse("");
        return !object.has("quote")
                || author.equals(note.author())
                || Posts.reference(object, "quoteAuthorization")
                        .flatMap(facts::stamp)
                        .filter(stamp -> QuoteStamp.permits(stamp, note.id(), quoted, author))
                        .isPresent();
    }

    /** Nobody is told of what is not for them. */
    private static boolean mayTell(NoteRow note, Set<String> accounts, String account) {
        return note.visibility() == Visibility.PUBLIC || accounts.contains(account);
    }

    private static void tell(
            Incoming in, NoteRow note, Facts facts, String account, Notification.Type type, List<Change> changes) {
        Notices.add(
                changes,
                Notices.of(facts, in, account, type, noteKey(note.id()), Optional.of(note.id()), Optional.empty()));
    }

    private static Optional<String> quotedHere(NoteRow note, Facts facts) {
        return note.quote()
                .flatMap(facts::note)
                .filter(quoted -> !quoted.isDeleted())
                .flatMap(quoted -> facts.accountOf(quoted.author()))
                .map(PostDecisions::did);
    }

    private static List<Change> wanted(Incoming in, Facts facts) {
        boolean forSomebody = in.recipient().isPresent()
                || !facts.followersHere(in.actor()).isEmpty()
                || Audience.of(in.json()).ids().stream()
                        .map(Ids::compared)
                        .anyMatch(id -> facts.accountOf(id).isPresent());
        return in.objectSpelling()
                .filter(id -> forSomebody
                        && facts.note(Ids.compared(id)).isEmpty()
                        && Ids.origin(id).equals(Ids.origin(in.actor())))
                .<List<Change>>map(id -> List.of(new Change.NoteWanted(id)))
                .orElse(List.of());
    }

    /** A vote counts once per actor and option, before the close, for an option that there is (row 50). */
    static List<Change> vote(Incoming in, JsonObject object, PollRow poll, Facts facts) {
        String option = object.string("name").orElse("");
        boolean byAuthor = object.id("attributedTo").map(Ids::compared).equals(Optional.of(in.actor()));
        List<String> before = facts.votes(poll.question(), in.actor());
        boolean allowed = byAuthor
                && poll.local()
                && poll.options().contains(option)
                && !poll.isClosed(in.at())
                && !poll.author().equals(in.actor())
                && (poll.multiple() || before.isEmpty())
                && !before.contains(option)
                && facts.accountOf(poll.author())
                        .filter(owner -> !Notices.isBlocked(facts, did(owner), in))
                        .isPresent();
        return allowed ? List.of(new Change.Voted(poll.question(), in.actor(), option, in.id(), in.at())) : List.of();
    }

    /**
     * Update of a post: by its author, of the same kind, an answer to the same post, and newer than what is known (rows 9
     * and P4). An unknown post is treated as new.
     */
    static List<Change> update(Incoming in, Facts facts) {
        Optional<JsonObject> object = in.object();
        if (object.filter(one -> Types.ACTORS.contains(Types.of(one))).isPresent()) {
            return ActorDecisions.update(in, facts);
        }
        Optional<NoteRow> read = object.flatMap(one -> read(in, one));
        if (read.isEmpty()) {
            return List.of();
        }
        NoteRow note = read.get();
        Optional<NoteRow> known = facts.note(note.id());
        if (known.isEmpty()) {
            return keep(in, object.get(), withVersion(note, object.get(), in.at(), false), facts);
        }
        return replace(in, object.get(), note, known.get(), facts);
    }

    private static List<Change> replace(Incoming in, JsonObject object, NoteRow note, NoteRow known, Facts facts) {
        NoteRow version = withVersion(note, object, in.at(), true);
        boolean fits = known.author().equals(in.actor())
                && !known.isDeleted()
                && known.inReplyTo().equals(note.inReplyTo())
                && known.type().equals("Question") == note.type().equals("Question")
                && !version.versionTime().isBefore(known.versionTime());
        if (!fits) {
            return List.of();
        }
        boolean edited = known.document() == null || wordsDiffer(known.document(), object);
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.NoteKept(edited ? version : version.as(version.versionTime(), known.edited())));
        if (note.type().equals("Question")) {
            Posts.poll(object, note.id(), note.author(), false)
                    .ifPresent(poll -> changes.add(new Change.PollPut(poll)));
        }
        Set<String> accounts = accountsFor(in, version, facts);
        accounts.forEach(account -> changes.add(new Change.Received(account)));
        Forwarding.of(in, version, facts).ifPresent(changes::add);
        if (edited) {
            notices(in, object, version, facts, accounts, changes);
            for (String account : facts.boostersHere(note.id())) {
                Notices.add(
                        changes,
                        Notices.of(
                                facts,
                                in,
                                account,
                                Notification.Type.EDIT,
                                "edit:" + note.id(),
                                Optional.of(note.id()),
                                Optional.empty()));
            }
        }
        return changes;
    }

    static boolean wordsDiffer(String before, JsonObject after) {
        return !(StrictJson.read(before.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                        instanceof JsonReading.Read(JsonObject old))
                || Posts.wordsDiffer(old, after);
    }

    /** The row of a later version: ordered by {@code updated}, or by its arrival when its author does not say. */
    static NoteRow withVersion(NoteRow note, JsonObject object, Instant at, boolean edited) {
        Instant version =
                Types.time(object, "updated").filter(time -> time.isBefore(at)).orElse(at);
        return note.as(version, edited ? Optional.of(at) : Optional.empty());
    }

    /**
     * Delete of a post by its author, or of an actor by itself (row 12). An id that is not known yet is kept as deleted for
     * its author, so that the post does not come back when Create and Delete arrive in the wrong order.
     */
    static List<Change> delete(Incoming in, Facts facts) {
        Optional<String> id = in.objectId();
        if (id.isEmpty() || !Ids.origin(id.get()).equals(Ids.origin(in.actor()))) {
            return List.of();
        }
        if (id.get().equals(in.actor())) {
            return List.of(new Change.ActorErased(in.actor(), in.at()));
        }
        Optional<NoteRow> known = facts.note(id.get());
        if (known.isPresent() && !known.get().author().equals(in.actor())) {
            return List.of();
        }
        if (known.filter(NoteRow::isDeleted).isPresent()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.NoteDeleted(id.get(), in.actor(), false, in.at()));
        known.ifPresent(note -> {
            withdraw(note, facts, changes);
            Forwarding.of(in, note, facts).ifPresent(changes::add);
        });
        return changes;
    }

    /** Takes back what owners were told of a post. */
    static void withdraw(NoteRow note, Facts facts, List<Change> changes) {
        Set<String> ids = new LinkedHashSet<>(note.audience());
        note.inReplyTo().ifPresent(ids::add);
        note.quote().ifPresent(ids::add);
        for (String id : ids) {
            Ids.did(id)
                    .flatMap(did -> facts.account(did.toString()))
                    .ifPresent(
                            account -> changes.add(new Change.NotificationDropped(did(account), noteKey(note.id()))));
        }
    }

    static String noteKey(String id) {
        return "note:" + id;
    }

    static String did(Account account) {
        return account.did().toString();
    }
}
