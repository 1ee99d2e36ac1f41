package social.godwit.instance.client;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.document.PostDocument;
import social.godwit.instance.client.document.TimeId;
import social.godwit.instance.client.text.Composition;

/** Writes, answers, changes and deletes posts, and votes in polls. */
public final class Posts {
    private final Owner owner;
    private final Lookup lookup;
    private final Publisher publisher;

    /** The posts of {@code owner}. */
    public Posts(Owner owner) {
        this.owner = owner;
        this.lookup = new Lookup(owner);
        this.publisher = new Publisher(owner);
    }

    /**
     * What a person decides about a post.
     *
     * @param audience for whom; an answer defaults to what it answers, anything else to everybody
     * @param poll the answers to choose from and how long, or none
     */
    public record Draft(
            String text,
            Optional<Audience> audience,
            Optional<String> warning,
            String language,
            List<Post.Attachment> attachments,
            Optional<PollDraft> poll,
            Post.Quotes quotes) {}

    /** A poll before its end has a date. */
    public record PollDraft(List<String> options, boolean multiple, Duration open) {}

    /** What was published. */
    public record Published(String id, String activity, String page, Audience audience) {}

    /** Publishes a post of its own. */
    public Published post(Draft draft) {
        return publish(draft, Optional.empty(), Audience.PUBLIC);
    }

    /** Publishes an answer. */
    public Published reply(String to, Draft draft) {
        JsonObject parent = lookup.post(to);
        String author = Lookup.author(parent);
        var answered = new Post.Parent(
                parent.string("id").orElseThrow(),
                author,
                parent.id("context").or(() -> parent.string("conversation").filter(it -> it.startsWith("http"))));
        Audience like = Audience.of(parent.ids("to"), parent.ids("cc"), "");
        // Followers of somebody else are not ours: an answer to them goes to our own followers at most.
        boolean restricted =
                like == Audience.DIRECT && parent.ids("to").stream().anyMatch(it -> it.endsWith("/followers"));
        return publish(draft, Optional.of(answered), restricted ? Audience.FOLLOWERS : like);
    }

    private Published publish(Draft draft, Optional<Post.Parent> parent, Audience otherwise) {
        TimeId name = owner.newName();
        Instant now = owner.surroundings().now();
        Composition text = Composition.markdown(draft.text());
        Map<String, Post.Mention> mentions = mentions(text, parent);
        var post = new Post(
                name,
                now,
                Optional.empty(),
                draft.audience().orElse(otherwise),
                html(text, mentions),
                draft.warning(),
                draft.language(),
                List.copyOf(mentions.values()),
                text.hashtags(),
                draft.attachments(),
                draft.poll().map(poll -> new Post.Poll(poll.options(), poll.multiple(), now.plus(poll.open()))),
                parent,
                draft.quotes());
        if (post.audience() == Audience.DIRECT && post.mentions().isEmpty() && parent.isEmpty())
            throw new ClientProblem(
                    "A direct message needs somebody to go to.", "Mention them in the text: @name@server");
        JsonObject object = owner.sign(PostDocument.of(post, owner.ids()));
        JsonObject create = owner.sign(Activities.create(owner.ids(), owner.newName(), now, object));
        publisher.publish(List.of(create), Facts.NONE);
        return published(object, create, post.audience());
    }

    /** Publishes a new version of a post with another text; everything that is not named stays. */
    public Published edit(String which, String text, Optional<String> warning, Optional<String> language) {
        JsonObject old = mine(which);
        Instant oldTime = proofTime(old);
        TimeId name = nameOf(old);
        Composition composition = Composition.markdown(text);
        Optional<Post.Parent> parent = old.string("inReplyTo")
                .map(it -> new Post.Parent(it, owner.ids().actor(), old.string("context")));
        Map<String, Post.Mention> mentions = mentions(composition, Optional.empty());
        Audience audience =
                Audience.of(old.ids("to"), old.ids("cc"), owner.ids().ofActor("followers"));
        String tongue = language.or(() -> old.object("contentMap")
                        .flatMap(map -> map.keys().stream().findFirst()))
                .orElse("und");
        var post = new Post(
                name,
                instant(old.string("published").orElse("")).orElse(oldTime),
                Optional.of(owner.surroundings().now()),
                audience,
                html(composition, mentions),
                warning.or(() -> old.string("summary")).filter(it -> !it.isEmpty()),
                tongue,
                List.copyOf(mentions.values()),
                composition.hashtags(),
                List.of(),
                Optional.empty(),
                parent,
                Post.Quotes.ANYONE);
        JsonObject fresh = keeping(old, PostDocument.of(post, owner.ids()), mentions.values());
        JsonObject object = owner.signAfter(fresh, oldTime);
        JsonObject update = owner.sign(Activities.update(
                owner.ids(), owner.newName(), owner.surroundings().now(), object));
        publisher.publish(List.of(update), Facts.NONE);
        return published(object, update, audience);
    }

