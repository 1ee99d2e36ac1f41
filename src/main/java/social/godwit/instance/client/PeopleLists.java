package social.godwit.instance.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.TimeId;

/** The owner's lists of people: collections that nobody else sees. */
public final class PeopleLists {
    private final Owner owner;
    private final Lookup lookup;
    private final Publisher publisher;

    /** The lists of {@code owner}. */
    public PeopleLists(Owner owner) {
        this.owner = owner;
        this.lookup = new Lookup(owner);
        this.publisher = new Publisher(owner);
    }

    /** A list. */
    public record Named(String id, String title) {}

    /** Makes a list. */
    public Named create(String title) {
        if (titled(title).isPresent()) throw new ClientProblem("You have a list called " + title + " already.");
        TimeId name = owner.newName();
        JsonObject list = owner.sign(
                Activities.list(owner.ids(), name, title, owner.surroundings().now()));
        JsonObject create = owner.sign(Activities.create(
                owner.ids(), owner.newName(), owner.surroundings().now(), list));
        String id = list.string("id").orElseThrow();
        publisher.publish(List.of(create), Facts.remember("list:" + title, id));
        return new Named(id, title);
    }

    /** Puts somebody on a list, or takes them off. */
    public Person change(String title, String who, boolean add) {
        Named list = named(title);
        Person person = lookup.person(who);
        JsonObject change = owner.sign(
                add
                        ? Activities.add(owner.ids(), owner.newName(), person.id(), list.id())
                        : Activities.remove(owner.ids(), owner.newName(), person.id(), list.id()));
        publisher.publish(List.of(change), Facts.NONE);
        return person;
    }

    /** Deletes a list; the people on it are not touched. */
    public Named delete(String title) {
        Named list = named(title);
        JsonObject old = lookup.own(list.id())
                .orElseThrow(() -> new ClientProblem("The list " + title + " is not at your servers any more."));
        JsonObject tombstone = owner.signAfter(
                Activities.tombstone(
                        owner.ids(),
                        list.id(),
                        "Collection",
                        owner.surroundings().now()),
                Posts.proofTime(old));
        JsonObject delete =
                owner.sign(Activities.delete(owner.ids(), owner.newName(), tombstone, List.of(), List.of()));
        publisher.publish(List.of(delete), Facts.forget("list:" + title));
        return list;
    }

    /** A list by its title. */
    public Named named(String title) {
        return titled(title)
                .orElseThrow(() -> new ClientProblem(
                        "You have no list called " + title + ".",
                        "Make one with: godwit list create \"" + title + "\""));
    }

    private Optional<Named> titled(String title) {
        for (Json item : new Views(owner).page("lists", Map.of()).list("orderedItems"))
            if (item instanceof JsonObject list
                    && list.string("name").filter(title::equals).isPresent()
                    && list.string("id").isPresent())
                return Optional.of(new Named(spelt(list.string("id").get()), title));
        return Optional.empty();
    }

    private String spelt(String id) {
        return PortableId.parse(id).map(it -> it.at(owner.ids().home())).orElse(id);
    }
}
