package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.inbox.ReceivedStore;
import social.godwit.activitypub.interaction.CollectedStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.thread.Threads;
import social.godwit.activitypub.timeline.TimelineEntry;
import social.godwit.activitypub.timeline.TimelineStore;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.store.document.Repositories;

/**
 * The views of an account for its owner: pages like those of ActivityStreams collections, newest first, with {@code next}
 * as long as there is more. Nothing here asks another server but {@code resolve}.
 */
@ApplicationScoped
public class OwnerViews {
    private final TimelineStore timelines;
    private final NotificationStore notifications;
    private final FollowStore follows;
    private final CollectedStore collected;
    private final ReceivedStore received;
    private final NoteStore noteStore;
    private final Repositories repositories;
    private final Notes notes;
    private final Faces faces;
    private final Resolution resolution;
    private final Threads threads;
    private final RepositoryView repository;
    private final ReplicationView replication;
    private final MovingView moving;

    OwnerViews(
            TimelineStore timelines,
            NotificationStore notifications,
            FollowStore follows,
            CollectedStore collected,
            ReceivedStore received,
            NoteStore noteStore,
            Repositories repositories,
            Notes notes,
            Faces faces,
            Resolution resolution,
            Threads threads,
            RepositoryView repository,
            ReplicationView replication,
            MovingView moving) {
        this.timelines = timelines;
        this.notifications = notifications;
        this.follows = follows;
        this.collected = collected;
        this.received = received;
        this.noteStore = noteStore;
        this.repositories = repositories;
        this.notes = notes;
        this.faces = faces;
        this.resolution = resolution;
        this.threads = threads;
        this.repository = repository;
        this.replication = replication;
        this.moving = moving;
    }

    /**
     * One page.
     *
     * @param account the owner's; the caller has made sure that it is the owner who asks
     * @param view which
     * @param page where to go on and how many
     * @param parameters {@code id} (thread, list), {@code q} and {@code fresh} (resolve), {@code after} (documents, records),
     *     {@code kind} (records)
     */
    public Uni<ViewAnswer> page(
            Account account, String view, Window page, Function<String, Optional<String>> parameters) {
        return switch (view) {
            case "timeline" -> timeline(account, view, timelines.home(account.did(), page));
            case "direct" -> timeline(account, view, timelines.direct(account.did(), page));
            case "local" -> timeline(account, view, timelines.local(page));
            case "notifications" -> notifications(account, page);
            case "requests" -> followers(account, view, follows.requests(account.did(), page));
            case "followers" ->
                parameters.apply("plain").isPresent()
                        ? plainFollowers(account, page)
                        : followers(account, view, follows.followers(account.did(), page));
            case "following" -> following(account, view, EnumSet.of(Followed.State.ACCEPTED), page);
            case "pending" -> following(account, view, EnumSet.of(Followed.State.PENDING), page);
            case "blocks" -> shunned(account, view, Shunned.Kind.BLOCK, page);
            case "mutes" -> shunned(account, view, Shunned.Kind.MUTE, page);
            case "blocked-domains" -> domains(account, page);
            case "bookmarks" ->
                posts(account, view, account.idOf(account.paths().actor() + "/bookmarks"), page);
            case "pins" ->
                account.paths().featured().isEmpty()
                        ? notFound()
                        : posts(
                                account,
                                view,
                                account.idOf(account.paths().featured().get()),
                                page);
            case "lists" -> lists(account);
            case "list" -> withId(parameters, id -> members(account, id, page));
            case "list-timeline" ->
                withId(parameters, id -> timeline(account, view, timelines.list(account.did(), id, page)));
            case "thread" -> withId(parameters, id -> thread(account, id));
            case "inbox" -> inbox(account, page);
            case "unsigned" -> unsigned(account);
            case "sequence" -> sequence(account);
            case "repository" -> repository.standing(account);
            case "replication" -> replication.of(account);
            case "key" -> moving.key(account);
            case "relay" -> withId(parameters, id -> moving.relayed(account, id));
            case "links" -> repository.links(account);
            case "held" -> repository.held(account, parameters.apply("hash"));
            case "documents" -> repository.documents(account, parameters.apply("after"));
            case "records" -> repository.records(account, parameters.apply("kind"), parameters.apply("after"));
            case "resolve" ->
                parameters
                        .apply("q")
                        .map(query -> resolution.of(
                                account, query, parameters.apply("fresh").isPresent()))
                        .orElseGet(() -> invalid("q is missing"));
            default -> notFound();
        };
    }

