package social.godwit.activitypub.collection;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths.Role;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.inbox.ReceivedStore;
import social.godwit.activitypub.interaction.CollectedStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Origin;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;

/** The collections of an account that its actor document names. */
@ApplicationScoped
public class Collections {
    /** What an outbox shows to others: what people said and passed on. The owner sees everything. */
    private static final String[] SHOWN = {"Create", "Announce", "Update", "Move"};

    private static final int PAGE = 40;

    private final FollowStore follows;
    private final CollectedStore collected;
    private final ReceivedStore received;
    private final Repositories repositories;
    private final ReadRules rules;

    Collections(
            FollowStore follows,
            CollectedStore collected,
            ReceivedStore received,
            Repositories repositories,
            ReadRules rules) {
        this.follows = follows;
        this.collected = collected;
        this.received = received;
        this.repositories = repositories;
        this.rules = rules;
    }

    /** The collection that plays {@code role}, or a page of it; empty for roles that are no collection. */
    public Uni<Optional<byte[]>> find(Account account, Role role, PageRequest page, Viewer viewer) {
        boolean owner = viewer instanceof Viewer.Owner;
        if (!account.active() && !owner) {
            return Uni.createFrom().item(Optional.empty());
        }
        return switch (role) {
            case FOLLOWERS, FOLLOWING -> people(account, role, page).map(Optional::of);
            case OUTBOX -> outbox(account, page, viewer).map(Optional::of);
            case FEATURED -> featured(account, page).map(Optional::of);
            case INBOX ->
                owner
                        ? inbox(account, page).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty());
            case LIKED -> Uni.createFrom().item(Optional.of(text(account, page).whole(OptionalLong.empty(), false)));
            case ACTOR, DOCUMENT -> Uni.createFrom().item(Optional.empty());
        };
    }

    private Uni<byte[]> people(Account account, Role role, PageRequest page) {
        boolean followers = role == Role.FOLLOWERS;
        return follows.counts(account.did()).flatMap(counts -> {
            OptionalLong total = OptionalLong.of(followers ? counts.followers() : counts.following());
            if (!page.paged()) {
                return Uni.createFrom().item(text(account, page).whole(total, true));
            }
            Uni<Slice<String>> ids = followers
                    ? follows.followers(account.did(), window(page)).map(slice -> map(slice, f -> f.spelling()))
                    : follows.following(account.did(), Set.of(Followed.State.ACCEPTED), window(page))
                            .map(slice -> map(slice, f -> f.spelling()));
            return ids.map(slice -> text(account, page).page(total, items(slice.items()), next(slice)));
        });
    }

    /** Pins are few, and servers such as Mastodon read them from the collection itself: it is never paged. */
    private Uni<byte[]> featured(Account account, PageRequest page) {
        return collected
                .items(account.actor().sibling(page.path()).canonical(), window(page))
                .map(slice -> CollectionText.list(
                        page.idOf(account),
                        account.actorId(),
                        items(map(slice, item -> item.spelling()).items())));
    }

    private Uni<byte[]> inbox(Account account, PageRequest page) {
        if (!page.paged()) {
            return Uni.createFrom().item(text(account, page).whole(OptionalLong.empty(), true));
        }
        return received.inbox(account.did(), window(page))
                .map(slice -> text(account, page)
                        .page(
                                OptionalLong.empty(),
                                slice.items().stream()
                                        .map(item -> item.document())
                                        .toList(),
                                next(slice)));
    }

    private Uni<byte[]> outbox(Account account, PageRequest page, Viewer viewer) {
        Selection selection = Selection.activities(rules.classes(viewer));
        Selection shown = viewer instanceof Viewer.Owner ? selection : selection.ofTypes(SHOWN);
        if (!page.paged()) {
            Selection counted = viewer instanceof Viewer.Owner
                    ? shown
                    : Selection.publicActivities().ofTypes(SHOWN);
            return repositories
                    .count(account.did(), counted)
                    .map(count -> text(account, page).whole(OptionalLong.of(count), true));
        }
        Optional<VersionRank> before = page.before().flatMap(VersionRank::parse);
        return repositories
                .page(account.did(), shown, before, PAGE)
                .flatMap(found -> readable(account, found.items(), viewer)
                        .map(items -> text(account, page)
                                .page(OptionalLong.empty(), items, found.next().map(VersionRank::toString))));
    }

    private Uni<List<String>> readable(Account account, List<StoredDocument> documents, Viewer viewer) {
        return Multi.createFrom()
                .iterable(documents)
                .onItem()
                .transformToUniAndConcatenate(document -> rules.mayRead(account, document, viewer)
                        .map(may -> may
                                ? Optional.of(new String(document.bytes(), StandardCharsets.UTF_8))
                                : Optional.<String>empty()))
                .select()
                .where(Optional::isPresent)
                .map(Optional::get)
                .collect()
                .asList();
    }

    /** The followers whose ids are on {@code asking}, for that host alone (FEP-8fcf). */
    public Uni<byte[]> synchronization(Account account, String path, Origin asking) {
        return follows.followersOn(account.did(), asking)
                .map(ids -> CollectionText.list(account.idOf(path), account.actorId(), items(ids)));
    }

    private static CollectionText.Of text(Account account, PageRequest page) {
        return new CollectionText.Of(page.idOf(account), account.actorId(), page.query());
    }

    private static Window window(PageRequest page) {
        return new Window(page.before().flatMap(Cursor::parse), Optional.empty(), PAGE);
    }

    private static <T> Slice<String> map(Slice<T> slice, java.util.function.Function<T, String> to) {
        return new Slice<>(slice.items().stream().map(to).toList(), slice.next());
    }

    static List<String> items(List<String> ids) {
        List<String> items = new ArrayList<>(ids.size());
        ids.forEach(id -> items.add(CollectionText.item(id)));
        return items;
    }

    private static Optional<String> next(Slice<?> slice) {
        return slice.next().map(Cursor::toString);
    }
}
