package social.godwit.instance.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.Post;

/** Finds people by handle or address and posts by address, through the owner's gateway. */
public final class Lookup {
    private final Owner owner;
    private final Views views;

    /** Looks for {@code owner}. */
    public Lookup(Owner owner) {
        this.owner = owner;
        this.views = new Views(owner);
    }

    /** A person by {@code @name@host}, {@code name@host}, {@code @name} (at the owner's own server) or address. */
    public Person person(String who) {
        return Person.of(find(canonicalHandle(who)), who);
    }

    /** The document of a person or a post, by anything that names it. */
    public JsonObject anything(String what) {
        return find(canonicalHandle(what));
    }

    /** A post by its id or the address of its page. */
    public JsonObject post(String which) {
        JsonObject found = find(which);
        if (found.has("inbox")) throw new ClientProblem(which + " is a person, not a post.");
        if (found.string("id").isEmpty()) throw new ClientProblem(which + " is not a post that can be answered.");
        return found;
    }

    /** Who wrote a post. */
    public static String author(JsonObject post) {
        return post.ids("attributedTo").stream()
                .findFirst()
                .or(() -> post.id("actor"))
                .orElseThrow(() -> new ClientProblem("This post does not say who wrote it."));
    }

    /** The owner's own document, or none. */
    public Optional<JsonObject> own(String id) {
        Optional<PortableId> portable =
                PortableId.parse(id).filter(it -> it.did().equals(owner.did()));
        if (portable.isEmpty()) return Optional.empty();
        String path = PortableId.GATEWAY_PATH + owner.did() + portable.get().path();
        Gateways.From from = owner.gateways().get(path, "application/activity+json");
        if (from.answer().status() == 404 || from.answer().status() == 410) return Optional.empty();
        from.orRefuse("Reading " + id);
        return Optional.of(Answers.object(from.answer(), from.gateway()));
    }

    /** Whether a gateway has, or had, an own document of this id. */
    public boolean knows(String id) {
        int status = owner.gateways()
                .get(Publisher.path(id), "application/activity+json")
                .answer()
                .status();
        return status == 200 || status == 410;
    }

    /** A page of one of the owner's own collections, by the address that another page gave; empty when there is none. */
    public Optional<JsonObject> ownPage(String address) {
        return PathAndQuery.of(address, owner.did()).map(path -> {
            Gateways.From from =
                    owner.gateways().get(path, "application/activity+json").orRefuse("Reading a page");
            return Answers.object(from.answer(), from.gateway());
        });
    }

    /** The people that a text mentions, by handle; who cannot be found is a problem before anything is published. */
    public Map<String, Post.Mention> mentions(List<String> handles) {
        Map<String, Post.Mention> found = new LinkedHashMap<>();
        for (String handle : handles) {
            Person person = person(handle);
            found.put(handle, new Post.Mention(person.id(), person.handle(), person.page()));
        }
        return found;
    }

    private JsonObject find(String what) {
        Gateways.From from = views.ask("resolve", Map.of("q", what));
        if (from.answer().status() == 404)
            throw new ClientProblem(
                    what + " was not found.",
                    "Check the spelling; the other server may also be out of reach just now.");
        from.orRefuse("Looking for " + what);
        return Answers.object(from.answer(), from.gateway());
    }

    private String canonicalHandle(String who) {
        return handle(owner, who);
    }

    /** {@code who} as a gateway resolves it: an address, or {@code @name@host}. */
    static String handle(Owner owner, String who) {
        if (who.contains("://")) return who;
        String bare = who.startsWith("@") ? who.substring(1) : who;
        return "@"
                + (bare.contains("@") ? bare : bare + "@" + owner.ids().home().authority());
    }
}
