package social.godwit.activitypub.page;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.poll.PollResults;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.view.Faces;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/** Pages of accounts and posts, for anybody: only what is public is on them. */
@ApplicationScoped
public class Pages {
    private static final int POSTS = 20;
    private static final int REPLIES = 40;

    private final AccountStore accounts;
    private final Repositories repositories;
    private final FollowStore follows;
    private final NoteStore notes;
    private final InteractionStore interactions;
    private final PollStore polls;
    private final Faces faces;
    private final FederationPolicy policy;
    private final ProfileMarks marks;
    private final Instance instance;
    private final InstantSource clock;

    Pages(
            AccountStore accounts,
            Repositories repositories,
            FollowStore follows,
            NoteStore notes,
            InteractionStore interactions,
            PollStore polls,
            Faces faces,
            FederationPolicy policy,
            ProfileMarks marks,
            Instance instance,
            InstantSource clock) {
        this.policy = policy;
        this.marks = marks;
        this.accounts = accounts;
        this.repositories = repositories;
        this.follows = follows;
        this.notes = notes;
        this.interactions = interactions;
        this.polls = polls;
        this.faces = faces;
        this.instance = instance;
        this.clock = clock;
    }

    /** An account and its newest posts. */
    record Profile(
            Account account,
            JsonObject actor,
            ProfileMarks.Marks marks,
            FollowStore.Counts counts,
            Slice<Note> posts,
            boolean older) {}

    /** A post, its totals, and its known public answers. */
    record Post(
            Account account,
            JsonObject actor,
            StoredDocument document,
            Optional<PollResults> poll,
            Optional<InteractionStore.Counts> counts,
            List<Note> replies,
            Map<String, Face> faces) {}

    /** The profile of {@code name}, or of the account with that DID, at {@code origin}; posts published before {@code before}, if given. */
    public Uni<HtmlPage> profile(String origin, String name, Optional<Cursor> before, Words words) {
        String url = origin + "/@" + name;
        return account(origin, name).chain(found -> switch (standing(found)) {
            case 200 ->
                actor(found.orElseThrow())
                        .chain(actor -> actor.isEmpty()
                                ? words(404, url, words)
                                : profile(found.orElseThrow(), actor.get(), before, words));
            default -> words(standing(found), url, words);
        });
    }

    private Uni<HtmlPage> profile(Account account, JsonObject actor, Optional<Cursor> before, Words words) {
        return marks.of(account, actor, words)
                .chain(known -> follows.counts(account.did())
                        .chain(counts -> notes.by(
                                        account.actor().canonical(),
                                        Optional.empty(),
                                        new Window(before, Optional.empty(), POSTS))
                                .map(posts -> writer(words)
                                        .profile(new Profile(
                                                account, actor, known, counts, posts, before.isPresent())))));
    }

    /** The post {@code post} of {@code name} at {@code origin}. */
    public Uni<HtmlPage> post(String origin, String name, String post, Words words) {
        String url = origin + "/@" + name + "/" + post;
        return account(origin, name).chain(found -> switch (standing(found)) {
            case 200 ->
                post(found.orElseThrow(), PortableId.of(found.orElseThrow().did(), "/objects/" + post), url, words);
            default -> words(standing(found), url, words);
        });
    }

    private Uni<HtmlPage> post(Account account, PortableId id, String url, Words words) {
        return repositories.find(id, account.origin()).chain(lookup -> switch (lookup) {
            case Lookup.Found found
            when found.document().visibility() == Visibility.PUBLIC
                    && !policy.standing(id.canonical()).hidden()
                    && Types.POSTS.contains(found.document().type()) ->
                actor(account).chain(actor -> post(account, actor.orElse(JsonObject.empty()), found.document(), words));
            case Lookup.Deleted deleted when deleted.visibility() == Visibility.PUBLIC -> words(410, url, words);
            default -> words(404, url, words);
        });
    }

    private Uni<HtmlPage> post(Account account, JsonObject actor, StoredDocument document, Words words) {
        String id = document.id().canonical();
        return interactions
                .counts(List.of(id))
                .chain(counts -> polls.counted(List.of(id))
                        .chain(poll -> notes.replies(id, Optional.empty(), Window.newest(REPLIES))
                                .chain(replies -> faces.of(replies.items().stream()
                                                .map(Note::author)
                                                .toList())
                                        .map(known -> writer(words)
                                                .post(new Post(
                                                        account,
                                                        actor,
                                                        document,
                                                        Optional.ofNullable(poll.get(id)),
                                                        Optional.ofNullable(counts.get(id)),
                                                        replies.items().reversed(),
                                                        known))))));
    }

    private Uni<Optional<Account>> account(String origin, String name) {
        Optional<Did> did = Did.parse(name);
        if (did.isPresent()) {
            return accounts.find(did.get())
                    .map(found ->
                            found.filter(account -> account.origin().toString().equals(origin)));
        }
        return Origin.parse(origin)
                .map(at -> accounts.findByUsername(at, name))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** What is hidden here is as if it did not exist. */
    private int standing(Optional<Account> found) {
        return found.map(account -> switch (account.status()) {
                    case ACTIVE -> policy.standing(account.actor().canonical()).hidden() ? 404 : 200;
                    case SUSPENDED -> 404;
                    case DELETED -> 410;
                })
                .orElse(404);
    }

    private Uni<Optional<JsonObject>> actor(Account account) {
        return repositories
                .find(account.actor(), account.origin())
                .map(lookup -> lookup instanceof Lookup.Found found
                        ? Optional.of(found.document().json())
                        : Optional.empty());
    }

    private PageWriter writer(Words words) {
        return new PageWriter(instance, policy, words, clock.instant());
    }

    private Uni<HtmlPage> words(int status, String url, Words words) {
        return Uni.createFrom().item(Frame.words(instance, words, status, url));
    }
}
