package social.godwit.instance.client.move;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.move.Journey.Door;
import social.godwit.instance.client.move.Journey.State;

/** The way back: a journey in the other direction, whose Moves may have to wait. */
final class WayBack {
    /** For so long some servers take no other Move that names either address (GoToSocial); a little more, for their clocks. */
    private static final Duration LOCK = Duration.ofDays(7).plusHours(1);

    private final Travel travel;

    WayBack(Travel travel) {
        this.travel = travel;
    }

    /**
     * What takes the last move back. Before the home was changed nothing has to be undone; after it, the old home becomes home again at
     * once, and whoever has moved along is told to move back.
     */
    Journey planned() {
        Journey journey = travel.journey()
                .filter(it -> it.state() != State.ROLLED_BACK && !it.back())
                .orElseThrow(() -> new ClientProblem("There is no move to take back.", ""));
        if (journey.time("switched").isEmpty() && !homeIs(journey.to()))
            return travel.save(journey.at(State.ROLLED_BACK));
        if (!travel.answers(journey.from()))
            throw new ClientProblem(
                    journey.from() + " does not answer: it cannot be your home now.",
                    "Try again when it does, or move to another server.");
        if (!journey.text("handOver").isEmpty()) takeKeyBack(journey);
        Journey back = Journey.planned(
                Door.LIVE,
                journey.to(),
                journey.from(),
                journey.text("username"),
                true,
                travel.owner().surroundings().now());
        Optional<Instant> unlocked = journey.time("announced").map(told -> told.plus(LOCK));
        return travel.save(unlocked.map(at -> back.with("again", at.toString())).orElse(back));
    }

    /** A server that is no home any more does not use the key, and forgets it within a month, also where it does not hear this. */
    private void takeKeyBack(Journey journey) {
        try {
            new OldAddress(travel.there(journey)).takeBack();
        } catch (ClientProblem | Gateways.Unreachable later) {
            travel.say(journey.to() + " keeps the key of your old home for now: " + later.getMessage());
        }
    }

    private boolean homeIs(Origin origin) {
        return new Profile(travel.owner())
                .newest()
                .document()
                .ids("gateways")
                .getFirst()
                .equals(origin.toString());
    }
}
