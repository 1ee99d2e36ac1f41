package social.godwit.instance.client.move;

import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Discovery;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.move.Journey.Door;

/** What all parts of a move share: who travels, and the file that says how far it is. */
final class Travel {
    private static final String FILE = "move.json";

    private final Owner owner;
    private final Consumer<String> progress;
    private final FollowerList others;

    Travel(Owner owner, Consumer<String> progress, FollowerList others) {
        this.owner = owner;
        this.progress = progress;
        this.others = others;
    }

    Owner owner() {
        return owner;
    }

    /** Followers that no gateway has told of. */
    FollowerList others() {
        return others;
    }

    void say(String words) {
        progress.accept(words);
    }

    Optional<Journey> journey() {
        return owner.home()
                .read(FILE)
                .map(bytes -> Answers.json(bytes).flatMap(Journey::of).orElseThrow(Journey::damaged));
    }

    Journey save(Journey journey) {
        owner.home().write(FILE, Jcs.bytes(journey.json()));
        return journey;
    }

    boolean answers(Origin origin) {
        try {
            Discovery.of(origin, owner.surroundings().connection());
            return true;
        } catch (ClientProblem gone) {
            return false;
        }
    }

    /** The home may have been changed by another device meanwhile: the highest number counts, everywhere. */
    void makeSure(Journey journey) {
        String home =
                new Profile(asker(journey)).newest().document().ids("gateways").getFirst();
        if (!home.equals(journey.to().toString())) throw elsewhere(home);
    }

    static ClientProblem elsewhere(String home) {
        return new ClientProblem(
                "Another device of yours has made " + home + " your home.",
                "That one counts. Begin again from there if you want another: godwit move undo, then godwit move run");
    }

    /**
     * Who asks about the account: all gateways as they are listed by now; where the home is hostile, the new one alone, as soon as it knows
     * the account.
     */
    Owner asker(Journey journey) {
        boolean only = journey.door() == Door.HOSTILE
                && owner.home().state().gateways().contains(journey.to().toString());
        return only ? owner.at(journey.to()) : owner.anew();
    }

    Owner there(Journey journey) {
        return owner.at(journey.to());
    }
}
