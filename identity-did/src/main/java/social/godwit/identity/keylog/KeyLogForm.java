package social.godwit.identity.keylog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Unknown;
import social.godwit.identity.keylog.KeyLogEntry.Veto;
import social.godwit.identity.keylog.KeyLogReading.Entry;
import social.godwit.identity.keylog.KeyLogReading.Malformed;
import social.godwit.identity.keylog.KeyLogReading.Other;

/** Entries as JSON, see {@code docs/shared-store-protocol.md}. */
final class KeyLogForm {
    private static final String GENESIS = "KeyLogGenesis";
    private static final String ADDITION = "DeviceAddition";
    private static final String REVOCATION = "DeviceRevocation";
    private static final String REPLACEMENT = "RecoveryReplacement";
    private static final String SUCCESSION = "HelperSuccession";

    private KeyLogForm() {}

    static JsonObject map(Genesis entry) {
        return start(GENESIS, entry.account())
                .put("recovery", entry.recovery().multibase())
                .build();
    }

    static JsonObject map(DeviceAddition entry) {
        return start(ADDITION, entry.account())
                .put("genesis", entry.genesis().multibase())
                .put("device", entry.device().toString())
                .build();
    }

    static JsonObject map(DeviceRevocation entry) {
        return start(REVOCATION, entry.account())
                .put("genesis", entry.genesis().multibase())
                .putAll(map(entry.revocation()))
                .build();
    }

    static JsonObject map(Recovery entry) {
        JsonObject.Builder map = start(MapPurpose.KEY_LOG_RECOVERY.type(), entry.account())
                .put("genesis", entry.genesis().multibase())
                .put("previous", entry.previous().multibase())
                .put("recoveryKey", entry.recoveryKey().multibase())
                .put("nextRecovery", entry.nextRecovery().multibase())
                .put("add", entry.added().stream().map(Did::toString).toList())
                .put("revoke", entry.revoked().stream().map(KeyLogForm::map).toList())
                .putIfPresent("successor", entry.successor().map(Did::toString));
        entry.helpers().ifPresent(helpers -> map.put("helpers", map(helpers)));
        return map.build();
    }

    static JsonObject map(RecoveryReplacement entry) {
        return start(REPLACEMENT, entry.account())
                .put("genesis", entry.genesis().multibase())
                .put("previous", entry.previous().multibase())
                .put("nextRecovery", entry.nextRecovery().multibase())
                .build();
    }

    static JsonObject map(HelperSuccession entry) {
        return start(SUCCESSION, entry.account())
                .put("genesis", entry.genesis().multibase())
                .put("previous", entry.previous().multibase())
                .put("helper", entry.helper().toString())
                .put("successor", entry.successor().toString())
                .put("revoke", entry.revoked().stream().map(KeyLogForm::map).toList())
                .build();
    }

    static JsonObject map(Veto entry) {
        return start(MapPurpose.DEVICE_VETO.type(), entry.account())
                .put("genesis", entry.genesis().multibase())
                .put("proposal", entry.proposal().multibase())
                .put("device", entry.device().toString())
                .build();
    }

    private static JsonObject map(Helpers helpers) {
        return JsonObject.builder()
                .put("threshold", helpers.threshold())
                .put(
                        "members",
                        helpers.members().stream().map(Sha256::multibase).toList())
                .build();
    }

    private static JsonObject.Builder start(String type, Did account) {
        return JsonObject.builder().put("type", type).put("account", account.toString());
    }

    private static JsonObject map(Revocation revocation) {
        List<JsonObject> ends = revocation.closed().stream()
                .map(end -> JsonObject.builder()
                        .put("class", end.chain().toString())
                        .put("seq", end.seq())
                        .put("hash", end.hash().multibase())
                        .build())
                .toList();
        return JsonObject.builder()
                .put("device", revocation.device().toString())
                .put("closed", ends)
                .build();
    }

