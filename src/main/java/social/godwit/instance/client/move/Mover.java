package social.godwit.instance.client.move;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.move.Journey.State;

/**
 * Moves an account from its home to another gateway: the old home may help, be gone, or be an enemy. The owner's signed order of gateways
 * makes the new home; servers that know nothing of that are told by a Move, signed here with the key of the old home. A step that was
 * interrupted is done again, and finds what was done.
 */
public final class Mover {
    private final Travel travel;
    private final Looking looking;
    private final Switching switching;
    private final Telling telling;

    /**
     * The moves of {@code owner}.
     *
     * @param progress gets short sentences on the way
     */
    public Mover(Owner owner, Consumer<String> progress) {
        this(owner, progress, new FollowerList(List.of()));
    }

    /** As above; {@code others} are followers from elsewhere, such as a backup, whose servers are told as well. */
    public Mover(Owner owner, Consumer<String> progress, FollowerList others) {
        this.travel = new Travel(owner, progress, others);
        this.looking = new Looking(travel);
        this.switching = new Switching(travel);
        this.telling = new Telling(travel);
    }

    /** The move that was begun last; empty when there was none. */
    public Optional<Journey> journey() {
        return travel.journey();
    }

    /**
     * Decides on a move. One to the same place that is under way already is gone on with.
     *
     * @param hostile whether the old home must not be asked
     * @param invite the code that the new home may ask for; empty: none
     */
    public Journey plan(Origin to, boolean hostile, String invite) {
        Optional<Journey> known = journey().filter(journey -> !journey.state().isEnd());
        if (known.isPresent()) {
            if (known.get().to().equals(to)) return known.get();
            throw new ClientProblem(
                    "A move to " + known.get().to() + " is under way: "
                            + known.get().state().words() + ".",
                    "Go on with it (godwit move resume) or give it up (godwit move undo).");
        }
        if (travel.owner().ids().home().equals(to))
            throw new ClientProblem(to + " is your home already.", "Name the server that shall be your home.");
        return travel.save(looking.planned(to, hostile).with("invite", invite));
    }

    /** The same move, with the key of the old home for the new one before anybody is told, see {@link OldAddress}. */
    public Journey handingOver(Journey journey) {
        return travel.save(journey.with("handOver", "asked"));
    }

    /** What a move to {@code to} would do; changes nothing. */
    public Preflight preflight(Origin to, boolean hostile) {
        return looking.preflight(to, hostile);
    }

    /** Goes on until the move is done or has to wait; the reason for that stands in {@link Journey#paused}. */
    public Journey run(Journey journey) {
        Journey now = journey;
        while (!now.state().isEnd()) {
            Journey next = step(now);
            if (!next.paused().isEmpty()) return next;
            now = next;
        }
        return now;
    }

    /** Does the next step. Where it fails, the journey stays where it was, with the reason. */
    public Journey step(Journey journey) {
        try {
            return travel.save(
                    switch (journey.state()) {
                        case PLANNED -> looking.check(journey);
                        case CHECKED -> switching.copy(journey);
                        case COPIED -> switching.changeHome(journey);
                        case SWITCHED -> telling.begin(journey);
                        case ANNOUNCING -> telling.announce(journey, Telling.ROUND);
                        case DONE, ROLLED_BACK -> journey;
                    });
        } catch (ClientProblem problem) {
            travel.save(journey.with(
                    "paused",
                    problem.what() + problem.next().map(next -> " " + next).orElse("")));
            throw problem;
        }
    }

    /**
     * Tells servers again after the move is over: those that did not answer in time, whose signatures are too old by now, and, when a move
     * was taken back, those that were locked until now. The standing; the journey may have gone on by it.
     */
    public Announcement.Standing tellAgain(Journey journey) {
        return telling.again(journey);
    }

    /**
     * Goes on with what need not wait any more, without being asked; meant for every contact of the owner's device with its home. That is
     * the way back, for servers that took no second move for seven days, and a telling that was interrupted.
     *
     * @return what was done, or why it was not, for people; empty when nothing was due
     */
    public Optional<String> goOn() {
        Optional<Journey> last = journey();
        boolean unlocked = last.filter(telling::unlocked).isPresent();
        if (!unlocked && last.filter(it -> it.state() == State.ANNOUNCING).isEmpty()) return Optional.empty();
        Journey journey = last.orElseThrow();
        try {
            Journey done = unlocked
                    ? telling.sayBack(journey, Telling.BRIEF)
                    : travel.save(telling.announce(journey, Telling.BRIEF));
            return Optional.of("The servers of your followers are told that " + done.to()
                    + " is your home. See: godwit move status");
        } catch (ClientProblem | Gateways.Unreachable problem) {
            return Optional.of("Your move to " + journey.to() + " cannot go on now: " + problem.getMessage()
                    + " It is tried again.");
        }
    }

    /**
     * Takes the move back. Before the home was changed nothing has to be undone; after it, the old home becomes home again at once, and
     * whoever has moved along is told to move back.
     */
    public Journey undo() {
        return run(new WayBack(travel).planned());
    }

    /** Hands the old home's key over after the move, or for longer, see {@link OldAddress}. */
    public void handOver(Journey journey) {
        if (journey.time("switched").isEmpty() || journey.back())
            throw new ClientProblem("There is no old address that the new home could go on under.", "");
        telling.handOver(handingOver(journey));
    }

    /** The old address at the present home. */
    public OldAddress oldAddress(Journey journey) {
        return new OldAddress(travel.there(journey));
    }

    /** How far the telling of a move has come. */
    public Announcement.Standing standing(Journey journey) {
        return telling.standing(journey);
    }

    /** How many followers have come along, by what the gateways know now; {@code told} is how far the telling has come. */
    public Meter meter(Journey journey, Announcement.Standing told) {
        FollowerList before = FollowerList.saved(travel.owner());
        return Meter.of(
                before,
                FollowerList.ask(travel.owner()),
                Optional.of(told),
                FollowerServers.ask(travel.there(journey), before, Duration.ZERO, words -> {}));
    }
}
