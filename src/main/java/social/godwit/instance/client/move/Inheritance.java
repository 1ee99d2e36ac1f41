package social.godwit.instance.client.move;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Succession;
import social.godwit.instance.client.AccountLog;
import social.godwit.instance.client.Aliases;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.KeyLogStory;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.Views;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Ids;

/**
 * Tells the followers of an account whose key log names the owner's as the one that goes on. Servers that read key logs
 * need the new account's word alone, and look the log up; the others are told by a {@code Move} from the old address, signed
 * with the key of the old home, where a copy of it can be had: in the old folder, or from that home, which seals it to the
 * successor. Repeating it says nothing twice.
 */
public final class Inheritance {
    private static final String FILE = "inheritance.json";
    private static final String SAID = "inherited:";

    /** As many actors as one activity names. */
    private static final int NAMED = 100;

    private final Owner owner;
    private final SignIn.Account old;
    private final Ids ids;
    private final Consumer<String> progress;

    /**
     * The owner in the place of {@code old}.
     *
     * @param progress gets short sentences on the way
     */
    public Inheritance(Owner owner, SignIn.Account old, Consumer<String> progress) {
        this.owner = owner;
        this.old = old;
        this.ids = new Ids(
                old.did(),
                Origin.parse(old.actor().ids("gateways").getFirst()).orElseThrow(),
                old.actor().string("preferredUsername").orElse(""));
        this.progress = progress;
    }

    /**
     * Who is being told.
     *
     * @param followers how many followers are known
     * @param portable servers that read key logs
     * @param others servers that take a Move by the old home's key
     * @param untold servers that cannot be told, because nobody has that key
     */
    public record Told(int followers, int portable, int others, int untold) {
        /** For scripts. */
        public JsonObject json() {
            return JsonObject.builder()
                    .put("followers", followers)
                    .put("portable", portable)
                    .put("others", others)
                    .put("untold", untold)
                    .build();
        }
    }

    /**
     * Tells them.
     *
     * @param more followers from elsewhere, such as a backup of the old account
     * @param copies keys of the old account's homes, from its folder; empty: none
     */
    public Told tell(FollowerList more, List<RsaCopies.Copy> copies) {
        makeSure();
        String actor = old.actor().string("id").orElseThrow();
        new Aliases(owner).name(actor);
        FollowerList followers = followers(more);
        List<String> portable = followers.portableHosts();
        List<String> inboxes = followers.inboxes();
        progress.accept(
                followers.all().size() + " followers on " + followers.byHost().size() + " servers are known.");
        arrive(actor, portable);
        Optional<RsaKeyPair> key = inboxes.isEmpty() ? Optional.empty() : key(copies);
        key.ifPresent(pair -> announce(inboxes, pair));
        return new Told(
                followers.all().size(),
                portable.size(),
                key.isPresent() ? inboxes.size() : 0,
                key.isPresent() ? 0 : inboxes.size());
    }

    private void makeSure() {
        KeyLog log = AccountLog.of(old.did(), old.actor(), owner.surroundings()).now(Optional.empty());
        Optional<Did> named = log.succession().map(Succession::successor);
        if (named.equals(Optional.of(owner.did()))) return;
        List<String> said =
                KeyLogStory.warnings(log, owner.surroundings().clock().instant());
        throw new ClientProblem(
                "The key log of that account does not name yours as the one that goes on"
                        + (named.isPresent() ? ": it names " + named.get() : " yet") + ".",
                String.join(" ", said));
    }

    /** Every gateway is asked: one that hides followers hides none that another knows. */
    private FollowerList followers(FollowerList more) {
        FollowerList all = more;
        for (String gateway : old.actor().ids("gateways")) {
            Optional<Origin> origin = Origin.parse(gateway);
            if (origin.isEmpty()) continue;
            var asked = new Gateways(List.of(origin.get()), owner.keys(), owner.surroundings());
            try {
                all = all.and(FollowerList.ask(new Views(asked, old.did())));
            } catch (ClientProblem silent) {
                progress.accept(gateway + " does not say who follows the old account. " + silent.what());
            }
        }
        return all;
    }

