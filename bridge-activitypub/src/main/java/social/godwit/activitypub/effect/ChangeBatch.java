package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.effect.World.Pair;
import social.godwit.activitypub.inbox.Place;

/**
 * The changes of a batch, folded so that per row only the last counts, and sorted by key, so that two batches that touch
 * the same rows take their locks in the same order.
 */
final class ChangeBatch {
    /** A key of one to four texts, ordered. */
    record Key(String one, String two, String three, String four) implements Comparable<Key> {
        static Key of(String... parts) {
            return new Key(
                    parts[0],
                    parts.length > 1 ? parts[1] : "",
                    parts.length > 2 ? parts[2] : "",
                    parts.length > 3 ? parts[3] : "");
        }

        @Override
        public int compareTo(Key other) {
            int order = one.compareTo(other.one);
            order = order != 0 ? order : two.compareTo(other.two);
            order = order != 0 ? order : three.compareTo(other.three);
            return order != 0 ? order : four.compareTo(other.four);
        }
    }

    /** Rows of one table: the last that was put, or empty when it was dropped. */
    static final class Rows<T> {
        private final Map<Key, Optional<T>> rows = new TreeMap<>();

        void put(Key key, T row) {
            rows.put(key, Optional.of(row));
        }

        void drop(Key key) {
            rows.put(key, Optional.empty());
        }

        void dropIf(Predicate<T> unwanted) {
            rows.replaceAll((key, row) -> row.filter(unwanted.negate()));
        }

        List<T> kept() {
            List<T> kept = new ArrayList<>();
            rows.values().forEach(row -> row.ifPresent(kept::add));
            return kept;
        }

        List<Key> dropped() {
            List<Key> dropped = new ArrayList<>();
            rows.forEach((key, row) -> {
                if (row.isEmpty()) {
                    dropped.add(key);
                }
            });
            return dropped;
        }
    }

    /** An activity in an account's inbox. */
    record Item(String account, Place place, Instant at) {}

    final Rows<NoteRow> notes = new Rows<>();
    final Rows<Change.NoteDeleted> deletions = new Rows<>();
    final Rows<Change.NoteWanted> wanted = new Rows<>();
    final Rows<Change.Interacted> interactions = new Rows<>();
    final Rows<Change.UndoneAhead> undone = new Rows<>();
    final Rows<Change.FollowerPut> followers = new Rows<>();
    final Rows<Change.AddressKnown> knowing = new Rows<>();
    final Rows<Change.FollowedPut> followed = new Rows<>();
    final Rows<Change.ShunnedPut> shunned = new Rows<>();
    final Rows<Change.BlockedByPut> blockedBy = new Rows<>();
    final Rows<Change.Moved> moved = new Rows<>();
    final Rows<PollRow> polls = new Rows<>();
    final Rows<Change.Voted> votes = new Rows<>();
    final Rows<Change.Notified> notifications = new Rows<>();
    final Rows<Change.CollectedPut> collected = new Rows<>();
    final Rows<Change.CollectionPut> collections = new Rows<>();
    final Rows<Change.Reported> reports = new Rows<>();
    final Rows<Change.UnsignedPut> unsigned = new Rows<>();
    final Rows<Item> items = new Rows<>();
    final Rows<Change.Withheld> withheld = new Rows<>();
    final Rows<RecentRow> recent = new Rows<>();
    final List<Outgoing> outgoing = new ArrayList<>();
    final Map<String, Change.ActorErased> erasedActors = new LinkedHashMap<>();
    final Map<String, Change.AccountErased> erasedAccounts = new LinkedHashMap<>();

