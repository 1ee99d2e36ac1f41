package social.godwit.instance.client.move;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.Aliases;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;
import social.godwit.instance.client.Person;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;

/**
 * Sends the followers on to an account of another server, of whatever kind (W3C ActivityPub with {@code Move} as Mastodon documents
 * it): the profile says {@code movedTo}, and the home tells the followers' servers. Nothing is deleted; what was posted stays.
 */
public final class Departure {
    private static final String SENT = "move-out:";
    private static final String TAKEN_BACK = "";

    private final Owner owner;

    /** The departure of {@code owner}. */
    public Departure(Owner owner) {
        this.owner = owner;
    }

    /**
     * The account to go to, asked for just now.
     *
     * @param named whether it names this account as its own; without that no server believes the move
     * @param gone whether it says that it has itself moved on
     * @param approves whether it lets followers in by hand
     */
    public record Target(Person person, boolean named, boolean gone, boolean approves) {}

    /** Asks the other server anew, unless that was done within the last minute: a cached answer may be a day old. */
    public Target look(String address) {
        Aliases.Asked asked = new Aliases(owner).ask(address);
        JsonObject actor = asked.actor();
        Person person = asked.person();
        if (People.sameActor(person.id(), owner.ids().actor())) throw new ClientProblem("That is this account itself.");
        boolean named = actor.ids("alsoKnownAs").stream()
                .anyMatch(id -> People.sameActor(id, owner.ids().actor()));
        boolean approves = actor.get("manuallyApprovesFollowers") instanceof JsonBoolean manual && manual.value();
        return new Target(person, named, actor.id("movedTo").isPresent(), approves);
    }

    /** What would become of the followers; asks their servers what they run. */
    public Forecast forecast(Target target, Consumer<String> progress) {
        FollowerList all = FollowerList.ask(owner);
        return Forecast.of(
                all,
                FollowerServers.ask(owner, all, FollowerServers.PATIENCE, progress),
                new Forecast.Circumstances(
                        false,
                        true,
                        target.approves() ? all.strangersTo(new FollowerList(List.of())) : Set.of(),
                        "the new account lets followers in by hand: switch that off there while you move, or let each in",
                        Map.of()));
    }

    /** Says it, first on the profile and then to the followers; repeated, it says nothing twice. Returns the Move's id. */
    public String leave(Target target) {
        if (!target.named() || target.gone())
            throw new IllegalStateException("not a target that servers would believe");
        String id = target.person().id();
        String known = owner.home().state().remembered().get(SENT + id);
        if (known != null && !known.equals(TAKEN_BACK)) return known;
        ActorDocument.Change moved = actor -> actor.with("movedTo", new JsonString(id));
        new Profile(owner).update(List.of(moved));
        JsonObject move = owner.sign(Activities.move(owner.ids(), owner.newName(), id));
        String said = move.string("id").orElseThrow();
        new Publisher(owner).publish(List.of(move), Publisher.Facts.remember(SENT + id, said));
        return said;
    }

    /** Takes the word on the profile back. Followers who have gone do not come back by it. */
    public void stay() {
        new Profile(owner).update(List.of(actor -> actor.without("movedTo")));
        for (String fact : owner.home().state().remembered().keySet())
            if (fact.startsWith(SENT)) owner.home().save(owner.home().state().remembering(fact, TAKEN_BACK));
    }
}
