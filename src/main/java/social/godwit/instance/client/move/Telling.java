package social.godwit.instance.client.move;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.move.Journey.Door;
import social.godwit.instance.client.move.Journey.State;

/** Tells the servers of the followers, with the key that they know, where the account is now. */
final class Telling {
    /** Servers that do not answer in this time are told later. */
    static final Duration ROUND = Duration.ofSeconds(60);

    /** As long as another command waits for a telling that it happens to take up. */
    static final Duration BRIEF = Duration.ofSeconds(3);

    /** Servers that have not said what they run by then count as knowing nothing of portable accounts. */
    private static final Duration SOFTWARE = Duration.ofSeconds(10);

    private static final int LOOK_MILLIS = 250;

    private final Travel travel;

    Telling(Travel travel) {
        this.travel = travel;
    }

    /** Signs the Move: from here on it is the same text, however often this is repeated. */
    Journey begin(Journey journey) {
        travel.makeSure(journey);
        Owner there = travel.there(journey);
        if (!journey.text("handOver").isEmpty()) handOver(journey);
        Ids old = new Ids(travel.owner().did(), journey.from(), journey.text("username"));
        JsonObject move =
                there.sign(Activities.move(old, there.newName(), there.ids().actor()));
        return journey.with("move", new String(Jcs.bytes(move), StandardCharsets.UTF_8))
                .with("announced", travel.owner().surroundings().now().toString())
                .at(State.ANNOUNCING);
    }

    /** Before anybody is told to move: who has moved is not to be spoken to under the old address any more. */
    void handOver(Journey journey) {
        Owner there = travel.there(journey);
        FollowerList before = FollowerList.saved(travel.owner());
        new OldAddress(there)
                .handOver(
                        journey.text("oldKeyId"),
                        oldKey(journey),
                        before,
                        FollowerList.ask(there),
                        FollowerServers.ask(there, before, SOFTWARE, travel::say));
        travel.say(journey.to() + " goes on under your old address for servers that have not moved along.");
    }

    /** Tells all, and waits for {@code patience} at most to hear what came of it. */
    Journey announce(Journey journey, Duration patience) {
        List<String> inboxes = FollowerList.saved(travel.owner()).inboxes();
        Owner there = travel.there(journey);
        Announcement announcement = announcement(there, journey);
        announcement.hand(
                inboxes,
                journey.door() == Door.HOSTILE ? "" : journey.text("introduction"),
                handed -> travel.say("Signed for " + handed + " of " + inboxes.size() + " servers."));
        Announcement.Standing standing = await(there, moveId(journey), inboxes.size(), patience);
        travel.say(standing.taken() + " of " + inboxes.size() + " servers have been told.");
        Journey done = journey.at(journey.back() ? State.ROLLED_BACK : State.DONE);
        MoveReceipt.write(
                travel.owner(),
                done,
                FollowerList.saved(travel.owner()),
                standing,
                new Profile(there).newest().sequence());
        return done;
    }

    /**
     * Tells servers again after the move is over: those that did not answer in time, whose signatures are too old by now, and, when a move
     * was taken back, those that were locked until now. The standing; the journey may have gone on by it.
     */
    Announcement.Standing again(Journey journey) {
        Owner there = travel.there(journey);
        if (unlocked(journey)) return standing(sayBack(journey, ROUND));
        List<String> inboxes = FollowerList.saved(travel.owner()).inboxes();
        List<String> expired = Announcement.expired(Announcement.standing(there, moveId(journey)), inboxes);
        if (!expired.isEmpty()) announcement(there, journey).hand(expired, "", handed -> {});
        return await(there, moveId(journey), inboxes.size(), ROUND);
    }

    /** Whether the servers that took no second move until now may be told of the way back. */
    boolean unlocked(Journey journey) {
        return journey.state().isEnd()
                && journey.time("again")
                        .filter(at -> !at.isAfter(travel.owner().surroundings().now()))
                        .isPresent();
    }

    /** Tells the way back once more to the servers of those who have not come back yet. */
    Journey sayBack(Journey journey, Duration patience) {
        FollowerList before = FollowerList.saved(travel.owner());
        List<FollowerList.One> still = new ArrayList<>(before.all());
        still.removeAll(before.arrived(FollowerList.ask(travel.there(journey))));
        new FollowerList(still).save(travel.owner());
        Journey begun = travel.save(begin(journey.without("again").without("introduction")));
        return travel.save(announce(begun, patience));
    }

    /** How far the telling of a move has come. */
    Announcement.Standing standing(Journey journey) {
        return Announcement.standing(travel.there(journey), moveId(journey));
    }

    private Announcement.Standing await(Owner there, String move, int inboxes, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Announcement.Standing standing = Announcement.standing(there, move);
        while (!standing.settled() && System.nanoTime() < end) {
            pause();
            Announcement.Standing next = Announcement.standing(there, move);
            if (next.taken() != standing.taken())
                travel.say(next.taken() + " of " + inboxes + " servers have been told.");
            standing = next;
        }
        return standing;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientProblem("Interrupted.", "Go on with: godwit move resume");
        }
    }

    private Announcement announcement(Owner there, Journey journey) {
        return new Announcement(there, journey.text("oldKeyId"), oldKey(journey), journey.text("move"));
    }

    private RsaKeyPair oldKey(Journey journey) {
        return new HomeKeys(travel.owner())
                .of(journey.from(), journey.oldKey(), journey.door() == Door.LIVE)
                .orElseThrow(() -> new ClientProblem(
                        "The copy of the key of " + journey.from() + " is missing from "
                                + travel.owner().home().path() + ".",
                        "Look for it in a backup, then: godwit move resume"));
    }

    private static String moveId(Journey journey) {
        return Answers.json(journey.text("move").getBytes(StandardCharsets.UTF_8))
                .flatMap(move -> move.string("id"))
                .orElseThrow(Journey::damaged);
    }
}