    private static Uni<ViewAnswer> withId(
            Function<String, Optional<String>> parameters, Function<String, Uni<ViewAnswer>> work) {
        return parameters.apply("id").map(work).orElseGet(() -> invalid("id is missing"));
    }

    private static Uni<ViewAnswer> notFound() {
        return Uni.createFrom().item(new ViewAnswer.NotFound());
    }

    private static Uni<ViewAnswer> invalid(String detail) {
        return Uni.createFrom().item(new ViewAnswer.Invalid(detail));
    }

    private Uni<ViewAnswer> timeline(Account account, String view, Uni<Slice<TimelineEntry>> entries) {
        return entries.chain(slice -> notes.shown(
                        Optional.of(account.did()),
                        slice.items().stream().map(TimelineEntry::note).toList())
                .chain(posts -> {
                    List<String> boosting = slice.items().stream()
                            .flatMap(entry -> entry.boostedBy().stream())
                            .toList();
                    return notes.leftOut(account.did(), boosting)
                            .chain(hidden -> faces.of(boosting)
                                    .map(boosters -> shown(
                                            account,
                                            view,
                                            only(
                                                    slice,
                                                    entry -> posts.containsKey(
                                                                    entry.note().id())
                                                            && entry.boostedBy()
                                                                    .filter(hidden::contains)
                                                                    .isEmpty()),
                                            entry -> entry(entry, posts, boosters))));
                }));
    }

    private static <T> Slice<T> only(Slice<T> slice, Predicate<T> wanted) {
        return new Slice<>(slice.items().stream().filter(wanted).toList(), slice.next());
    }

    private static Json entry(TimelineEntry entry, Map<String, JsonObject> posts, Map<String, Face> boosters) {
        JsonObject post = posts.getOrDefault(entry.note().id(), JsonObject.empty());
        if (entry.boostedBy().isEmpty()) {
            return post;
        }
        String by = entry.boostedBy().get();
        JsonObject.Builder boost = JsonObject.builder()
                .put("type", "Announce")
                .putIfPresent("id", entry.boost())
                .put("actor", by)
                .put("published", entry.at().toString())
                .put("object", post);
        Optional.ofNullable(boosters.get(by)).ifPresent(face -> boost.put("handle", face.handle()));
        return boost.build();
    }

    private Uni<ViewAnswer> notifications(Account account, Window page) {
        return notifications.page(account.did(), Set.of(), page).chain(slice -> {
            List<String> objects = slice.items().stream()
                    .flatMap(one -> one.object().stream())
                    .distinct()
                    .toList();
            List<String> actors =
                    slice.items().stream().map(Notification::actor).toList();
            return noteStore
                    .findAll(objects, Optional.of(account.did()))
                    .chain(found -> notes.shown(Optional.of(account.did()), found.values())
                            .chain(posts -> notes.leftOut(account.did(), actors)
                                    .chain(hidden -> faces.of(actors)
                                            .map(known -> shown(
                                                    account,
                                                    "notifications",
                                                    only(
                                                            slice,
                                                            one -> isWanted(
                                                                    one, hidden, found.keySet(), posts.keySet())),
                                                    one -> Notices.of(one, posts, known))))));
        });
    }

    /** What moderators and networks say is always told. Of the rest, labels hide whom and which of the posts that were found they hide elsewhere. */
    private static boolean isWanted(Notification one, Set<String> hidden, Set<String> found, Set<String> shown) {
        if (one.type().ofTheHouse()) {
            return true;
        }
        boolean hiddenPost = one.object()
                .filter(id -> found.contains(id) && !shown.contains(id))
                .isPresent();
        return !hiddenPost && !hidden.contains(one.actor());
    }