    static KeyLogReading read(PortableDocument document) {
        if (!document.type().equals(ContentId.KEY_LOG_ENTRY)) {
            return new Other();
        }
        // The reader of documents has seen that there is a map and that the id names it.
        JsonObject map = document.json().object("entry").orElseThrow();
        Optional<KeyLogEntry> entry = parse(map);
        if (entry.isEmpty()) {
            return new Malformed("not an entry in its closed form");
        }
        if (!maySign(document.owner(), entry.get())) {
            return new Malformed("entry by somebody else than who must sign it");
        }
        return switch (entry.get()) {
            case Recovery recovery
            when !MapStatement.verify(MapPurpose.KEY_LOG_RECOVERY, map, recovery.recoveryKey()) ->
                new Malformed("the recovery key's signature does not match");
            case Veto veto
            when !MapStatement.verify(MapPurpose.DEVICE_VETO, map, veto.device().key()) ->
                new Malformed("the device's signature does not match");
            default -> new Entry(entry.get());
        };
    }

    private static boolean maySign(Did signer, KeyLogEntry entry) {
        return switch (entry) {
            case HelperSuccession succession -> signer.equals(succession.helper());
            case Recovery recovery ->
                signer.equals(recovery.account()) || signer.key().equals(recovery.recoveryKey());
            default -> signer.equals(entry.account());
        };
    }

    /** The entry of a map in its closed form, whoever signed it. */
    static Optional<KeyLogEntry> parse(JsonObject map) {
        return map.string("account").flatMap(Did::parse).flatMap(account -> parse(map, account));
    }

    private static Optional<KeyLogEntry> parse(JsonObject map, Did account) {
        Optional<String> type = map.string("type");
        if (type.isEmpty()) {
            return Optional.empty();
        }
        return switch (type.get()) {
            case GENESIS ->
                keys(map, "type", "account", "recovery")
                        .flatMap(fits -> hash(fits, "recovery"))
                        .map(recovery -> new Genesis(account, recovery));
            case ADDITION ->
                keys(map, "type", "account", "genesis", "device")
                        .flatMap(fits -> hash(fits, "genesis")
                                .flatMap(genesis -> did(fits.get("device"))
                                        .map(device -> new DeviceAddition(account, genesis, device))));
            case REVOCATION ->
                keys(map, "type", "account", "genesis", "device", "closed")
                        .flatMap(fits -> hash(fits, "genesis")
                                .flatMap(genesis -> revocation(fits.without("type", "account", "genesis"))
                                        .map(end -> new DeviceRevocation(account, genesis, end))));
            case "KeyLogRecovery" -> recovery(map, account);
            case REPLACEMENT ->
                keys(map, "type", "account", "genesis", "previous", "nextRecovery")
                        .flatMap(fits -> hash(fits, "genesis")
                                .flatMap(genesis -> hash(fits, "previous")
                                        .flatMap(previous -> hash(fits, "nextRecovery")
                                                .map(next ->
                                                        new RecoveryReplacement(account, genesis, previous, next)))));
            case SUCCESSION ->
                keys(map, "type", "account", "genesis", "previous", "helper", "successor", "revoke")
                        .flatMap(fits -> succession(fits, account));
            case "DeviceVeto" ->
                Optional.of(map)
                        .filter(MapPurpose.DEVICE_VETO::fits)
                        .flatMap(fits -> hash(fits, "genesis")
                                .flatMap(genesis -> hash(fits, "proposal")
                                        .flatMap(proposal -> did(fits.get("device"))
                                                .map(device -> new Veto(account, genesis, proposal, device)))));
            default -> Optional.of(new Unknown(account, ContentId.hash(map), type.get()));
        };
    }