    /** The new text in the old document: its audience grows by who is mentioned anew, and never shrinks. */
    private static JsonObject keeping(JsonObject old, JsonObject fresh, Iterable<Post.Mention> mentions) {
        JsonObject merged = old.without("proof");
        for (String member : List.of("content", "contentMap", "source", "tag", "updated", "sensitive"))
            merged = merged.with(member, java.util.Objects.requireNonNull(fresh.get(member)));
        merged = fresh.has("summary")
                ? merged.with("summary", java.util.Objects.requireNonNull(fresh.get("summary")))
                : merged.without("summary");
        Set<String> to = new LinkedHashSet<>(old.ids("to"));
        Set<String> cc = new LinkedHashSet<>(old.ids("cc"));
        boolean direct =
                cc.isEmpty() && to.stream().noneMatch(it -> it.endsWith("#Public") || it.endsWith("/followers"));
        for (Post.Mention mention : mentions) if (!to.contains(mention.id())) (direct ? to : cc).add(mention.id());
        return merged.with("to", Json.strings(List.copyOf(to))).with("cc", Json.strings(List.copyOf(cc)));
    }

    /** Deletes a post for good. Copies on other servers go when those servers hear of it. */
    public Published delete(String which) {
        JsonObject old = mine(which);
        Ids ids = owner.ids();
        String id = old.string("id").orElseThrow();
        JsonObject tombstone = owner.signAfter(
                Activities.tombstone(
                        ids, id, Person.type(old), owner.surroundings().now()),
                proofTime(old));
        JsonObject delete =
                owner.sign(Activities.delete(ids, owner.newName(), tombstone, old.ids("to"), old.ids("cc")));
        publisher.publish(List.of(delete), Facts.NONE);
        return published(tombstone, delete, Audience.of(old.ids("to"), old.ids("cc"), ids.ofActor("followers")));
    }

    /** Votes; answers are named by their text or by their number, counted from 1. */
    public Published vote(String which, List<String> answers) {
        JsonObject question = lookup.post(which);
        List<Json> options = question.list(question.has("anyOf") ? "anyOf" : "oneOf");
        if (options.isEmpty()) throw new ClientProblem("This post has no poll.");
        if (!question.has("anyOf") && answers.size() > 1) throw new ClientProblem("This poll takes one answer only.");
        List<String> names = options.stream()
                .map(option -> option instanceof JsonObject object
                        ? object.string("name").orElse("")
                        : "")
                .toList();
        String id = question.string("id").orElseThrow();
        String author = Lookup.author(question);
        List<JsonObject> creates = new ArrayList<>();
        Instant now = owner.surroundings().now();
        JsonObject first = null;
        for (String answer : answers) {
            JsonObject vote =
                    owner.sign(Activities.vote(owner.ids(), owner.newName(), now, id, author, chosen(names, answer)));
            if (first == null) first = vote;
            creates.add(owner.sign(Activities.create(owner.ids(), owner.newName(), now, vote)));
        }
        if (first == null) throw new ClientProblem("Say which answer: its number or its text.");
        publisher.publish(creates, Facts.NONE);
        return published(first, creates.getFirst(), Audience.DIRECT);
    }

    private static String chosen(List<String> names, String answer) {
        for (String name : names) if (name.equals(answer)) return name;
        for (String name : names) if (name.equalsIgnoreCase(answer)) return name;
        try {
            int number = Integer.parseInt(answer);
            if (number >= 1 && number <= names.size()) return names.get(number - 1);
        } catch (NumberFormatException e) {
            // Not a number either: told below.
        }
        throw new ClientProblem("The poll has no answer " + answer + ".", "It has: " + String.join(", ", names) + ".");
    }

    /** The owner's own post by its id, its page, or its bare name. */
    JsonObject mine(String which) {
        String id = which;
        if (TimeId.isTimeId(which)) {
            id = owner.ids().object(new TimeId(which));
        } else if (which.startsWith(owner.ids().page() + "/")) {
            String last = which.substring(which.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
            if (TimeId.isTimeId(last)) id = owner.ids().object(new TimeId(last));
        }
        JsonObject found = lookup.own(id)
                .orElseThrow(() -> new ClientProblem(
                        which + " is not a post of yours.",
                        "Name it by the address that was shown when you published it."));
        return found.string("type").filter("Create"::equals).isPresent()
                ? found.object("object").orElse(found)
                : found;
    }

    private static TimeId nameOf(JsonObject post) {
        String path = PortableId.parse(post.string("id").orElse(""))
                .map(PortableId::path)
                .orElse("");
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!TimeId.isTimeId(last)) throw new ClientProblem("This is not a post that can be changed.");
        return new TimeId(last);
    }

    private Map<String, Post.Mention> mentions(Composition text, Optional<Post.Parent> parent) {
        Map<String, Post.Mention> mentions = new LinkedHashMap<>(lookup.mentions(text.handles()));
        parent.filter(it -> !it.author().equals(owner.ids().actor())).ifPresent(it -> {
            boolean named =
                    mentions.values().stream().anyMatch(mention -> mention.id().equals(it.author()));
            if (!named) {
                Person author = lookup.person(it.author());
                mentions.put(author.handle(), new Post.Mention(author.id(), author.handle(), author.page()));
            }
        });
        return mentions;
    }

    private Post.Text html(Composition text, Map<String, Post.Mention> mentions) {
        Map<String, String> pages = new LinkedHashMap<>();
        mentions.forEach((handle, mention) -> pages.put(handle, mention.page()));
        return new Post.Text(text.source(), text.html(pages, owner.ids().tagPages()));
    }

    private static Published published(JsonObject object, JsonObject activity, Audience audience) {
        return new Published(
                object.string("id").orElseThrow(),
                activity.string("id").orElseThrow(),
                object.string("url").orElse(""),
                audience);
    }

    static Instant proofTime(JsonObject signed) {
        return signed.object("proof")
                .flatMap(proof -> proof.string("created"))
                .flatMap(Posts::instant)
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
