package social.godwit.instance.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;

/** Reports to moderators. */
public final class Reports {
    private final Owner owner;

    /** The reports of {@code owner}. */
    public Reports(Owner owner) {
        this.owner = owner;
    }

    /** Who was reported, and the report's id. */
    public record Reported(Person person, String activity) {}

    /** Reports somebody, with posts that show why. */
    public Reported report(String who, List<String> posts, String reason, boolean forward) {
        var lookup = new Lookup(owner);
        Person person = lookup.person(who);
        List<String> about = new ArrayList<>();
        about.add(person.id());
        for (String post : posts) about.add(lookup.post(post).string("id").orElseThrow());
        JsonObject flag = owner.sign(Activities.report(
                owner.ids(), owner.newName(), about, reason, forward ? Optional.of(person.id()) : Optional.empty()));
        new Publisher(owner).publish(List.of(flag), Facts.NONE);
        return new Reported(person, flag.string("id").orElseThrow());
    }
}
