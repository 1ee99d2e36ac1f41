package social.godwit.store.document;

import java.util.HashMap;
import java.util.Map;
import social.godwit.identity.did.Did;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLog.DeviceState;

/** The devices of an account by its key log. */
record Devices(Map<Did, DeviceState> states) {
    Devices {
        states = Map.copyOf(states);
    }

    static Devices none() {
        return new Devices(Map.of());
    }

    static Devices of(KeyLog log) {
        return new Devices(new HashMap<>(log.devices()));
    }

    /** Whether every checkpoint of the device counts. */
    boolean open(Did device) {
        DeviceState state = states.get(device);
        return state != null && !state.revoked();
    }

    /** Whether those checkpoints count that lead to the end of their chain. */
    boolean revoked(Did device) {
        DeviceState state = states.get(device);
        return state != null && state.revoked();
    }
}
