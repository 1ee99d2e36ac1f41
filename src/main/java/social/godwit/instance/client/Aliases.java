package social.godwit.instance.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.ActorDocument;

/**
 * Other addresses of the same person ({@code alsoKnownAs}). An old server sends the followers on only to an account that names
 * the old one here.
 */
public final class Aliases {
    /** The most addresses; servers such as Mastodon read no long lists. */
    public static final int MAX = 20;

    private final Owner owner;

    /** The aliases of {@code owner}. */
    public Aliases(Owner owner) {
        this.owner = owner;
    }

    /** The ids of the other accounts, as the newest actor document names them. */
    public List<String> list() {
        return new Profile(owner).newest().document().ids("alsoKnownAs");
    }

    /** Names another account as the same person's. Does nothing when it is named already. */
    public Person add(String address) {
        Person person = new Lookup(owner).person(address);
        if (People.sameActor(person.id(), owner.ids().actor())) throw new ClientProblem("That is this account itself.");
        List<String> known = list();
        if (known.stream().anyMatch(id -> People.sameActor(id, person.id()))) return person;
        if (known.size() >= MAX)
            throw new ClientProblem("There are " + MAX + " other addresses already.", "Take one away first.");
        List<String> more = new ArrayList<>(known);
        more.add(person.id());
        save(more);
        return person;
    }

    /** The same for an account that need not be there any more, by its actor's id. */
    public void name(String actor) {
        List<String> known = list();
        if (known.stream().anyMatch(id -> People.sameActor(id, actor))) return;
        List<String> more = new ArrayList<>(known.subList(0, Math.min(known.size(), MAX - 1)));
        more.addFirst(actor);
        save(more);
    }

    /** Takes an address away; returns its id. The other account need not be there any more: its id does, too. */
    public String remove(String address) {
        List<String> known = list();
        String id = known.contains(address)
                ? address
                : new Lookup(owner).person(address).id();
        List<String> fewer =
                known.stream().filter(one -> !People.sameActor(one, id)).toList();
        if (fewer.size() == known.size()) throw new ClientProblem(address + " is none of your other addresses.");
        save(fewer);
        return id;
    }

    private void save(List<String> ids) {
        ActorDocument.Change change =
                actor -> ids.isEmpty() ? actor.without("alsoKnownAs") : actor.with("alsoKnownAs", Json.strings(ids));
        new Profile(owner).update(List.of(change));
    }

    /**
     * How far a move from another account to this one is.
     *
     * @param person the other account, asked for just now
     * @param named whether this account names the other
     * @param movedTo whether the other says that it has moved here
     * @param elsewhere where else it says that it has moved
     */
    public record Standing(Person person, boolean named, boolean movedTo, Optional<String> elsewhere) {}

    /** Somebody, with what their server says of them now. */
    public record Asked(Person person, JsonObject actor) {}

    /** The actor at an address, asked for anew. */
    public Asked ask(String address) {
        Gateways.From from = new Views(owner).ask("resolve", Map.of("q", Lookup.handle(owner, address), "fresh", "1"));
        if (from.answer().status() == 404)
            throw new ClientProblem(address + " was not found.", "Is its server running? Check the spelling.");
        from.orRefuse("Asking about " + address);
        JsonObject actor = Answers.object(from.answer(), from.gateway());
        return new Asked(Person.of(actor, address), actor);
    }

    /** How far a move from another account to this one is, asked anew. */
    public Standing check(String address) {
        Asked asked = ask(address);
        Person person = asked.person();
        Optional<String> target = asked.actor().id("movedTo");
        boolean here =
                target.filter(id -> People.sameActor(id, owner.ids().actor())).isPresent();
        return new Standing(
                person,
                list().stream().anyMatch(id -> People.sameActor(id, person.id())),
                here,
                target.filter(id -> !here));
    }
}
