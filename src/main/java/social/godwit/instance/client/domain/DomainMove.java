package social.godwit.instance.client.domain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import social.godwit.instance.client.GatewayStates;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.move.Announcement;
import social.godwit.instance.client.move.FollowerList;
import social.godwit.instance.client.move.HomeKeys;

/**
 * Moves an account that lives on a domain of its own to another of its servers, without a change of any id: the profile names
 * the next server for the domain, the old server's key is dropped at every follower's server before it can be used again, then
 * the owner points the name. The old server is asked for nothing. What is signed is written down before anybody hears of it, so
 * whenever this is interrupted, the same command goes on with the same words.
 */
public final class DomainMove {
    private static final String FILE = "domain-move.json";
    private static final Duration COPYING = Duration.ofMinutes(10);
    private static final Duration TELLING = Duration.ofSeconds(30);
    private static final int LOOK_MILLIS = 500;

    private final Owner owner;
    private final Consumer<String> progress;

    /** Moves the account of {@code owner}; {@code progress} gets a sentence for each step. */
    public DomainMove(Owner owner, Consumer<String> progress) {
        this.owner = owner;
        this.progress = progress;
    }

    /**
     * How it ended.
     *
     * @param origin the domain's, which every id of the account begins with
     * @param to the server that the name has to be pointed to now
     * @param changed false when the profile named that server already
     * @param servers how many followers' servers were told with the old server's key, and how many have taken it
     */
    public record Moved(Origin origin, Origin to, boolean changed, int servers, long taken) {}

    /** Moves to {@code next}, which keeps the account already. */
    public Moved to(String domain, Origin next) {
        Owner there = owner.at(next);
        Discovery discovery = Discovery.of(next, owner.surroundings().connection());
        String key = discovery.instance().map(Object::toString).orElse("");
        Profile.Version newest = new Profile(there).newest();
        Optional<JsonObject> begun = begun(next, newest.hash());
        Origin origin = OwnDomains.originAt(next, domain);
        JsonObject actor = newest.document();
        check(actor, origin, next, key);
        new OwnDomains(there).add(domain);
        if (key.equals(ActorDocument.gatewayKeys(actor).get(origin.toString())))
            return ended(new Moved(origin, next, false, 0, 0));
        copied(there, next);
        JsonObject update = begun.orElseGet(() -> signed(there, origin, next, key, newest));
        progress.accept("The next version of your profile is signed.");
        Moved moved = tell(there, actor, update, new Moved(origin, next, true, 0, 0));
        new Publisher(there).publish(List.of(update), Publisher.Facts.NONE);
        new Profile(there).newest();
        return ended(moved);
    }

    /** The Update that was signed already for this move, if the profile is still the one that it goes on from. */
    private Optional<JsonObject> begun(Origin next, Sha256 newest) {
        Optional<JsonObject> begun = owner.home()
                .read(FILE)
                .flatMap(Answers::json)
                .filter(json -> json.string("after").equals(Optional.of(newest.multibase())));
        Optional<Origin> to = begun.flatMap(json -> json.string("to")).flatMap(Origin::parse);
        if (to.filter(other -> !other.equals(next) && answers(other)).isPresent())
            throw new ClientProblem(
                    "A move of this domain to " + to.get() + " has begun, and some servers may have been told.",
                    "Finish it first (godwit account domain point, with --to " + to.get() + "), then move on.");
        return begun.filter(json -> to.equals(Optional.of(next))).flatMap(json -> json.object("update"));
    }

    private boolean answers(Origin origin) {
        try {
            Discovery.of(origin, owner.surroundings().connection());
            return true;
        } catch (ClientProblem gone) {
            return false;
        }
    }

    private Moved ended(Moved moved) {
        owner.home().remove(FILE);
        return moved;
    }

    private JsonObject signed(Owner there, Origin origin, Origin next, String key, Profile.Version newest) {
        RsaKeyPair pair = new HomeKeys(owner).ofNew(next);
        String keyId = there.ids().actor() + "#" + pair.publicKey().fragment();
        new RsaCopies(owner.home(), owner.keys()).keep(new RsaCopies.Copy(keyId, pair), owner.surroundings());
        JsonObject signed = there.signAfter(
                ActorDocument.next(
                        newest.document(),
                        newest.hash(),
                        List.of(
                                gateways(newest.document(), origin, next, key),
                                ActorDocument.homeKey(there.ids(), keyId, pair.publicKey()))),
                newest.signed());
        JsonObject update = there.sign(Activities.updateActor(
                there.ids(), there.newName(), owner.surroundings().now(), signed));
        owner.home()
                .write(
                        FILE,
                        Jcs.bytes(JsonObject.builder()
                                .put("to", next.toString())
                                .put("after", newest.hash().multibase())
                                .put("update", update)
                                .build()));
        return update;
    }

