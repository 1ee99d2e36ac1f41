package social.godwit.instance.client.move;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Discovery;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayChanges;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.GatewayStates;
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

/**
 * Moves an account from its home to another gateway: the old home may help, be gone, or be an enemy. The owner's signed order of gateways
 * makes the new home; servers that know nothing of that are told by a Move, signed here with the key of the old home. A step that was
 * interrupted is done again, and finds what was done.
 */
public final class Mover {
    private static final String FILE = "move.json";

    /** How long the new home may fetch before the move pauses. */
    private static final Duration COPYING = Duration.ofMinutes(10);

    /** For so long some servers take no other Move that names either address (GoToSocial); a little more, for their clocks. */
    private static final Duration LOCK = Duration.ofDays(7).plusHours(1);

    /** Servers that do not answer in this time are told later. */
    private static final Duration ROUND = Duration.ofSeconds(60);

    private static final int LOOK_MILLIS = 250;

    private final Owner owner;
    private final Consumer<String> progress;
    private final FollowerList others;

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
        this.owner = owner;
        this.progress = progress;
        this.others = others;
    }

    /** The move that was begun last; empty when there was none. */
    public Optional<Journey> journey() {
        return owner.home()
                .read(FILE)
                .map(bytes -> Answers.json(bytes).flatMap(Journey::of).orElseThrow(Journey::damaged));
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
        Origin from = owner.ids().home();
        if (from.equals(to))
            throw new ClientProblem(to + " is your home already.", "Name the server that shall be your home.");
        Door door = hostile ? Door.HOSTILE : answers(from) ? Door.LIVE : Door.DEAD;
        return save(Journey.planned(
                        door,
                        from,
                        to,
                        owner.ids().username(),
                        false,
                        owner.surroundings().now())
                .with("invite", invite));
    }

    /** What a move to {@code to} would do; changes nothing. */
    public Preflight preflight(Origin to, boolean hostile) {
        Journey journey = Journey.planned(
                hostile ? Door.HOSTILE : answers(owner.ids().home()) ? Door.LIVE : Door.DEAD,
                owner.ids().home(),
                to,
                owner.ids().username(),
                false,
                owner.surroundings().now());
        List<String> problems = new ArrayList<>();
        if (journey.from().equals(to)) problems.add(to + " is your home already.");
        tolerate(problems, () -> Discovery.of(to, owner.surroundings().connection()));
        tolerate(problems, () -> checkName(journey));
        tolerate(problems, () -> copyOfKey(journey, new Profile(asker(journey)).newest()));
        FollowerList followers = FollowerList.ask(asker(journey)).and(others);
        return new Preflight(journey.door(), journey.from(), to, problems, Preflight.servers(followers, Map.of()));
    }

    private static void tolerate(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (ClientProblem problem) {
            problems.add(problem.what());
        }
    }

    private boolean answers(Origin origin) {
        try {
            Discovery.of(origin, owner.surroundings().connection());
            return true;
        } catch (ClientProblem gone) {
            return false;
        }
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
            return save(
                    switch (journey.state()) {
                        case PLANNED -> check(journey);
                        case CHECKED -> copy(journey);
                        case COPIED -> changeHome(journey);
                        case SWITCHED -> begin(journey);
                        case ANNOUNCING -> announce(journey);
                        case DONE, ROLLED_BACK -> journey;
                    });
        } catch (ClientProblem problem) {
            save(journey.with(
                    "paused",
                    problem.what() + problem.next().map(next -> " " + next).orElse("")));
            throw problem;
        }
    }

    // --- the steps ---

    private Journey check(Journey journey) {
        progress.accept("Looking at what is needed.");
        Profile.Version newest = new Profile(asker(journey)).newest();
        List<String> gateways = newest.document().ids("gateways");
        if (!gateways.getFirst().equals(journey.from().toString())) throw elsewhere(gateways.getFirst());
        RsaPublicKey key = copyOfKey(journey, newest).publicKey();
        checkName(journey);
        FollowerList followers = FollowerList.ask(asker(journey)).and(others);
        followers.save(owner);
        progress.accept(
                followers.all().size() + " followers on " + followers.byHost().size() + " servers are known.");
        return journey.with("oldActor", newest.document().string("id").orElseThrow())
                .with("oldKeyId", listedKey(newest.document()).string("id").orElseThrow())
                .with("oldKey", key.multibase())
                .at(State.CHECKED);
    }

    private RsaKeyPair copyOfKey(Journey journey, Profile.Version newest) {
        RsaPublicKey key = listedKey(newest.document())
                .string("publicKeyPem")
                .flatMap(RsaPublicKey::fromPem)
                .orElseThrow(() -> new ClientProblem("Your profile lists no key of your home.", "Tell its operator."));
        return new HomeKeys(owner)
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
            answer = owner.surroundings()
                    .connection()
                    .send("GET", question, Map.of("Accept", "application/jrd+json, application/json"));
        } catch (IOException e) {
            throw new ClientProblem(
                    journey.to() + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Go on when it answers: godwit move resume",
                    e);
        }
        if (answer.isSuccess() && !answer.text().contains(owner.did().toString()))
            throw new ClientProblem(
                    "Somebody else is called " + journey.text("username") + " at " + journey.to() + ".",
                    "Give this move up (godwit move undo) and choose another server.");
    }

    private Journey copy(Journey journey) {
        GatewayChanges.Added added = new GatewayChanges(asker(journey))
                .add(journey.to(), Optional.of(journey.text("invite")).filter(it -> !it.isEmpty()));
        if (!added.gateway().replicates())
            throw new ClientProblem(
                    journey.to() + " cannot be a home: it does not keep everything that you sign.",
                    "Choose a Godwit server.");
        GatewayStates.Standing standing = new GatewayStates(asker(journey))
                .await(
                        journey.to(),
                        COPYING,
                        it -> progress.accept(journey.to() + " has " + it.documents() + " of " + it.expected()
                                + " signed documents."));
        return switch (standing.state()) {
            case COMPLETE -> journey.at(State.COPIED);
            case FILLING ->
                journey.with("paused", journey.to() + " is still fetching. Go on later with: godwit move resume");
            default ->
                throw new ClientProblem(
                        journey.to() + " does not answer any more.", "Go on when it does: godwit move resume");
        };
    }

    /** Signs the new order of gateways and gives it to the new home. */
    private Journey changeHome(Journey journey) {
        Owner there = owner.at(journey.to());
        Profile.Version newest = new Profile(asker(journey)).newest();
        String first = newest.document().ids("gateways").getFirst();
        if (first.equals(journey.to().toString())) return switched(journey);
        if (!first.equals(journey.from().toString())) throw elsewhere(first);
        Discovery discovery = Discovery.of(journey.to(), owner.surroundings().connection());
        Ids old = new Ids(owner.did(), journey.from(), journey.text("username"));
        Ids next = new Ids(owner.did(), journey.to(), journey.text("username"));
        RsaKeyPair key = new HomeKeys(owner).ofNew(journey.to());
        Map<String, String> pinned = ActorDocument.gatewayKeys(newest.document());
        List<String> gateways = order(journey, newest.document().ids("gateways"));
        Instant now = owner.surroundings().now();
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
        JsonObject kept = there.sign(
                Activities.keepActor(old, there.newName(), owner.surroundings().now(), farewell));
        JsonObject told = there.sign(Activities.updateActor(
                next, there.newName(), owner.surroundings().now(), arrival));
        Journey introducing =
                save(journey.with("introduction", told.string("id").orElseThrow()));
        new Publisher(there).publish(List.of(kept, told), Publisher.Facts.NONE);
        ClientState state = owner.home().state();
        owner.home().save(state.withAccount(state.username(), gateways, ActorDocument.gatewayKeys(arrival)));
        progress.accept(journey.to() + " is your home now: @" + next.handle());
        return switched(introducing);
    }

    private Journey switched(Journey journey) {
        return journey.with("switched", owner.surroundings().now().toString())
                .with("newActor", new Ids(owner.did(), journey.to(), journey.text("username")).actor())
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

    /** Signs the Move: from here on it is the same text, however often this is repeated. */
    private Journey begin(Journey journey) {
        makeSure(journey);
        Owner there = there(journey);
        Ids old = new Ids(owner.did(), journey.from(), journey.text("username"));
        JsonObject move =
                there.sign(Activities.move(old, there.newName(), there.ids().actor()));
        return journey.with("move", new String(Jcs.bytes(move), StandardCharsets.UTF_8))
                .with("announced", owner.surroundings().now().toString())
                .at(State.ANNOUNCING);
    }

    private Journey announce(Journey journey) {
        List<String> inboxes = FollowerList.saved(owner).inboxes();
        Owner there = there(journey);
        Announcement announcement = announcement(there, journey);
        announcement.hand(
                inboxes,
                journey.door() == Door.HOSTILE ? "" : journey.text("introduction"),
                handed -> progress.accept("Signed for " + handed + " of " + inboxes.size() + " servers."));
        Announcement.Standing standing = await(there, moveId(journey), inboxes.size());
        progress.accept(standing.taken() + " of " + inboxes.size() + " servers have been told.");
        Journey done = journey.at(journey.back() ? State.ROLLED_BACK : State.DONE);
        MoveReceipt.write(
                owner,
                done,
                FollowerList.saved(owner),
                standing,
                new Profile(there).newest().sequence());
        return done;
    }

    private Announcement.Standing await(Owner there, String move, int inboxes) {
        long end = System.nanoTime() + ROUND.toNanos();
        Announcement.Standing standing = Announcement.standing(there, move);
        while (!standing.settled() && System.nanoTime() < end) {
            pause();
            Announcement.Standing next = Announcement.standing(there, move);
            if (next.taken() != standing.taken())
                progress.accept(next.taken() + " of " + inboxes + " servers have been told.");
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

    /**
     * Tells servers again after the move is over: those that did not answer in time, whose signatures are too old by now, and, when a move
     * was taken back, those that were locked until now. The standing; the journey may have gone on by it.
     */
    public Announcement.Standing tellAgain(Journey journey) {
        Owner there = there(journey);
        boolean unlocked = journey.time("again")
                .filter(at -> !at.isAfter(owner.surroundings().now()))
                .isPresent();
        if (unlocked) {
            FollowerList before = FollowerList.saved(owner);
            List<FollowerList.One> still = new ArrayList<>(before.all());
            still.removeAll(before.arrived(FollowerList.ask(there)));
            new FollowerList(still).save(owner);
            Journey done = announce(save(begin(journey.without("again").without("introduction"))));
            return Announcement.standing(there, moveId(save(done)));
        }
        List<String> inboxes = FollowerList.saved(owner).inboxes();
        List<String> expired = Announcement.expired(Announcement.standing(there, moveId(journey)), inboxes);
        if (!expired.isEmpty()) announcement(there, journey).hand(expired, "", handed -> {});
        return await(there, moveId(journey), inboxes.size());
    }

    /**
     * Takes the move back. Before the home was changed nothing has to be undone; after it, the old home becomes home again at once, and
     * whoever has moved along is told to move back.
     */
    public Journey undo() {
        Journey journey = journey()
                .filter(it -> it.state() != State.ROLLED_BACK && !it.back())
                .orElseThrow(() -> new ClientProblem("There is no move to take back.", ""));
        if (journey.time("switched").isEmpty() && !homeIs(journey.to())) return save(journey.at(State.ROLLED_BACK));
        if (!answers(journey.from()))
            throw new ClientProblem(
                    journey.from() + " does not answer: it cannot be your home now.",
                    "Try again when it does, or move to another server.");
        Journey back = Journey.planned(
                Door.LIVE,
                journey.to(),
                journey.from(),
                journey.text("username"),
                true,
                owner.surroundings().now());
        Optional<Instant> unlocked = journey.time("announced").map(told -> told.plus(LOCK));
        return run(save(unlocked.map(at -> back.with("again", at.toString())).orElse(back)));
    }

    /** How far the telling of a move has come. */
    public Announcement.Standing standing(Journey journey) {
        return Announcement.standing(there(journey), moveId(journey));
    }

    // --- what the steps share ---

    private boolean homeIs(Origin origin) {
        return new Profile(owner).newest().document().ids("gateways").getFirst().equals(origin.toString());
    }

    /** The home may have been changed by another device meanwhile: the highest number counts, everywhere. */
    private void makeSure(Journey journey) {
        String home =
                new Profile(asker(journey)).newest().document().ids("gateways").getFirst();
        if (!home.equals(journey.to().toString())) throw elsewhere(home);
    }

    private static ClientProblem elsewhere(String home) {
        return new ClientProblem(
                "Another device of yours has made " + home + " your home.",
                "That one counts. Begin again from there if you want another: godwit move undo, then godwit move run");
    }

    /**
     * Who asks about the account: all gateways as they are listed by now; where the home is hostile, the new one alone, as soon as it knows
     * the account.
     */
    private Owner asker(Journey journey) {
        boolean only = journey.door() == Door.HOSTILE
                && owner.home().state().gateways().contains(journey.to().toString());
        return only ? owner.at(journey.to()) : owner.anew();
    }

    private Owner there(Journey journey) {
        return owner.at(journey.to());
    }

    private Announcement announcement(Owner there, Journey journey) {
        RsaKeyPair pair = new HomeKeys(owner)
                .of(journey.from(), journey.oldKey(), journey.door() == Door.LIVE)
                .orElseThrow(() -> new ClientProblem(
                        "The copy of the key of " + journey.from() + " is missing from "
                                + owner.home().path() + ".",
                        "Look for it in a backup, then: godwit move resume"));
        return new Announcement(there, journey.text("oldKeyId"), pair, journey.text("move"));
    }

    private static JsonObject listedKey(JsonObject actor) {
        return actor.object("publicKey").orElse(JsonObject.empty());
    }

    private static String moveId(Journey journey) {
        return Answers.json(journey.text("move").getBytes(StandardCharsets.UTF_8))
                .flatMap(move -> move.string("id"))
                .orElseThrow(Journey::damaged);
    }

    private Journey save(Journey journey) {
        owner.home().write(FILE, Jcs.bytes(journey.json()));
        return journey;
    }
}
