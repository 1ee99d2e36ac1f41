package social.godwit.instance.client.move;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Discovery;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.OwnHandle;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.move.Journey.Door;
import social.godwit.instance.client.move.Journey.State;

/** What a move needs, looked at before anything is changed: the key of the old home, the name at the new one, the followers. */
final class Looking {
    private final Travel travel;

    Looking(Travel travel) {
        this.travel = travel;
    }

    /** What a move to {@code to} would do; changes nothing. */
    Preflight preflight(Origin to, boolean hostile) {
        Journey journey = planned(to, hostile);
        List<String> problems = new ArrayList<>();
        if (journey.from().equals(to)) problems.add(to + " is your home already.");
        tolerate(problems, () -> Discovery.of(to, travel.owner().surroundings().connection()));
        tolerate(problems, () -> checkName(journey));
        Profile.Version newest = new Profile(travel.asker(journey)).newest();
        tolerate(problems, () -> copyOfKey(journey, newest));
        Ids next = new Ids(travel.owner().did(), to, journey.text("username"));
        OwnHandle.in(newest.document())
                .ifPresent(handle ->
                        tolerate(problems, () -> handle.check(travel.owner().surroundings(), next.actor())));
        return new Preflight(journey.door(), journey.from(), to, problems, forecast(journey, newest.document()));
    }

    private Forecast forecast(Journey journey, JsonObject actor) {
        Owner asker = travel.asker(journey);
        FollowerList known = FollowerList.ask(asker);
        FollowerList all = known.and(travel.others());
        Set<String> letIn = ActorDocument.isOpen(actor) ? Set.of() : all.strangersTo(known);
        return Forecast.of(
                all,
                FollowerServers.ask(asker, all, FollowerServers.PATIENCE, travel::say),
                new Forecast.Circumstances(
                        true,
                        journey.door() == Door.LIVE,
                        letIn,
                        "your new server does not know them yet: let them in there with godwit requests",
                        locks(journey.from())));
    }

    private Map<Software, Instant> locks(Origin from) {
        return Locks.of(travel.journey(), from, travel.owner().surroundings().now());
    }

    /** A move to {@code to}; which kind, the old home shows now. */
    Journey planned(Origin to, boolean hostile) {
        Owner owner = travel.owner();
        Origin from = owner.ids().home();
        Door door = hostile ? Door.HOSTILE : travel.answers(from) ? Door.LIVE : Door.DEAD;
        Journey journey = Journey.planned(
                door,
                from,
                to,
                owner.ids().username(),
                false,
                owner.surroundings().now());
        return locks(from).values().stream()
                .max(Instant::compareTo)
                .map(at -> journey.with("again", at.toString()))
                .orElse(journey);
    }

    /** Finds what is needed, and writes down who follows now. */
    Journey check(Journey journey) {
        travel.say("Looking at what is needed.");
        Profile.Version newest = new Profile(travel.asker(journey)).newest();
        List<String> gateways = newest.document().ids("gateways");
        if (!gateways.getFirst().equals(journey.from().toString())) throw Travel.elsewhere(gateways.getFirst());
        RsaPublicKey key = copyOfKey(journey, newest).publicKey();
        checkName(journey);
        FollowerList followers = FollowerList.ask(travel.asker(journey)).and(travel.others());
        followers.save(travel.owner());
        travel.say(
                followers.all().size() + " followers on " + followers.byHost().size() + " servers are known.");
        return journey.with("oldActor", newest.document().string("id").orElseThrow())
                .with("oldKeyId", listedKey(newest.document()).string("id").orElseThrow())
                .with("oldKey", key.multibase())
                .at(State.CHECKED);
    }

    private static void tolerate(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (ClientProblem problem) {
            problems.add(problem.what());
        }
    }

    private RsaKeyPair copyOfKey(Journey journey, Profile.Version newest) {
        RsaPublicKey key = listedKey(newest.document())
                .string("publicKeyPem")
                .flatMap(RsaPublicKey::fromPem)
                .orElseThrow(() -> new ClientProblem("Your profile lists no key of your home.", "Tell its operator."));
        return new HomeKeys(travel.owner())
                .of(journey.from(), key, journey.door() == Door.LIVE)
                .orElseThrow(() -> new ClientProblem(
                        "You hold no copy of the key that " + journey.from()
                                + " signs with for you, and it gives you none now.",
                        "Without it the servers of most of your followers cannot be told. Look for it in a backup."));
    }

    /** The name must be free at the new home, or be this account's. */
    private void checkName(Journey journey) {
        String resource =
                "acct:" + journey.text("username") + "@" + journey.to().authority();
        URI question = URI.create(journey.to() + "/.well-known/webfinger?resource="
                + URLEncoder.encode(resource, StandardCharsets.UTF_8));
        GatewayAnswer answer;
        try {
            answer = travel.owner()
                    .surroundings()
                    .connection()
                    .send("GET", question, Map.of("Accept", "application/jrd+json, application/json"));
        } catch (IOException e) {
            throw new ClientProblem(
                    journey.to() + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Go on when it answers: godwit move resume",
                    e);
        }
        if (answer.isSuccess() && !answer.text().contains(travel.owner().did().toString()))
            throw new ClientProblem(
                    "Somebody else is called " + journey.text("username") + " at " + journey.to() + ".",
                    "Give this move up (godwit move undo) and choose another server.");
    }

    private static JsonObject listedKey(JsonObject actor) {
        return actor.object("publicKey").orElse(JsonObject.empty());
    }
}
