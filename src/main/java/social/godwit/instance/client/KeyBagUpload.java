package social.godwit.instance.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.PassphraseKey;

/**
 * Puts the account's key bag to its gateways. What a gateway has not taken yet waits in this folder, ready to be sent, and is
 * tried again with later commands: a passphrase counts as changed everywhere only when nothing waits any more.
 */
public final class KeyBagUpload {
    private static final String BAG = "keybag.json";
    private static final String WAITING = "keybag-";
    private static final String FOR = "keybag:for";
    private static final Duration AGAIN_AFTER = Duration.ofHours(1);
    private static final int PROOFS_MAX = 8;

    private final Owner owner;

    /** The bag of {@code owner}. */
    public KeyBagUpload(Owner owner) {
        this.owner = owner;
    }

    /** The newest bag that this device knows. */
    public Optional<KeyBag> known() {
        return owner.home().read(BAG).flatMap(Answers::json).flatMap(KeyBag::read);
    }

    /** Goes by this bag from now on. */
    void know(KeyBag bag) {
        owner.home().write(BAG, Jcs.bytes(bag.json()));
        owner.home().save(owner.home().state().remembering(FOR, needs()));
    }

    /**
     * Puts a new bag to the gateways when there are others than it was made for, or another RSA key: after a move, for example.
     * Otherwise tries again what waits.
     */
    public void keepUp(Supplier<PassphraseKey> passphrase) {
        Optional<KeyBag> bag = known();
        if (bag.isPresent() && !needs().equals(owner.home().state().remembered().get(FOR))) {
            PassphraseKey stretched = passphrase.get();
            if (bag.get().open(stretched).isPresent()) {
                renew(stretched, Optional.of(stretched));
                return;
            }
            owner.home().save(owner.home().state().remembering(FOR, needs()));
            owner.surroundings().notices().accept(changedElsewhere().what());
        }
        retry();
    }

    /** What a bag has to hold, and where it has to be. */
    private String needs() {
        List<String> parts = new ArrayList<>(owner.home().state().gateways());
        new RsaCopies(owner.home(), owner.keys()).all().forEach(copy -> parts.add(copy.id()));
        return String.join(" ", parts);
    }

    /**
     * Makes a new bag and puts it to all gateways.
     *
     * @param before the passphrase until now; empty for the first bag
     * @return the gateways that have not taken it yet
     */
    public List<Origin> renew(PassphraseKey now, Optional<PassphraseKey> before) {
        List<Origin> gateways = gateways();
        long newest = Math.max(known().map(KeyBag::version).orElse(0L), before.isEmpty() ? 0 : newestAt(gateways));
        KeyBag bag = KeyBag.seal(
                BagContent.of(owner.keys(), new RsaCopies(owner.home(), owner.keys()).all()),
                owner.keys().authority(),
                Math.max(owner.surroundings().clock().millis(), newest + 1),
                now,
                owner.surroundings().randomness());
        for (Origin gateway : gateways) prepare(gateway, bag, now, before);
        know(bag);
        return send(gateways);
    }

    /**
     * Puts the bag that there is to a gateway that has none yet.
     *
     * @return whether it has it now; empty when there is no bag
     */
    Optional<Boolean> offer(Origin gateway, Supplier<char[]> passphrase) {
        Optional<KeyBag> bag = known();
        if (bag.isEmpty() || instance(gateway).isEmpty()) return Optional.empty();
        PassphraseKey stretched = PassphraseKey.of(passphrase.get(), owner.did());
        if (bag.get().open(stretched).isEmpty()) throw changedElsewhere();
        prepare(gateway, bag.get(), stretched, Optional.empty());
        return Optional.of(send(List.of(gateway)).isEmpty());
    }

    /** Tries again what waits, each gateway at most once an hour; returns those that still have not taken it. */
    public List<Origin> retry() {
        Instant now = owner.surroundings().clock().instant();
        List<Origin> due = new ArrayList<>();
        List<Origin> waiting = waiting();
        for (Origin gateway : waiting)
            if (read(gateway)
                    .flatMap(json -> json.string("tried"))
                    .map(text -> Instant.parse(text).plus(AGAIN_AFTER).isBefore(now))
                    .orElse(true)) due.add(gateway);
        send(due);
        return waiting();
    }

    /** The gateways for which a bag waits here. */
    public List<Origin> waiting() {
        return gateways().stream()
                .filter(gateway -> owner.home().read(file(gateway)).isPresent())
                .toList();
    }