    private Uni<ViewAnswer> followers(Account account, String view, Uni<Slice<Follower>> followers) {
        return followers.chain(slice -> faces.of(
                        slice.items().stream().map(Follower::actor).toList())
                .map(known -> shown(account, view, slice, follower -> {
                    JsonObject.Builder follow = follow(account, follower);
                    Optional.ofNullable(known.get(follower.actor()))
                            .ifPresent(
                                    face -> follow.put("handle", face.handle()).put("name", face.name()));
                    return follow.build();
                })));
    }

    /** For programs that want all of them: nobody's name is looked up. */
    private Uni<ViewAnswer> plainFollowers(Account account, Window page) {
        return follows.followers(account.did(), page)
                .map(slice -> shown(
                        account,
                        "followers?plain=1",
                        slice,
                        follower -> follow(account, follower).build()));
    }

    private static JsonObject.Builder follow(Account account, Follower follower) {
        JsonObject.Builder follow = JsonObject.builder()
                .put("type", "Follow")
                .put("id", follower.follow())
                .put("actor", follower.spelling())
                .put("object", account.actorId())
                .put("published", follower.since().toString())
                .put("inbox", follower.inbox())
                .put("sharedInbox", follower.sharedInbox());
        if (follower.accepted()) {
            follow.put("accepted", true);
        }
        return follow;
    }

    private Uni<ViewAnswer> following(Account account, String view, Set<Followed.State> states, Window page) {
        return follows.following(account.did(), states, page)
                .chain(slice -> faces.of(
                                slice.items().stream().map(Followed::actor).toList())
                        .map(known -> shown(
                                account,
                                view,
                                slice,
                                followed -> Shown.person(followed.actor(), known)
                                        .put("id", followed.spelling())
                                        .put("follow", followed.follow())
                                        .put("state", followed.state().name().toLowerCase(java.util.Locale.ROOT))
                                        .putIfPresent("movedTo", followed.movedTo())
                                        .put("since", followed.since().toString())
                                        .build())));
    }

    private Uni<ViewAnswer> shunned(Account account, String view, Shunned.Kind kind, Window page) {
        return follows.shunned(account.did(), kind, page)
                .chain(slice -> faces.of(
                                slice.items().stream().map(Shunned::target).toList())
                        .map(known -> shown(
                                account,
                                view,
                                slice,
                                one -> Shown.person(one.target(), known)
                                        .put("activity", one.activity())
                                        .put("since", one.since().toString())
                                        .build())));
    }

    private Uni<ViewAnswer> domains(Account account, Window page) {
        return follows.shunned(account.did(), Shunned.Kind.DOMAIN, page)
                .map(slice -> shown(account, "blocked-domains", slice, one -> new JsonString(one.target())));
    }

    private Uni<ViewAnswer> posts(Account account, String view, String collection, Window page) {
        return collected
                .items(collection, page)
                .chain(slice -> noteStore
                        .findAll(
                                slice.items().stream()
                                        .map(CollectedStore.Collected::item)
                                        .toList(),
                                Optional.of(account.did()))
                        .chain(found -> notes.asked(account.did(), found.values()))
                        .map(posts -> shown(
                                account,
                                view,
                                slice,
                                one -> posts.containsKey(one.item())
                                        ? posts.get(one.item())
                                        : JsonObject.builder()
                                                .put("id", one.spelling())
                                                .build())));
    }

    private Uni<ViewAnswer> lists(Account account) {
        return collected
                .collections(account.did())
                .map(all -> shown(
                        account,
                        "lists",
                        new Slice<>(all, Optional.empty()),
                        one -> JsonObject.builder()
                                .put("type", "Collection")
                                .put("id", one.id())
                                .put("name", one.name())
                                .build()));
    }

    private Uni<ViewAnswer> members(Account account, String list, Window page) {
        return collected.collections(account.did()).chain(own -> {
            String wanted = social.godwit.activitypub.vocabulary.Ids.compared(list);
            if (own.stream().noneMatch(one -> one.id().equals(wanted))) {
                return notFound();
            }
            return collected
                    .items(list, page)
                    .chain(slice -> faces.of(slice.items().stream()
                                    .map(CollectedStore.Collected::item)
                                    .toList())
                            .map(known -> shown(
                                    account,
                                    "list?id=" + encoded(list),
                                    slice,
                                    one -> Shown.person(one.item(), known)
                                            .put("id", one.spelling())
                                            .build())));
        });
    }

