package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.inbox.ReceivedStore;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * The views of an account for its owner: pages like those of ActivityStreams collections, newest first, with {@code next}
 * as long as there is more. Nothing here asks another server but {@code resolve}.
 */
@ApplicationScoped
public class OwnerViews {
    private final PostsView posts;
    private final PeopleView people;
    private final NotificationsView notifications;
    private final Resolution resolution;
    private final RepositoryView repository;
    private final ReplicationView replication;
    private final MovingView moving;
    private final ReceivedStore received;

    OwnerViews(
            PostsView posts,
            PeopleView people,
            NotificationsView notifications,
            Resolution resolution,
            RepositoryView repository,
            ReplicationView replication,
            MovingView moving,
            ReceivedStore received) {
        this.posts = posts;
        this.people = people;
        this.notifications = notifications;
        this.resolution = resolution;
        this.repository = repository;
        this.replication = replication;
        this.moving = moving;
        this.received = received;
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
            case "timeline" -> posts.home(account, page);
            case "direct" -> posts.direct(account, page);
            case "local" -> posts.local(account, page);
            case "notifications" -> notifications.page(account, page);
            case "requests" -> people.requests(account, page);
            case "followers" ->
                parameters.apply("plain").isPresent()
                        ? people.plainFollowers(account, page)
                        : people.followers(account, page);
            case "following" -> people.following(account, page);
            case "pending" -> people.pending(account, page);
            case "blocks" -> people.blocked(account, page);
            case "mutes" -> people.muted(account, page);
            case "blocked-domains" -> people.domains(account, page);
            case "bookmarks" ->
                posts.collection(account, view, account.idOf(account.paths().actor() + "/bookmarks"), page);
            case "pins" ->
                account.paths()
                        .featured()
                        .map(featured -> posts.collection(account, view, account.idOf(featured), page))
                        .orElseGet(OwnerViews::notFound);
            case "lists" -> people.lists(account);
            case "list" -> withId(parameters, id -> people.members(account, id, page));
            case "list-timeline" -> withId(parameters, id -> posts.list(account, id, page));
            case "thread" -> withId(parameters, id -> posts.thread(account, id));
            case "inbox" -> inbox(account, page);
            case "unsigned" -> unsigned(account);
            case "sequence" -> repository.sequence(account);
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

    /**
     * One page for whoever stands above the account's keys: what going on under another key takes, and nothing else.
     *
     * @param superior the recovery key, or the account that goes on in this one's place; the caller has made sure of it
     */
    public Uni<ViewAnswer> inherited(Account account, Did superior, String view, Window page) {
        return switch (view) {
            case "followers" -> people.plainFollowers(account, page);
            case "key" -> moving.key(account, superior);
            case "links" -> repository.links(account);
            default -> notFound();
        };
    }

    private Uni<ViewAnswer> inbox(Account account, Window page) {
        return received.inbox(account.did(), page)
                .map(slice -> ViewPage.of(
                        account,
                        "inbox",
                        slice,
                        one -> Shown.harmless(Shown.parsed(one.document().getBytes(StandardCharsets.UTF_8)))));
    }

    /** The strangers' activities as they came, proofs and all: the owner's client checks them and derives its answer. */
    private Uni<ViewAnswer> unsigned(Account account) {
        return received.unsigned(account.did())
                .map(all -> ViewPage.of(
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
}
