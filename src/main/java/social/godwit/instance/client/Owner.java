package social.godwit.instance.client;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.TimeId;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** The owner of an account at this device: the keys, the folder, the gateways. Close it to let other commands in. */
public final class Owner implements AutoCloseable {
    private final HomeFolder home;
    private final KeyRing keys;
    private final Surroundings surroundings;
    private final Gateways gateways;
    private final Ids ids;
    private final AtomicLong lastMicros;
    /** Keys of gateways as they were pinned at first: one that is being left still has to be shown that the owner says so. */
    private final Map<String, String> pinnedBefore = new HashMap<>();

    private Optional<Supplier<char[]>> passphrase = Optional.empty();
    private Supplier<Optional<SigningKey>> recovery = Optional::empty;

    private Owner(HomeFolder home, KeyRing keys, Surroundings surroundings, List<Origin> asked) {
        ClientState state = home.state();
        this.home = home;
        this.keys = keys;
        this.surroundings = surroundings;
        this.gateways = new Gateways(asked, keys, surroundings);
        this.ids = new Ids(keys.did(), origin(state.gateways().getFirst()), state.username());
        this.lastMicros = new AtomicLong(state.lastMicros());
        pinnedBefore.putAll(state.gatewayKeys());
        recoverWhenAsked(recovery);
    }

    /**
     * The owner of the account in {@code home}.
     *
     * @param only ask this gateway and no other
     */
    public static Owner of(HomeFolder home, KeyRing keys, Surroundings surroundings, Optional<Origin> only) {
        if (!home.state().hasAccount())
            throw new ClientProblem(
                    "There is no account in " + home.path() + " yet.",
                    "Make one with: godwit account create NAME --gateway https://SERVER");
        List<Origin> asked = only.map(List::of)
                .orElseGet(() ->
                        home.state().gateways().stream().map(Owner::origin).toList());
        return new Owner(home, keys, surroundings, asked);
    }

    /** The same owner, who asks that gateway and no other. */
    public Owner at(Origin gateway) {
        return again(Optional.of(gateway));
    }

    /** The same owner, who asks the gateways that are listed by now. */
    public Owner anew() {
        return again(Optional.empty());
    }

    private Owner again(Optional<Origin> only) {
        Owner same = of(home, keys, surroundings, only);
        same.pinnedBefore.putAll(pinnedBefore);
        passphrase.ifPresent(same::proveWhenAsked);
        same.recoverWhenAsked(recovery);
        return same;
    }

    /** Whose account. */
    public Did did() {
        return keys.did();
    }

    /** The ids of the account's documents. */
    public Ids ids() {
        return ids;
    }

    /** The keys. */
    public KeyRing keys() {
        return keys;
    }

    /** The folder. */
    public HomeFolder home() {
        return home;
    }

    /** Time, chance, network. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** The gateways that are asked. */
    public Gateways gateways() {
        return gateways;
    }

    /** What the owner sends from now on proves that the passphrase was typed for it: some things need that. */
    public void prove(PassphraseKey passphrase) {
        gateways.prove(proofs(passphrase));
    }

    /** The same for the things that a gateway takes with a proof only: nobody waits for it otherwise. */
    public void proveWhenAsked(Supplier<char[]> passphrase) {
        this.passphrase = Optional.of(passphrase);
        gateways.proveWhenAsked(() -> proofs(PassphraseKey.of(passphrase.get(), did())));
    }

    /** The recovery key, for gateways that keep no passphrase and want it: from the folder, unless {@code key} gives it. */
    public void recoverWhenAsked(Supplier<Optional<SigningKey>> key) {
        this.recovery = key;
        gateways.recoverWhenAsked(() -> key.get().or(keys::recovery));
    }

    /** What gives the passphrase where it can be asked for. */
    Optional<Supplier<char[]>> passphrase() {
        return passphrase;
    }

    private Function<Origin, Optional<String>> proofs(PassphraseKey passphrase) {
        Map<String, String> pinned = new HashMap<>(pinnedBefore);
        pinned.putAll(home.state().gatewayKeys());
        return origin -> Did.parse(pinned.getOrDefault(origin.toString(), ""))
                .map(instance -> Base64.getEncoder().encodeToString(passphrase.proof(instance)));
    }

    /** A name that no document of this device has had. It is written down with the batch that uses it. */
    public TimeId newName() {
        byte[] device = keys.device().publicKey().bytes();
        int number = ((device[0] & 0xff) << 8) | (device[1] & 0xff);
        TimeId name = TimeId.after(lastMicros.get(), surroundings.clock().instant(), number);
        lastMicros.set(name.micros());
        return name;
    }

    /** The newest time that a name was made from. */
    long lastMicros() {
        return lastMicros.get();
    }

    /** Signs a document with the present time. */
    public JsonObject sign(JsonObject document) {
        return sign(document, surroundings.now());
    }

    /** Signs a new version of a document, later than any that is known. */
    public JsonObject signAfter(JsonObject document, Instant newestKnown) {
        Instant next = newestKnown.plusSeconds(1);
        Instant now = surroundings.now();
        return sign(document, now.isAfter(next) ? now : next);
    }

    private JsonObject sign(JsonObject document, Instant created) {
        return IntegrityProof.sign(document, keys.authority(), created);
    }

    @Override
    public void close() {
        home.close();
    }

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow(() -> new IllegalStateException("not an origin in the state: " + text));
    }
}
