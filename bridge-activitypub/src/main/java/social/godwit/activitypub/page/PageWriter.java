package social.godwit.activitypub.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Standing;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.label.Label;
import social.godwit.store.label.LabelChoices;

/** Writes the pages of accounts and posts for one reader at one moment. */
record PageWriter(Instance instance, FederationPolicy policy, Words words, Instant now) {

    HtmlPage profile(Pages.Profile profile) {
        ProfileView view = new ProfileView(profile.account(), profile.actor(), profile.marks(), words);
        Frame.Head head = new Frame.Head(
                words.of("site", view.name(), Frame.host(instance)),
                view.description(),
                view.url(),
                "profile",
                view.picture().map(url -> new Frame.Picture(url, words.of("portrait", view.name()))),
                List.of(Map.entry("profile:username", view.handle().substring(1))),
                view.links(),
                Optional.of(profile.account().actorId()),
                view.indexed());
        return page(head, html -> {
            view.write(html, profile.counts());
            html.element("h2", words.of("posts"));
            if (profile.posts().items().isEmpty() && !profile.older()) {
                html.element("p", words.of("noposts"), "class", "note");
            }
            for (Note post : profile.posts().items()) {
                read(post).ifPresent(json -> listed(html, post, json));
            }
            profile.posts().next().ifPresent(next -> older(html, view, next));
        });
    }

    private void older(Markup html, ProfileView view, Cursor next) {
        String older = words.page(view.url(), "before", next.toString());
        html.open("p")
                .element("a", words.of("older"), "class", "tap", "rel", "next", "href", older)
                .close("p");
    }

    private void listed(Markup html, Note post, JsonObject json) {
        html.open("article");
        shown(html, json, moderated(post.author(), post.id()));
        html.close("article");
    }

    /** When and where it was said, what moderators say of it, and the post as they let it be shown. */
    private void shown(Markup html, JsonObject json, Standing standing) {
        PostView view = new PostView(standing.shown(json), instance.origin(), words);
        when(html, view);
        view.imported(html);
        labels(html, standing);
        view.write(html);
    }

    private void when(Markup html, PostView view) {
        Optional<Instant> published = view.published();
        if (published.isEmpty()) {
            return;
        }
        html.open("p", "class", "when");
        view.url().ifPresent(url -> html.open("a", "class", "tap", "href", url));
        html.element(
                "time",
                words.ago(published.get(), now),
                "datetime",
                published.get().toString(),
                "title",
                words.exact(published.get()));
        view.url().ifPresent(url -> html.close("a"));
        html.close("p");
    }

    private void labels(Markup html, Standing standing) {
        if (!standing.labels().isEmpty()) {
            html.element(
                    "p",
                    words.of(
                            "labels",
                            standing.labels().stream()
                                    .map(Label::name)
                                    .distinct()
                                    .collect(Collectors.joining(", "))),
                    "class",
                    "note");
        }
    }

    HtmlPage post(Pages.Post post) {
        ProfileView author = new ProfileView(post.account(), post.actor(), ProfileMarks.Marks.NONE, words);
        JsonObject signed = post.document().json();
        Standing standing = moderated(
                post.account().actor().canonical(), post.document().id().canonical());
        JsonObject json =
                standing.shown(post.poll().map(poll -> poll.in(signed)).orElse(signed));
        PostView view = new PostView(json, post.account().origin().toString(), words);
        String id = post.document().id().at(post.account().origin());
        return page(head(author, view, json, id), html -> {
            html.open("article", "class", "whole");
            html.element("h1", author.name() + ": " + view.line(70), "class", "skip");
            author.who(html, true);
            author.moved(html);
            json.id("inReplyTo").filter(PostView::isWeb).ifPresent(parent -> answered(html, parent));
            labels(html, standing);
            view.write(html);
            when(html, view);
            view.imported(html);
            Types.time(json, "updated")
                    .ifPresent(at -> html.element("p", words.of("edited", words.exact(at)), "class", "note"));
            post.counts()
                    .ifPresent(counts -> html.element(
                            "p",
                            words.of("likes", counts.likes()) + " · " + words.of("boosts", counts.shares()) + " · "
                                    + words.of("answers", counts.replies()),
                            "class",
                            "note"));
            html.close("article");
            if (!post.replies().isEmpty()) {
                html.element("h2", words.of("replies"));
                post.replies().forEach(reply -> reply(html, reply, post.faces()));
            }
        });
    }

    private Frame.Head head(ProfileView author, PostView view, JsonObject json, String id) {
        List<Map.Entry<String, String>> more = new ArrayList<>();
        view.published().ifPresent(at -> more.add(Map.entry("article:published_time", at.toString())));
        Types.time(json, "updated").ifPresent(at -> more.add(Map.entry("article:modified_time", at.toString())));
        more.add(Map.entry("article:author", author.url()));
        more.add(Map.entry("fediverse:creator", author.handle()));
        return new Frame.Head(
                author.name() + ": " + view.line(70),
                view.line(200),
                view.url().orElse(id),
                "article",
                view.picture()
                        .or(() -> author.picture()
                                .map(url -> new Frame.Picture(url, words.of("portrait", author.name())))),
                more,
                List.of(),
                Optional.of(id),
                author.indexed());
    }

    private void answered(Markup html, String parent) {
        html.open("p", "class", "note")
                .element(
                        "a",
                        words.of("answer", words.of("apost")),
                        "class",
                        "tap",
                        "href",
                        parent,
                        "rel",
                        "nofollow noopener noreferrer")
                .close("p");
    }

    private void reply(Markup html, Note reply, Map<String, Face> known) {
        Optional<JsonObject> json = read(reply);
        if (json.isEmpty()) {
            return;
        }
        Face face = known.get(reply.author());
        html.open("article");
        String name = face == null ? reply.author() : face.name().isBlank() ? face.handle() : face.name();
        html.open("p").element("span", name, "class", "name", "dir", "auto");
        if (face != null) {
            html.raw(" ").element("span", "@" + face.handle(), "class", "handle", "dir", "ltr");
        }
        html.close("p");
        shown(html, json.get(), moderated(reply.author(), reply.id()));
        html.close("article");
    }

    private HtmlPage page(Frame.Head head, Consumer<Markup> main) {
        return new HtmlPage(200, Frame.page(instance, words, head, main), head.document());
    }

    private Standing moderated(String author, String post) {
        return policy.standing(author).and(policy.standing(post)).readWith(LabelChoices.NONE);
    }

    private static Optional<JsonObject> read(Note note) {
        return StrictJson.read(note.bytes(), JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject json
                ? Optional.of(json)
                : Optional.empty();
    }
}