    private static void check(JsonObject actor, Origin origin, Origin next, String key) {
        List<String> gateways = actor.ids("gateways");
        if (!gateways.getFirst().equals(origin.toString()))
            throw new ClientProblem(
                    "Your address is not at " + origin.authority() + " but at "
                            + Origin.ofUrl(gateways.getFirst())
                                    .map(Origin::authority)
                                    .orElse("") + ".",
                    "To change it: godwit move plan --to " + origin);
        if (!gateways.contains(next.toString()) || key.isEmpty())
            throw new ClientProblem(
                    next + " does not keep your account yet.",
                    "First let it fetch everything: godwit account gateways add " + next);
    }

    private void copied(Owner there, Origin next) {
        GatewayStates.Standing standing = new GatewayStates(there)
                .await(
                        next,
                        COPYING,
                        one -> progress.accept(
                                next + " has " + one.documents() + " of " + one.expected() + " documents."));
        if (standing.state() != GatewayStates.State.COMPLETE)
            throw new ClientProblem(
                    next + " does not have all of your account yet.", "Run the same command again a little later.");
    }

    /** The domain is the next server's from now on; that server's own origin follows it, then the others as they were. */
    private static ActorDocument.Change gateways(JsonObject actor, Origin origin, Origin next, String key) {
        List<String> others = new ArrayList<>(actor.ids("gateways"));
        others.removeAll(List.of(origin.toString(), next.toString()));
        List<String> gateways = new ArrayList<>(List.of(origin.toString(), next.toString()));
        gateways.addAll(others);
        Map<String, String> keys = ActorDocument.gatewayKeys(actor);
        keys.put(origin.toString(), key);
        return ActorDocument.gateways(gateways, keys);
    }

    /**
     * The Update goes out before it is published, signed here with the key that it drops: servers that know that key take it, and
     * from then on nothing that the old server signs. They need not ask for anything, wherever the name points.
     */
    private Moved tell(Owner there, JsonObject actor, JsonObject update, Moved moved) {
        Optional<JsonObject> listed = actor.object("publicKey");
        Optional<RsaKeyPair> old = listed.flatMap(entry -> entry.string("publicKeyPem"))
                .flatMap(RsaPublicKey::fromPem)
                .flatMap(this::copy);
        List<String> inboxes = FollowerList.ask(there).inboxes();
        if (old.isEmpty() || inboxes.isEmpty()) {
            if (old.isEmpty())
                owner.surroundings()
                        .notices()
                        .accept(
                                "You have no copy of the old server's key: it can go on speaking for you at some servers"
                                        + " until they look at your profile again, within a day or so.");
            return moved;
        }
        String id = update.string("id").orElseThrow();
        new Announcement(
                        there,
                        listed.flatMap(entry -> entry.string("id")).orElseThrow(),
                        old.get(),
                        new String(Jcs.bytes(update), StandardCharsets.UTF_8))
                .hand(
                        inboxes,
                        "",
                        handed -> progress.accept("Signed for " + handed + " of " + inboxes.size() + " servers."));
        Announcement.Standing standing = await(there, id);
        progress.accept(standing.taken() + " of " + inboxes.size() + " servers know the new key.");
        return new Moved(moved.origin(), moved.to(), true, inboxes.size(), standing.taken());
    }

    private Optional<RsaKeyPair> copy(RsaPublicKey listed) {
        return new RsaCopies(owner.home(), owner.keys())
                .all().stream()
                        .map(RsaCopies.Copy::pair)
                        .filter(pair -> pair.publicKey().equals(listed))
                        .findFirst();
    }

    private static Announcement.Standing await(Owner there, String activity) {
        long end = System.nanoTime() + TELLING.toNanos();
        Announcement.Standing standing = Announcement.standing(there, activity);
        while (!standing.settled() && System.nanoTime() < end) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return standing;
            }
            standing = Announcement.standing(there, activity);
        }
        return standing;
    }
}
