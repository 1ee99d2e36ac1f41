package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.interaction.CollectedStore;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Views of people: who follows, whom the owner follows and whom not to see, and lists. */
@ApplicationScoped
class PeopleView {
    private final FollowStore follows;
    private final CollectedStore collected;
    private final Faces faces;

    PeopleView(FollowStore follows, CollectedStore collected, Faces faces) {
        this.follows = follows;
        this.collected = collected;
        this.faces = faces;
    }

    /** Those who ask to follow. */
    Uni<ViewAnswer> requests(Account account, Window page) {
        return followers(account, "requests", follows.requests(account.did(), page));
    }

    /** Those who follow. */
    Uni<ViewAnswer> followers(Account account, Window page) {
        return followers(account, "followers", follows.followers(account.did(), page));
    }

    private Uni<ViewAnswer> followers(Account account, String view, Uni<Slice<Follower>> followers) {
        return followers.chain(slice -> faces.of(
                        slice.items().stream().map(Follower::actor).toList())
                .map(known -> ViewPage.of(account, view, slice, follower -> {
                    JsonObject.Builder follow = follow(account, follower);
                    Optional.ofNullable(known.get(follower.actor()))
                            .ifPresent(
                                    face -> follow.put("handle", face.handle()).put("name", face.name()));
                    return follow.build();
                })));
    }

    /** For programs that want all of them: nobody's name is looked up. */
    Uni<ViewAnswer> plainFollowers(Account account, Window page) {
        return follows.followers(account.did(), page)
                .map(slice -> ViewPage.of(
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

    /** Those whom the owner follows. */
    Uni<ViewAnswer> following(Account account, Window page) {
        return following(account, "following", EnumSet.of(Followed.State.ACCEPTED), page);
    }

    /** Those who have not answered yet whether the owner may follow. */
    Uni<ViewAnswer> pending(Account account, Window page) {
        return following(account, "pending", EnumSet.of(Followed.State.PENDING), page);
    }

    private Uni<ViewAnswer> following(Account account, String view, Set<Followed.State> states, Window page) {
        return follows.following(account.did(), states, page)
                .chain(slice -> faces.of(
                                slice.items().stream().map(Followed::actor).toList())
                        .map(known -> ViewPage.of(
                                account,
                                view,
                                slice,
                                followed -> Shown.person(followed.actor(), known)
                                        .put("id", followed.spelling())
                                        .put("follow", followed.follow())
                                        .put("state", followed.state().name().toLowerCase(Locale.ROOT))
                                        .putIfPresent("movedTo", followed.movedTo())
                                        .put("since", followed.since().toString())
                                        .build())));
    }

    /** Those whom the owner blocks. */
    Uni<ViewAnswer> blocked(Account account, Window page) {
        return shunned(account, "blocks", Shunned.Kind.BLOCK, page);
    }

    /** Those whom the owner mutes. */
    Uni<ViewAnswer> muted(Account account, Window page) {
        return shunned(account, "mutes", Shunned.Kind.MUTE, page);
    }

    private Uni<ViewAnswer> shunned(Account account, String view, Shunned.Kind kind, Window page) {
        return follows.shunned(account.did(), kind, page)
                .chain(slice -> faces.of(
                                slice.items().stream().map(Shunned::target).toList())
                        .map(known -> ViewPage.of(
                                account,
                                view,
                                slice,
                                one -> Shown.person(one.target(), known)
                                        .put("activity", one.activity())
                                        .put("since", one.since().toString())
                                        .build())));
    }

    /** The servers that the owner blocks. */
    Uni<ViewAnswer> domains(Account account, Window page) {
        return follows.shunned(account.did(), Shunned.Kind.DOMAIN, page)
                .map(slice -> ViewPage.of(account, "blocked-domains", slice, one -> new JsonString(one.target())));
    }

    /** The owner's lists of people. */
    Uni<ViewAnswer> lists(Account account) {
        return collected
                .collections(account.did())
                .map(all -> ViewPage.of(
                        account,
                        "lists",
                        new Slice<>(all, Optional.empty()),
                        one -> JsonObject.builder()
                                .put("type", "Collection")
                                .put("id", one.id())
                                .put("name", one.name())
                                .build()));
    }

    /** Those in one of the owner's lists. */
    Uni<ViewAnswer> members(Account account, String list, Window page) {
        return collected.collections(account.did()).chain(own -> {
            String wanted = Ids.compared(list);
            if (own.stream().noneMatch(one -> one.id().equals(wanted))) {
                return Uni.createFrom().item(new ViewAnswer.NotFound());
            }
            return collected
                    .items(list, page)
                    .chain(slice -> faces.of(slice.items().stream()
                                    .map(CollectedStore.Collected::item)
                                    .toList())
                            .map(known -> ViewPage.of(
                                    account,
                                    "list?id=" + ViewPage.encoded(list),
                                    slice,
                                    one -> Shown.person(one.item(), known)
                                            .put("id", one.spelling())
                                            .build())));
        });
    }
}
