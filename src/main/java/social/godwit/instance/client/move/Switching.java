package social.godwit.instance.client.move;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Discovery;
import social.godwit.instance.client.GatewayChanges;
import social.godwit.instance.client.GatewayStates;
import social.godwit.instance.client.OwnHandle;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.Relocation;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.move.Journey.Door;
import social.godwit.instance.client.move.Journey.State;

/** The change of home itself: the new home fetches everything, then the owner signs the new order of gateways. */
final class Switching {
    /** How long the new home may fetch before the move pauses. */
    private static final Duration COPYING = Duration.ofMinutes(10);

    private final Travel travel;

    Switching(Travel travel) {
        this.travel = travel;
    }

    Journey copy(Journey journey) {
        GatewayChanges.Added added = new GatewayChanges(travel.asker(journey))
                .add(journey.to(), Optional.of(journey.text("invite")).filter(it -> !it.isEmpty()));
        if (!added.gateway().replicates())
            throw new ClientProblem(
                    journey.to() + " cannot be a home: it does not keep everything that you sign.",
                    "Choose a Godwit server.");
        GatewayStates states = new GatewayStates(travel.asker(journey));
        GatewayStates.Standing standing = states.await(
                journey.to(),
                COPYING,
                one -> nobodyHasMore(journey, states, one),
                it -> travel.say(
                        journey.to() + " has " + it.documents() + " of " + it.expected() + " signed documents."));
        return switch (standing.state()) {
            case COMPLETE -> journey.at(State.COPIED);
            case FILLING ->
                nobodyHasMore(journey, states, standing)
                        ? journey.at(State.COPIED)
                        : journey.with(
                                "paused", journey.to() + " is still fetching. Go on later with: godwit move resume");
            default ->
                throw new ClientProblem(
                        journey.to() + " does not answer any more.", "Go on when it does: godwit move resume");
        };
    }

    /**
     * Whether only a home that is gone could give the new one more than it has: what a backup held, for instance, or what a home had that
     * took the account over seconds before it died.
     */
    private boolean nobodyHasMore(Journey journey, GatewayStates states, GatewayStates.Standing there) {
        List<String> others = new ArrayList<>(travel.owner().home().state().gateways());
        others.removeAll(List.of(journey.from().toString(), journey.to().toString()));
        return journey.door() == Door.DEAD
                && others.stream()
                        .flatMap(other -> Origin.parse(other).stream())
                        .noneMatch(other -> states.of(other).documents() > there.documents());
    }

    /** Signs the new order of gateways and gives it to the new home. */
    Journey changeHome(Journey journey) {
        Owner there = travel.owner().at(journey.to());
        Profile.Version newest = new Profile(travel.asker(journey)).newest();
        String first = newest.document().ids("gateways").getFirst();
        if (first.equals(journey.to().toString())) return switched(journey);
        if (!first.equals(journey.from().toString())) throw Travel.elsewhere(first);
        Discovery discovery =
                Discovery.of(journey.to(), travel.owner().surroundings().connection());
        Ids old = new Ids(travel.owner().did(), journey.from(), journey.text("username"));
        Ids next = new Ids(travel.owner().did(), journey.to(), journey.text("username"));
        RsaKeyPair key = new HomeKeys(travel.owner()).ofNew(journey.to());
        OwnHandle.in(newest.document())
                .ifPresent(handle -> handle.check(travel.owner().surroundings(), next.actor()));
        Map<String, String> pinned = ActorDocument.gatewayKeys(newest.document());
        List<String> gateways = order(journey, newest.document().ids("gateways"));
        Instant now = travel.owner().surroundings().now();
        Instant signed = newest.signed().isBefore(now) ? now : newest.signed().plusSeconds(1);
        JsonObject farewell = there.signAfter(
                ActorDocument.next(
                        newest.document(), newest.hash(), List.of(Relocation.farewell(next, gateways, pinned))),
                newest.signed());
        JsonObject arrival = there.signAfter(
                ActorDocument.next(
                        farewell,
                        Sha256.of(Jcs.bytes(farewell)),
                        List.of(Relocation.arrival(
                                old,
                                next,
                                new ActorDocument.Gateway(
                                        journey.to().toString(),
                                        discovery
                                                .instance()
                                                .map(Object::toString)
                                                .orElse(""),
                                        discovery.sharedInbox()),
                                next.actor() + "#" + key.publicKey().fragment(),
                                key.publicKey()))),
                signed);
        JsonObject kept = there.sign(Activities.keepActor(
                old, there.newName(), travel.owner().surroundings().now(), farewell));
        JsonObject told = there.sign(Activities.updateActor(
                next, there.newName(), travel.owner().surroundings().now(), arrival));
        Journey introducing =
                travel.save(journey.with("introduction", told.string("id").orElseThrow()));
        new Publisher(there).publish(List.of(kept, told), Publisher.Facts.NONE);
        ClientState state = travel.owner().home().state();
        travel.owner().home().save(state.withAccount(state.username(), gateways, ActorDocument.gatewayKeys(arrival)));
        travel.say(journey.to() + " is your home now: @" + next.handle());
        return switched(introducing);
    }

    private Journey switched(Journey journey) {
        return journey.with("switched", travel.owner().surroundings().now().toString())
                .with("newActor", new Ids(travel.owner().did(), journey.to(), journey.text("username")).actor())
                .at(State.SWITCHED);
    }

    private static List<String> order(Journey journey, List<String> now) {
        List<String> next = new ArrayList<>(now);
        next.remove(journey.to().toString());
        next.remove(journey.from().toString());
        next.addFirst(journey.to().toString());
        if (journey.door() != Door.HOSTILE) next.add(1, journey.from().toString());
        return next;
    }
}