    private void arrive(String actor, List<String> portable) {
        for (int from = 0; from < portable.size(); from += NAMED) {
            List<String> told = portable.subList(from, Math.min(portable.size(), from + NAMED));
            String fact = SAID + actor + "#" + told.getFirst();
            if (owner.home().state().remembered().containsKey(fact)) continue;
            JsonObject move = owner.sign(Activities.arrive(owner.ids(), owner.newName(), actor, told));
            new Publisher(owner)
                    .publish(
                            List.of(move),
                            Publisher.Facts.remember(fact, move.string("id").orElseThrow()));
        }
    }

    /** The pair that the old actor document lists, if anybody has it. */
    private Optional<RsaKeyPair> key(List<RsaCopies.Copy> copies) {
        Optional<RsaPublicKey> listed = listed(old.actor());
        return copies.stream()
                .map(RsaCopies.Copy::pair)
                .filter(pair -> listed.filter(pair.publicKey()::equals).isPresent())
                .findFirst()
                .or(() -> given().filter(
                                pair -> listed.filter(pair.publicKey()::equals).isPresent()));
    }

    private Optional<RsaKeyPair> given() {
        try {
            GatewayAnswer answer =
                    owner.gateways().getAt(ids.home(), "/client/v1/" + old.did() + "/key", "application/json");
            return answer.isSuccess()
                    ? Answers.json(answer.body())
                            .flatMap(json -> json.string("sealedPrivateKey"))
                            .flatMap(box -> new RsaCopies(owner.home(), owner.keys()).opened(box))
                    : Optional.empty();
        } catch (IOException e) {
            progress.accept(ids.home() + " cannot be reached (" + GatewayConnection.reason(e) + ").");
            return Optional.empty();
        }
    }

    private static Optional<RsaPublicKey> listed(JsonObject actor) {
        return actor.object("publicKey")
                .flatMap(key -> key.string("publicKeyPem"))
                .flatMap(RsaPublicKey::fromPem);
    }

    /** First who the new account is, then that the old one has moved there: the same texts, however often this is repeated. */
    private void announce(List<String> inboxes, RsaKeyPair oldKey) {
        JsonObject actor = new Profile(owner).newest().document();
        RsaKeyPair ownKey = listed(actor)
                .flatMap(key -> new HomeKeys(owner).of(owner.ids().home(), key, true))
                .orElseThrow(() -> new ClientProblem(
                        "You hold no copy of the key that " + owner.ids().home() + " signs with for you.",
                        "Try again when that server answers."));
        JsonObject texts = owner.home()
                .read(FILE)
                .flatMap(Answers::json)
                .filter(json -> json.string("old").equals(old.actor().string("id")))
                .orElseGet(() -> write(actor));
        String introduction = texts.string("introduction").orElseThrow();
        new Announcement(owner, keyId(actor), ownKey, introduction).hand(inboxes, "", handed -> {});
        new Announcement(owner, keyId(old.actor()), oldKey, texts.string("move").orElseThrow())
                .hand(
                        inboxes,
                        id(introduction),
                        handed -> progress.accept("Signed for " + handed + " of " + inboxes.size() + " servers."));
    }

    private JsonObject write(JsonObject actor) {
        JsonObject introduction = owner.sign(Activities.updateActor(
                owner.ids(), owner.newName(), owner.surroundings().now(), actor));
        JsonObject move = Activities.move(ids, owner.newName(), owner.ids().actor());
        JsonObject texts = JsonObject.builder()
                .put("old", old.actor().string("id").orElseThrow())
                .put("introduction", text(introduction))
                .put("move", text(move))
                .build();
        owner.home().write(FILE, Jcs.bytes(texts));
        return texts;
    }

    private static String keyId(JsonObject actor) {
        return actor.object("publicKey").flatMap(key -> key.string("id")).orElseThrow();
    }

    private static String text(JsonObject json) {
        return new String(Jcs.bytes(json), StandardCharsets.UTF_8);
    }

    private static String id(String text) {
        return Answers.json(text.getBytes(StandardCharsets.UTF_8))
                .flatMap(json -> json.string("id"))
                .orElseThrow();
    }
}
