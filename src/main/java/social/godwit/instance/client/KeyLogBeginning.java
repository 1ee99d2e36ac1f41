package social.godwit.instance.client;

import java.time.Instant;
import java.util.List;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.instance.client.home.KeyRing;

/** The first two entries of an account's key log: who may recover it, and its first device. */
final class KeyLogBeginning {
    private KeyLogBeginning() {}

    static List<JsonObject> of(KeyRing keys, Instant now) {
        SigningKey recovery = keys.recovery()
                .orElseThrow(() -> new ClientProblem(
                        "The recovery key was taken from this folder before there was an account.",
                        "Begin with new keys in another folder: --home DIR"));
        var genesis = new KeyLogEntry.Genesis(keys.did(), KeyLogEntry.commitment(recovery.publicKey()));
        return List.of(genesis.sign(keys.authority(), now), device(keys, now));
    }

    /** The entry that lets this device speak. */
    static JsonObject device(KeyRing keys, Instant now) {
        return new KeyLogEntry.DeviceAddition(
                        keys.did(), keys.genesis(), keys.device().did())
                .sign(keys.authority(), now);
    }
}
