package social.godwit.instance.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Did;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * Makes a folder that turned out to be a copy of another, or restored from one, a device of its own: with a new key and new
 * chains, since two that go on with one chain contradict each other. Does nothing otherwise. May be repeated after a crash
 * at any point.
 */
public final class NewDevice {
    private NewDevice() {}

    /** The keys to go on with; {@code save} writes them for good. */
    public static KeyRing keys(HomeFolder home, KeyRing keys, Surroundings surroundings, Consumer<KeyRing> save) {
        Optional<Did> copied = OtherDevices.copied(home.state());
        boolean shared = copied.filter(keys.device().did()::equals).isPresent();
        if (!shared || home.state().waiting().isPresent()) return keys;
        KeyRing own = keys.withNewDevice(surroundings.randomness());
        save.accept(own);
        surroundings
                .notices()
                .accept(
                        "Another copy of this folder has published with the same device key. This one goes on as a device"
                                + " of its own.");
        return own;
    }

    /** Lets the new device speak, if there is one. */
    public static void announce(Owner owner) {
        Optional<Did> copied = OtherDevices.copied(owner.home().state());
        if (copied.isEmpty() || copied.get().equals(owner.keys().device().did())) return;
        owner.home().save(owner.home().state().withChains(Map.of()));
        new Publisher(owner)
                .publish(
                        List.of(KeyLogBeginning.device(
                                owner.keys(), owner.surroundings().now())),
                        OtherDevices.notCopiedAnyMore());
    }
}
