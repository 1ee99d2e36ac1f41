package social.godwit.instance.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;

/** Following, being followed, and not wanting to see somebody. */
public final class People {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,255}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[0-9]{1,5})?");

    private final Owner owner;
    private final Lookup lookup;
    private final Publisher publisher;
    private final OwnActivities own;

    /** The people of {@code owner}. */
    public People(Owner owner) {
        this.owner = owner;
        this.lookup = new Lookup(owner);
        this.publisher = new Publisher(owner);
        this.own = new OwnActivities(owner);
    }

    /** What was done about whom. */
    public record Done(Person person, String activity) {}

    /** Asks to follow somebody. */
    public Done follow(String who) {
        Person person = lookup.person(who);
        if (sameActor(person.id(), owner.ids().actor())) throw new ClientProblem("That is you.");
        return publish(person, Activities.follow(owner.ids(), owner.newName(), person.id()), "follow:");
    }

    /** Stops following somebody, or takes the request back. */
    public Done unfollow(String who) {
        return undo(who, "follow:", "Follow", "You do not follow ");
    }

    /** Blocks somebody: neither sees the other. */
    public Done block(String who) {
        Person person = lookup.person(who);
        return publish(person, Activities.block(owner.ids(), owner.newName(), person.id()), "block:");
    }

    /** Takes a block back. */
    public Done unblock(String who) {
        return undo(who, "block:", "Block", "You have not blocked ");
    }

    /** Mutes somebody: they are not told. */
    public Done mute(String who) {
        Person person = lookup.person(who);
        return publish(person, Activities.mute(owner.ids(), owner.newName(), person.id()), "mute:");
    }

    /** Takes a mute back. */
    public Done unmute(String who) {
        return undo(who, "mute:", "Ignore", "You have not muted ");
    }

    /** Blocks everybody at a host. */
    public String blockDomain(String host) {
        String target = "https://" + host(host);
        JsonObject block = owner.sign(Activities.block(owner.ids(), owner.newName(), target));
        String id = block.string("id").orElseThrow();
        publisher.publish(List.of(block), Facts.remember("block:" + target, id));
        return id;
    }

    /** Takes the block of a host back. */
    public String unblockDomain(String host) {
        String target = "https://" + host(host);
        JsonObject done = own.find("block:" + target, "Block", target)
                .orElseThrow(() -> new ClientProblem("You have not blocked " + host + "."));
        JsonObject undo = owner.sign(Activities.undo(owner.ids(), owner.newName(), done));
        publisher.publish(List.of(undo), Facts.forget("block:" + target));
        return undo.string("id").orElseThrow();
    }

    /** Lets somebody follow who has asked. */
    public Done accept(String who) {
        Person person = lookup.person(who);
        String follow = followOf(person, "requests")
                .orElseThrow(() -> new ClientProblem(person.handle() + " has not asked to follow you."));
        JsonObject accept = owner.sign(Activities.accept(owner.ids(), follow, person.id()));
        publisher.publish(List.of(accept), Facts.NONE);
        return new Done(person, accept.string("id").orElseThrow());
    }

    /** Turns somebody away who has asked. */
    public Done reject(String who) {
        return reject(who, "requests", " has not asked to follow you.");
    }

    /** Ends that somebody follows; they are not told why. */
    public Done removeFollower(String who) {
        return reject(who, "followers", " does not follow you.");
    }

    private Done reject(String who, String view, String otherwise) {
        Person person = lookup.person(who);
        String follow = followOf(person, view).orElseThrow(() -> new ClientProblem(person.handle() + otherwise));
        JsonObject reject = owner.sign(Activities.reject(owner.ids(), owner.newName(), follow, person.id()));
        publisher.publish(List.of(reject), Facts.NONE);
        return new Done(person, reject.string("id").orElseThrow());
    }

    /** The id of the Follow with which {@code person} stands in a view of the gateway. */
    private Optional<String> followOf(Person person, String view) {
        Views views = new Views(owner);
        String before = "";
        for (int page = 0; page < 200; page++) {
            JsonObject shown = views.page(view, before.isEmpty() ? Map.of() : Map.of("before", before));
            for (Json item : shown.list("orderedItems")) {
                if (!(item instanceof JsonObject entry)) continue;
                Optional<String> actor =
                        entry.string("type").filter("Follow"::equals).isPresent()
                                ? entry.id("actor")
                                : entry.string("id");
                if (actor.filter(id -> sameActor(id, person.id())).isPresent())
                    return entry.string("type").filter("Follow"::equals).isPresent()
                            ? entry.string("id")
                            : entry.id("follow");
            }
            Optional<String> next = shown.string("next").flatMap(Views::markOf);
            if (next.isEmpty()) return Optional.empty();
            before = next.get();
        }
        return Optional.empty();
    }

    private Done publish(Person person, JsonObject activity, String fact) {
        String id = activity.string("id").orElseThrow();
        publisher.publish(List.of(owner.sign(activity)), Facts.remember(fact + person.id(), id));
        return new Done(person, id);
    }

    private Done undo(String who, String fact, String type, String otherwise) {
        Person person = lookup.person(who);
        JsonObject done = own.find(fact + person.id(), type, person.id())
                .orElseThrow(() -> new ClientProblem(otherwise + person.handle() + "."));
        JsonObject undo = owner.sign(Activities.undo(owner.ids(), owner.newName(), done));
        publisher.publish(List.of(undo), Facts.forget(fact + person.id()));
        return new Done(person, undo.string("id").orElseThrow());
    }

    /** Whether two ids name one actor, in whatever spelling. */
    public static boolean sameActor(String one, String other) {
        return PortableId.parse(one)
                .map(PortableId::canonical)
                .orElse(one)
                .equals(PortableId.parse(other).map(PortableId::canonical).orElse(other));
    }

    private static String host(String text) {
        String host =
                text.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "").replaceFirst("/$", "");
        if (!HOST.matcher(host).matches()) throw new ClientProblem(text + " is not the name of a server.");
        return host;
    }
}