    private static Optional<KeyLogEntry> succession(JsonObject map, Did account) {
        Optional<Sha256> genesis = hash(map, "genesis");
        Optional<Sha256> previous = hash(map, "previous");
        Optional<Did> helper = did(map.get("helper"));
        Optional<Did> successor = did(map.get("successor"));
        Optional<List<Revocation>> revoked = revocations(map);
        if (genesis.isEmpty() || previous.isEmpty() || helper.isEmpty() || successor.isEmpty() || revoked.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HelperSuccession(
                    account, genesis.get(), previous.get(), helper.get(), successor.get(), revoked.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<Revocation>> revocations(JsonObject map) {
        return items(map.get("revoke"), item -> item instanceof JsonObject one ? revocation(one) : Optional.empty());
    }

    private static Optional<Helpers> helpers(JsonObject map) {
        OptionalLong threshold =
                map.get("threshold") instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
        Optional<List<Sha256>> members = items(
                map.get("members"),
                item -> item instanceof JsonString text ? Sha256.parseMultibase(text.value()) : Optional.empty());
        if (keys(map, "threshold", "members").isEmpty() || threshold.isEmpty() || members.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Helpers(Math.toIntExact(threshold.getAsLong()), members.get()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<KeyLogEntry> recovery(JsonObject map, Did account) {
        Optional<Sha256> genesis = hash(map, "genesis");
        Optional<Sha256> previous = hash(map, "previous");
        Optional<Ed25519PublicKey> key = map.string("recoveryKey").flatMap(Ed25519PublicKey::parse);
        Optional<Sha256> next = hash(map, "nextRecovery");
        Optional<List<Did>> added = items(map.get("add"), KeyLogForm::did);
        Optional<List<Revocation>> revoked = revocations(map);
        Optional<Helpers> helpers = map.object("helpers").flatMap(KeyLogForm::helpers);
        Optional<Did> successor = did(map.get("successor"));
        if (!MapPurpose.KEY_LOG_RECOVERY.fits(map)
                || genesis.isEmpty()
                || previous.isEmpty()
                || key.isEmpty()
                || next.isEmpty()
                || added.isEmpty()
                || revoked.isEmpty()
                || map.has("helpers") != helpers.isPresent()
                || map.has("successor") != successor.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Recovery(
                    account,
                    genesis.get(),
                    previous.get(),
                    key.get(),
                    next.get(),
                    added.get(),
                    revoked.get(),
                    helpers,
                    successor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Revocation> revocation(JsonObject map) {
        Optional<Did> device = did(map.get("device"));
        Optional<List<ChainEnd>> closed =
                items(map.get("closed"), item -> item instanceof JsonObject one ? end(one) : Optional.empty());
        if (keys(map, "device", "closed").isEmpty() || device.isEmpty() || closed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Revocation(device.get(), closed.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<ChainEnd> end(JsonObject map) {
        Optional<ChainClass> chain = map.string("class").flatMap(ChainClass::parse);
        OptionalLong seq = map.get("seq") instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
        Optional<Sha256> hash = hash(map, "hash");
        boolean good = keys(map, "class", "seq", "hash").isPresent()
                && chain.isPresent()
                && seq.isPresent()
                && seq.getAsLong() >= 1
                && hash.isPresent();
        return good ? Optional.of(new ChainEnd(chain.get(), seq.getAsLong(), hash.get())) : Optional.empty();
    }

    /** The map, when its keys are exactly these. */
    private static Optional<JsonObject> keys(JsonObject map, String... keys) {
        return Set.copyOf(map.keys()).equals(Set.of(keys)) ? Optional.of(map) : Optional.empty();
    }

    private static Optional<Sha256> hash(JsonObject map, String key) {
        return map.string(key).flatMap(Sha256::parseMultibase);
    }

    private static Optional<Did> did(@Nullable Json json) {
        return json instanceof JsonString text ? Did.parse(text.value()) : Optional.empty();
    }

    /** All items of an array, when each of them can be read and they are not too many. */
    private static <T> Optional<List<T>> items(@Nullable Json json, Function<Json, Optional<T>> read) {
        if (!(json instanceof JsonArray array) || array.size() > KeyLog.MAX_DEVICES) {
            return Optional.empty();
        }
        List<T> items = new ArrayList<>(array.size());
        for (Json item : array.items()) {
            Optional<T> one = read.apply(item);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            items.add(one.get());
        }
        return Optional.of(items);
    }
}