    /** Adds a change; {@code place} and {@code at} are those of the activity, none for an owner's. */
    void add(Change change, Optional<Place> place, Instant at) {
        switch (change) {
            case Change.NoteKept(NoteRow note) -> notes.put(Key.of(note.id()), note);
            case Change.NoteDeleted gone -> {
                notes.drop(Key.of(gone.id()));
                recent.drop(Key.of(gone.id()));
                deletions.put(Key.of(gone.id()), gone);
            }
            case Change.NoteWanted one -> wanted.put(Key.of(one.id()), one);
            case Change.Interacted one ->
                interactions.put(
                        interactionKey(
                                one.interaction().object(),
                                one.interaction().kind().name(),
                                one.interaction().actor(),
                                one.interaction().content()),
                        one);
            case Change.Retracted gone ->
                interactions.drop(interactionKey(gone.object(), gone.kind().name(), gone.actor(), gone.content()));
            case Change.UndoneAhead one -> undone.put(Key.of(one.activity(), one.actor()), one);
            case Change.FollowerPut one ->
                followers.put(Key.of(one.account(), one.follower().actor()), one);
            case Change.AddressKnown one -> knowing.put(Key.of(one.account(), one.host()), one);
            case Change.FollowerDropped(String account, String actor) -> followers.drop(Key.of(account, actor));
            case Change.FollowedPut one ->
                followed.put(Key.of(one.account(), one.followed().actor()), one);
            case Change.FollowedDropped(String account, String actor) -> followed.drop(Key.of(account, actor));
            case Change.ShunnedPut one ->
                shunned.put(
                        Key.of(
                                one.account(),
                                one.shunned().kind().name(),
                                one.shunned().target()),
                        one);
            case Change.ShunnedDropped gone ->
                shunned.drop(Key.of(gone.account(), gone.kind().name(), gone.target()));
            case Change.BlockedByPut one -> blockedBy.put(Key.of(one.account(), one.actor()), one);
            case Change.BlockedByDropped(String account, String actor) -> blockedBy.drop(Key.of(account, actor));
            case Change.Moved one -> moved.put(Key.of(one.actor()), one);
            case Change.PollPut(PollRow poll) -> polls.put(Key.of(poll.question()), poll);
            case Change.Voted one -> votes.put(Key.of(one.question(), one.actor(), one.option()), one);
            case Change.Notified one ->
                notifications.put(Key.of(one.account(), one.notification().key()), one);
            case Change.NotificationDropped(String account, String key) -> notifications.drop(Key.of(account, key));
            case Change.CollectedPut one -> collected.put(Key.of(one.collection(), one.item()), one);
            case Change.CollectedDropped(String collection, String item) -> collected.drop(Key.of(collection, item));
            case Change.CollectionPut one -> collections.put(Key.of(one.account(), one.id()), one);
            case Change.CollectionDropped(String account, String id) -> collections.drop(Key.of(account, id));
            case Change.Reported one -> reports.put(Key.of(one.id()), one);
            case Change.UnsignedPut one -> unsigned.put(Key.of(one.account(), one.id()), one);
            case Change.UnsignedDropped(String account, String id) -> unsigned.drop(Key.of(account, id));
            case Change.Received(String account) ->
                place.ifPresent(where -> items.put(
                        Key.of(account, Integer.toString(where.shard()), Long.toString(where.position())),
                        new Item(account, where, at)));
            case Change.Sent(Outgoing one) -> outgoing.add(one);
            case Change.Withheld one -> withheld.put(Key.of(one.id()), one);
            case Change.Recent(RecentRow row) -> recent.put(Key.of(row.post().id()), row);
            case Change.ActorErased one -> erase(one);
            case Change.AccountErased one -> erasedAccounts.put(one.account(), one);
        }
    }

    private static Key interactionKey(String object, String kind, String actor, String content) {
        return Key.of(object, kind, actor, content);
    }

    /** What the batch has put for the actor so far is gone as well; the statements for erased actors run first. */
    private void erase(Change.ActorErased gone) {
        erasedActors.put(gone.actor(), gone);
        notes.dropIf(note -> note.author().equals(gone.actor()));
        interactions.dropIf(one -> one.interaction().actor().equals(gone.actor()));
        followers.dropIf(one -> one.follower().actor().equals(gone.actor()));
        followed.dropIf(one -> one.followed().actor().equals(gone.actor()));
        notifications.dropIf(one -> one.notification().actor().equals(gone.actor()));
    }

    /** The rows by two texts, for the statements that delete pairs. */
    static List<Pair> pairs(List<Key> keys) {
        return keys.stream().map(key -> new Pair(key.one(), key.two())).toList();
    }
}