    /**
     * One page for whoever stands above the account's keys: what going on under another key takes, and nothing else.
     *
     * @param superior the recovery key, or the account that goes on in this one's place; the caller has made sure of it
     */
    public Uni<ViewAnswer> inherited(Account account, Did superior, String view, Window page) {
        return switch (view) {
            case "followers" -> plainFollowers(account, page);
            case "key" -> moving.key(account, superior);
            case "links" -> repository.links(account);
            default -> notFound();
        };
    }

    private Uni<ViewAnswer> thread(Account account, String id) {
        Optional<Did> viewer = Optional.of(account.did());
        return noteStore.find(id, viewer).chain(found -> {
            threads.ask(id);
            if (found.isEmpty()) {
                return notFound();
            }
            return noteStore
                    .ancestors(id, viewer)
                    .chain(above -> noteStore.descendants(id, viewer).chain(below -> {
                        List<Note> all = new ArrayList<>(above);
                        all.add(found.get());
                        all.addAll(below);
                        return notes.shown(viewer, all)
                                .chain(posts -> notes.asked(account.did(), List.of(found.get()))
                                        .map(asked -> {
                                            Map<String, JsonObject> whole = new HashMap<>(posts);
                                            whole.putAll(asked);
                                            return shown(
                                                    account,
                                                    "thread",
                                                    only(
                                                            new Slice<>(all, Optional.empty()),
                                                            note -> whole.containsKey(note.id())),
                                                    note -> whole.getOrDefault(note.id(), JsonObject.empty()));
                                        }));
                    }));
        });
    }

    private Uni<ViewAnswer> inbox(Account account, Window page) {
        return received.inbox(account.did(), page)
                .map(slice -> shown(
                        account,
                        "inbox",
                        slice,
                        one -> Shown.harmless(Shown.parsed(one.document().getBytes(StandardCharsets.UTF_8)))));
    }

    /** The strangers' activities as they came, proofs and all: the owner's client checks them and derives its answer. */
    private Uni<ViewAnswer> unsigned(Account account) {
        return received.unsigned(account.did())
                .map(all -> shown(
                        account,
                        "unsigned",
                        new Slice<>(all, Optional.empty()),
                        one -> answering(one, Shown.parsed(one.cause().getBytes(StandardCharsets.UTF_8)))));
    }

    /** A Move may want several answers, and says which; no proof of its own is looked at any more. */
    private static Json answering(ReceivedStore.Unsigned one, Json cause) {
        return cause instanceof JsonObject move && Types.of(move).equals("Move")
                ? move.with("answer", Json.of(one.type()))
                : cause;
    }

    private Uni<ViewAnswer> sequence(Account account) {
        return repositories
                .newest(List.of(account.actor()))
                .chain(ranks -> repositories.versions(account.actor(), 1).map(versions -> {
                    JsonObject.Builder known = JsonObject.builder().put("actor", account.actorId());
                    versions.stream().findFirst().ifPresent(version -> {
                        version.sequence().ifPresent(sequence -> known.put("sequence", sequence));
                        known.put("hash", version.hash().multibase())
                                .put("proofTime", version.proofTime().toString());
                    });
                    return (ViewAnswer) new ViewAnswer.Shown(known.build());
                }));
    }

    private static <T> ViewAnswer shown(Account account, String view, Slice<T> slice, Function<T, Json> item) {
        List<Json> items = new ArrayList<>();
        slice.items().forEach(one -> items.add(item.apply(one)));
        String id = account.origin() + "/client/v1/" + account.did() + "/" + view;
        JsonObject.Builder page = JsonObject.builder()
                .put("type", "OrderedCollectionPage")
                .put("partOf", id)
                .put("orderedItems", items);
        page.putIfPresent("next", slice.next().map(cursor -> next(id, cursor)));
        return new ViewAnswer.Shown(page.build());
    }

    private static String next(String id, Cursor cursor) {
        return id + (id.indexOf('?') < 0 ? "?" : "&") + "before=" + encoded(cursor.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