    /** All listed gateways with a pinned key, whatever {@code --gateway} says. */
    private List<Origin> gateways() {
        return owner.home().state().gateways().stream()
                .flatMap(text -> Origin.parse(text).stream())
                .filter(gateway -> instance(gateway).isPresent())
                .toList();
    }

    private Optional<Did> instance(Origin gateway) {
        return Did.parse(owner.home().state().gatewayKeys().getOrDefault(gateway.toString(), ""));
    }

    private long newestAt(List<Origin> gateways) {
        long newest = 0;
        for (Origin gateway : gateways) {
            try {
                GatewayAnswer answer = owner.gateways().getAt(gateway, path(), "application/json");
                Optional<JsonObject> json = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
                if (json.isPresent() && json.get().get("version") instanceof JsonNumber number)
                    newest = Math.max(newest, number.integer().orElse(0));
            } catch (java.io.IOException e) {
                // What it has is older than what is made now, or it will say so.
            }
        }
        return newest;
    }

    /** Writes down what the gateway is to get, before anything leaves. */
    private void prepare(Origin gateway, KeyBag bag, PassphraseKey now, Optional<PassphraseKey> before) {
        Did instance = instance(gateway).orElseThrow();
        Set<String> proofs = new LinkedHashSet<>();
        // A gateway that was away for several changes still goes by the passphrase of then.
        read(gateway).map(json -> json.list("proofs")).orElse(List.of()).forEach(proof -> {
            if (proof instanceof JsonString text && proofs.size() < PROOFS_MAX - 2) proofs.add(text.value());
        });
        before.ifPresent(old -> proofs.add(base64(old.proof(instance))));
        proofs.add(base64(now.proof(instance)));
        owner.home()
                .write(
                        file(gateway),
                        Jcs.bytes(JsonObject.builder()
                                .put("bag", bag.json())
                                .put("fetch", hash(now.fetchSecret(instance)))
                                .put("proof", hash(now.proof(instance)))
                                .put("proofs", List.copyOf(proofs))
                                .build()));
    }

    /** Sends what waits for these gateways; returns those that did not take it. */
    private List<Origin> send(List<Origin> gateways) {
        List<Origin> left = new ArrayList<>();
        for (Origin gateway : gateways) {
            Optional<JsonObject> waiting = read(gateway);
            if (waiting.isEmpty()) continue;
            if (sent(gateway, waiting.get())) owner.home().remove(file(gateway));
            else {
                left.add(gateway);
                owner.home()
                        .write(
                                file(gateway),
                                Jcs.bytes(waiting.get()
                                        .with(
                                                "tried",
                                                new JsonString(owner.surroundings()
                                                        .clock()
                                                        .instant()
                                                        .toString()))));
            }
        }
        return List.copyOf(left);
    }

    private boolean sent(Origin gateway, JsonObject waiting) {
        byte[] body = Jcs.bytes(waiting.without("proofs", "tried"));
        var one = new Gateways(List.of(gateway), owner.keys(), owner.surroundings());
        for (Json proof : waiting.list("proofs")) {
            one.prove(origin -> proof instanceof JsonString text ? Optional.of(text.value()) : Optional.empty());
            try {
                GatewayAnswer answer =
                        one.post(path(), "application/json", body).answer();
                if (answer.isSuccess()) return true;
                if (answer.status() == 409) {
                    owner.surroundings().notices().accept(changedElsewhere().what());
                    return true;
                }
                if (answer.status() != 403) return false;
            } catch (Gateways.Unreachable e) {
                return false;
            }
        }
        owner.surroundings()
                .notices()
                .accept(gateway + " goes by another passphrase than the one that was yours on this device.");
        return false;
    }

    static ClientProblem changedElsewhere() {
        return new ClientProblem(
                "Your passphrase was changed on another device.",
                "Take it over on this one: godwit account passphrase --same");
    }

    private Optional<JsonObject> read(Origin gateway) {
        return owner.home().read(file(gateway)).flatMap(Answers::json);
    }

    private String path() {
        return "/client/v1/" + owner.did() + "/keybag";
    }

    private static String file(Origin gateway) {
        return WAITING + gateway.authority().replace(':', '_') + ".json";
    }

    private static String hash(byte[] secret) {
        return base64(Sha256.of(secret).bytes());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
