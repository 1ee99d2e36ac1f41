package social.godwit.identity.key;

import java.util.Set;
import social.godwit.identity.json.JsonObject;

/** The closed maps that keys sign from inside: one {@code type} and one set of keys each, never to be changed. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
public enum MapPurpose {
    /** An entry of the key log by the recovery key. */
    KEY_LOG_RECOVERY(
            "KeyLogRecovery",
            Set.of("type", "account", "genesis", "previous", "recoveryKey", "nextRecovery", "add", "revoke"),
            Set.of("helpers", "successor")),
    /** A device's objection to a successor that helpers name. */
    DEVICE_VETO("DeviceVeto", Set.of("type", "account", "genesis", "proposal", "device"), Set.of()),
    /** What a device has published. */
    CHECKPOINT(
            "Checkpoint",
            Set.of("type", "account", "device", "class", "seq", "added", "count", "others"),
            Set.of("previous")),
    /** What a gateway has received. */
    RECEIPT("Receipt", Set.of("type", "gateway", "instance", "account", "received", "hashes"), Set.of()),
    /** What a gateway observed for an account. */
    GATEWAY_RECORD(
            "GatewayRecord",
            Set.of("type", "account", "gateway", "instance", "kind", "subject", "received"),
            Set.of("said", "request", "value")),
    /** An account's keys under a passphrase, as its gateways keep them. */
    KEY_BAG("KeyBag", Set.of("type", "account", "version", "sealed"), Set.of()),
    /** What an owner's device has done to move the account. */
    MOVE_RECEIPT(
            "MoveReceipt",
            Set.of(
                    "type",
                    "account",
                    "device",
                    "door",
                    "from",
                    "to",
                    "object",
                    "target",
                    "sequence",
                    "begun",
                    "switched",
                    "ended",
                    "followers",
                    "taken",
                    "refused",
                    "open"),
            Set.of()),
    /** An instance's proof to another that it has the key. */
    PEER_HELLO("PeerHello", Set.of("type", "origin", "instance", "peer", "nonce", "time"), Set.of());

    private final String type;
    private final Set<String> required;
    private final Set<String> optional;

    MapPurpose(String type, Set<String> required, Set<String> optional) {
        this.type = type;
        this.required = required;
        this.optional = optional;
    }

    /** The one {@code type} of such a map. */
    public String type() {
        return type;
    }

    /** Whether the map has the type, every required key and no key besides; {@code signature} is not counted. */
    public boolean fits(JsonObject map) {
        if (!map.string("type").filter(type::equals).isPresent()) {
            return false;
        }
        int known = 0;
        for (String key : map.keys()) {
            if (required.contains(key)) {
                known++;
            } else if (!optional.contains(key) && !key.equals("signature")) {
                return false;
            }
        }
        return known == required.size();
    }
}
