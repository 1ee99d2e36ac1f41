package social.godwit.activitypub.page;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Standing;
import social.godwit.activitypub.poll.PollResults;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.view.Faces;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
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
            Instance instance,
            InstantSource clock) {
        this.policy = policy;
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
    record Profile(Account account, JsonObject actor, FollowStore.Counts counts, Slice<Note> posts, boolean older) {}

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
    public Uni<HtmlPage> profile(String origin, String name, Optional<Cursor> before) {
        String url = origin + "/@" + name;
        return account(origin, name).chain(found -> switch (standing(found)) {
            case 200 ->
                actor(found.orElseThrow())
                        .chain(actor ->
                                actor.isEmpty() ? words(404, url) : profile(found.orElseThrow(), actor.get(), before));
            default -> words(standing(found), url);
        });
    }

    private Uni<HtmlPage> profile(Account account, JsonObject actor, Optional<Cursor> before) {
        return follows.counts(account.did())
                .chain(counts -> notes.by(
                                account.actor().canonical(),
                                Optional.empty(),
                                new Window(before, Optional.empty(), POSTS))
                        .map(posts -> render(new Profile(account, actor, counts, posts, before.isPresent()))));
    }

    /** The post {@code post} of {@code name} at {@code origin}. */
    public Uni<HtmlPage> post(String origin, String name, String post) {
        String url = origin + "/@" + name + "/" + post;
        return account(origin, name).chain(found -> switch (standing(found)) {
            case 200 ->
                post(found.orElseThrow(), PortableId.of(found.orElseThrow().did(), "/objects/" + post), url);
            default -> words(standing(found), url);
        });
    }

    private Uni<HtmlPage> post(Account account, PortableId id, String url) {
        return repositories.find(id, account.origin()).chain(lookup -> switch (lookup) {
            case Lookup.Found found
            when found.document().visibility() == Visibility.PUBLIC
                    && !moderated(account.actor().canonical(), id.canonical()).hidden()
                    && Types.POSTS.contains(found.document().type()) ->
                actor(account).chain(actor -> post(account, actor.orElse(JsonObject.empty()), found.document()));
            case Lookup.Deleted deleted when deleted.visibility() == Visibility.PUBLIC -> words(410, url);
            default -> words(404, url);
        });
    }

    private Uni<HtmlPage> post(Account account, JsonObject actor, StoredDocument document) {
        String id = document.id().canonical();
        return interactions
                .counts(List.of(id))
                .chain(counts -> polls.counted(List.of(id))
                        .chain(poll -> notes.replies(id, Optional.empty(), Window.newest(REPLIES))
                                .chain(replies -> faces.of(replies.items().stream()
                                                .map(Note::author)
                                                .toList())
                                        .map(known -> render(new Post(
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

    private static int standing(Optional<Account> account) {
        return account.isEmpty()
                ? 404
                : switch (account.get().status()) {
                    case ACTIVE -> 200;
                    case SUSPENDED -> 403;
                    case DELETED -> 410;
                };
    }

    private Uni<Optional<JsonObject>> actor(Account account) {
        return repositories
                .find(account.actor(), account.origin())
                .map(lookup -> lookup instanceof Lookup.Found found
                        ? Optional.of(found.document().json())
                        : Optional.empty());
    }

    private Uni<HtmlPage> words(int status, String url) {
        return Uni.createFrom().item(Frame.words(instance, status, url));
    }

    HtmlPage render(Profile profile) {
        ProfileView view = new ProfileView(profile.account(), profile.actor());
        Frame.Head head = new Frame.Head(
                Words.of("site", view.name(), Frame.host(instance)),
                view.description(),
                view.url(),
                "profile",
                view.picture(),
                Optional.of(profile.account().actorId()),
                view.indexed());
        return new HtmlPage(
                200,
                Frame.page(instance, head, html -> {
                    view.write(html, profile.counts());
                    html.element("h2", Words.of("posts"));
                    if (profile.posts().items().isEmpty() && !profile.older()) {
                        html.element("p", Words.of("noposts"), "class", "note");
                    }
                    profile.posts()
                            .items()
                            .forEach(post -> read(post)
                                    .map(moderated(post.author(), post.id())::shown)
                                    .ifPresent(json -> listed(html, json, profile.account())));
                    profile.posts()
                            .next()
                            .ifPresent(next -> html.open("p")
                                    .element(
                                            "a",
                                            Words.of("older"),
                                            "class",
                                            "tap",
                                            "rel",
                                            "next",
                                            "href",
                                            view.url() + "?before="
                                                    + URLEncoder.encode(next.toString(), StandardCharsets.UTF_8))
                                    .close("p"));
                }),
                Optional.of(profile.account().actorId()));
    }

    private void listed(Markup html, JsonObject json, Account account) {
        PostView view = new PostView(json, account.origin().toString());
        html.open("article");
        when(html, view);
        view.write(html);
        html.close("article");
    }

    private void when(Markup html, PostView view) {
        Optional<Instant> published = view.published();
        if (published.isEmpty()) {
            return;
        }
        String exact = Words.exact(published.get());
        html.open("p", "class", "when");
        view.url().ifPresent(url -> html.open("a", "class", "tap", "href", url));
        html.element(
                "time",
                Words.ago(published.get(), clock.instant()),
                "datetime",
                published.get().toString(),
                "title",
                exact);
        view.url().ifPresent(url -> html.close("a"));
        html.close("p");
        view.imported(html);
    }

    HtmlPage render(Post post) {
        ProfileView author = new ProfileView(post.account(), post.actor());
        JsonObject signed = post.document().json();
        Standing standing = moderated(
                post.account().actor().canonical(), post.document().id().canonical());
        JsonObject json =
                standing.shown(post.poll().map(poll -> poll.in(signed)).orElse(signed));
        PostView view = new PostView(json, post.account().origin().toString());
        String id = post.document().id().at(post.account().origin());
        Frame.Head head = new Frame.Head(
                author.name() + ": " + view.line(70),
                view.line(200),
                view.url().orElse(id),
                "article",
                author.picture(),
                Optional.of(id),
                author.indexed());
        return new HtmlPage(
                200,
                Frame.page(instance, head, html -> {
                    html.open("article", "class", "whole");
                    html.element("h1", author.name() + ": " + view.line(70), "class", "skip");
                    author.who(html, true);
                    author.moved(html);
                    json.id("inReplyTo")
                            .filter(PostView::isWeb)
                            .ifPresent(parent -> html.open("p", "class", "note")
                                    .element(
                                            "a",
                                            Words.of("answer", Words.of("apost")),
                                            "class",
                                            "tap",
                                            "href",
                                            parent,
                                            "rel",
                                            "nofollow noopener noreferrer")
                                    .close("p"));
                    view.write(html);
                    when(html, view);
                    Types.time(json, "updated")
                            .ifPresent(at -> html.element("p", Words.of("edited", Words.exact(at)), "class", "note"));
                    post.counts()
                            .ifPresent(counts -> html.element(
                                    "p",
                                    Words.of("likes", counts.likes()) + " · " + Words.of("boosts", counts.shares())
                                            + " · " + Words.of("answers", counts.replies()),
                                    "class",
                                    "note"));
                    html.close("article");
                    if (!post.replies().isEmpty()) {
                        html.element("h2", Words.of("replies"));
                        post.replies().forEach(reply -> reply(html, reply, post.faces()));
                    }
                }),
                Optional.of(id));
    }

    private Standing moderated(String author, String post) {
        return policy.standing(author).and(policy.standing(post));
    }

    private static Optional<JsonObject> read(Note note) {
        return StrictJson.read(note.bytes(), JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject json
                ? Optional.of(json)
                : Optional.empty();
    }

    private void reply(Markup html, Note reply, Map<String, Face> known) {
        Optional<JsonObject> read = read(reply);
        if (read.isEmpty()) {
            return;
        }
        JsonObject json = moderated(reply.author(), reply.id()).shown(read.get());
        Face face = known.get(reply.author());
        html.open("article");
        String name = face == null ? reply.author() : face.name().isBlank() ? face.handle() : face.name();
        html.open("p").element("span", name, "class", "name", "dir", "auto");
        if (face != null) {
            html.raw(" ").element("span", "@" + face.handle(), "class", "handle", "dir", "ltr");
        }
        html.close("p");
        PostView view = new PostView(json, instance.origin());
        view.write(html);
        when(html, view);
        html.close("article");
    }
}
