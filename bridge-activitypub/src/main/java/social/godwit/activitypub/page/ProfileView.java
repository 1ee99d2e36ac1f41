package social.godwit.activitypub.page;

import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.html.Sanitizer;
import social.godwit.activitypub.media.FileAddress;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;

/** An account's own words about itself, as HTML. */
final class ProfileView {
    private static final int NAME_LENGTH_MAX = 100;
    private static final int FIELDS_MAX = 50;

    private final Account account;
    private final JsonObject actor;
    private final ProfileMarks.Marks marks;
    private final Words words;
    private final String origin;

    ProfileView(Account account, JsonObject actor, ProfileMarks.Marks marks, Words words) {
        this.account = account;
        this.actor = actor;
        this.marks = marks;
        this.words = words;
        this.origin = account.origin().toString();
    }

    String name() {
        String name = PlainText.line(actor.string("name").orElse(""), NAME_LENGTH_MAX);
        return name.isBlank() ? account.username() : name;
    }

    String handle() {
        return "@" + account.handle();
    }

    String url() {
        return origin + "/@" + (account.named() ? account.username() : account.did());
    }

    Optional<String> picture() {
        return actor.list("icon").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .flatMap(icon -> FileAddress.of(icon).stream())
                .flatMap(url -> FileAddress.here(url, origin).stream())
                .findFirst();
    }

    /** False when the owner says so, or says that search engines are not welcome (FEP-5feb). */
    boolean indexed() {
        return !(actor.get("indexable") instanceof JsonBoolean flag) || flag.value();
    }

    /** Name, handle and picture; linked to the profile when {@code link} is true, else as the page's heading. */
    void who(Markup html, boolean link) {
        html.open("div", "class", link ? "who small" : "who");
        Portrait.write(html, account.did().toString(), picture());
        html.open("div");
        if (link) {
            html.element("a", name(), "class", "name", "href", url(), "dir", "auto");
        } else {
            html.element("h1", name(), "dir", "auto");
        }
        html.open("div")
                .element("span", handle(), "class", "handle", "dir", "ltr")
                .close("div");
        html.close("div").close("div");
    }

    void write(Markup html, FollowStore.Counts counts) {
        who(html, false);
        moved(html);
        badges(html);
        html.open("div", "class", "about text", "dir", "auto");
        html.raw(Sanitizer.sanitized(actor.string("summary").orElse(""))).close("div");
        html.open("dl", "class", "facts");
        List<Json> fields = actor.list("attachment");
        for (int i = 0; i < Math.min(fields.size(), FIELDS_MAX); i++) {
            field(html, fields.get(i), Optional.ofNullable(marks.links().get(i)));
        }
        fact(html, words.of("followers"), words.number(counts.followers()));
        fact(html, words.of("following"), words.number(counts.following()));
        html.close("dl");
        html.element("p", words.of("follow", handle()), "class", "note");
        if (account.locked()) {
            html.element("p", words.of("locked"), "class", "note");
        }
    }

    /**
     * Where the account has gone, if it has, as a link: nobody is sent there unasked, or any owner could send readers of this host
     * wherever it likes. A new home has the same pages under the same names.
     */
    void moved(Markup html) {
        actor.id("movedTo").filter(PostView::isWeb).ifPresent(to -> {
            boolean ownNewHome = !account.home()
                    && PortableId.parse(to).filter(account.actor()::equals).isPresent();
            String page = ownNewHome ? account.homeOrigin() + "/@" + account.username() : to;
            html.open("p", "class", "banner", "role", "note")
                    .element(
                            "a",
                            words.of("moved", ownNewHome ? handle() : to),
                            "href",
                            page,
                            "rel",
                            "nofollow noopener noreferrer")
                    .close("p");
        });
    }

    /** What others vouch for, each with who says so and what it means. */
    private void badges(Markup html) {
        if (marks.badges().isEmpty()) {
            return;
        }
        html.open("ul", "class", "badges", "aria-label", words.of("badges"));
        for (ProfileMarks.Badge badge : marks.badges()) {
            html.open("li").open("details").element("summary", "✓ " + badge.title());
            html.element("p", badge.meaning());
            html.open("p", "class", "note")
                    .text(words.of("badge.by", badge.issuer(), words.day(badge.from()), words.day(badge.until())) + " ")
                    .element("a", badge.network(), "href", words.page(badge.page()), "dir", "auto")
                    .close("p");
            html.close("details").close("li");
        }
        html.close("ul");
    }

    /** The pages that the profile links to, for those who look whether the profile points back to them. */
    List<String> links() {
        return marks.links().values().stream()
                .map(ProfileMarks.Link::href)
                .sorted()
                .toList();
    }

    private void field(Markup html, Json one, Optional<ProfileMarks.Link> link) {
        if (one instanceof JsonObject field
                && field.string("name").isPresent()
                && field.string("value").isPresent()) {
            html.element("dt", PlainText.line(field.string("name").get(), 200), "dir", "auto");
            html.open("dd", "dir", "auto")
                    .raw(Sanitizer.sanitized(field.string("value").get()));
            link.filter(known -> known.checked().isPresent()).ifPresent(known -> link(html, known));
            html.close("dd");
        }
    }

    private void link(Markup html, ProfileMarks.Link link) {
        html.element(
                "p",
                (link.confirmed() ? "✓ " : "") + link.words(),
                "class",
                link.confirmed() ? "note good" : "note",
                "title",
                words.of("link.checked", words.exact(link.checked().orElseThrow())));
    }

    private static void fact(Markup html, String name, String value) {
        html.element("dt", name).element("dd", value);
    }

    String description() {
        String about = PlainText.line(actor.string("summary").orElse(""), 200);
        return about.isBlank() ? handle() : about;
    }
}
