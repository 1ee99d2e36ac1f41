package social.godwit.instance.client.home;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/**
 * All that the client must not forget, written as one file so that it changes at once or not at all.
 *
 * @param username the name registered at the home gateway; empty before there is an account
 * @param gateways the account's origins in order; the first is home
 * @param gatewayKeys the instance key (a DID) that each origin showed when the account came to it
 * @param lastMicros the newest time that a document's name was made from
 * @param chains this device's checkpoint chains by class
 * @param remembered small facts by key, such as which Follow stands for whom ({@code follow:ACTOR} to its id)
 * @param waiting a batch that is not answered yet
 */
public record ClientState(
        String username,
        List<String> gateways,
        Map<String, String> gatewayKeys,
        long lastMicros,
        Map<String, ChainHead> chains,
        Map<String, String> remembered,
        Optional<WaitingBatch> waiting) {
    private static final long VERSION = 1;

    public ClientState {
        gateways = List.copyOf(gateways);
        gatewayKeys = Map.copyOf(gatewayKeys);
        chains = Map.copyOf(chains);
        remembered = Map.copyOf(remembered);
    }

    /** Before there is an account. */
    public static final ClientState EMPTY =
            new ClientState("", List.of(), Map.of(), 0, Map.of(), Map.of(), Optional.empty());

    /** Whether an account was made or taken over with this folder. */
    public boolean hasAccount() {
        return !gateways.isEmpty();
    }

    /** A chain's head by the name of its class. */
    public ChainHead chain(String name) {
        return chains.getOrDefault(name, ChainHead.NONE);
    }

    /** The account's name and its gateways with their instance keys. */
    public ClientState withAccount(String username, List<String> gateways, Map<String, String> gatewayKeys) {
        return new ClientState(username, gateways, gatewayKeys, lastMicros, chains, remembered, waiting);
    }

    /** With these chains. */
    public ClientState withChains(Map<String, ChainHead> heads) {
        return new ClientState(username, gateways, gatewayKeys, lastMicros, heads, remembered, waiting);
    }

    /** After names up to {@code micros} were given out. */
    public ClientState withLastMicros(long micros) {
        return new ClientState(
                username, gateways, gatewayKeys, Math.max(lastMicros, micros), chains, remembered, waiting);
    }

    /** With a batch in its file, the chains moved on as if it had been taken already. */
    public ClientState sending(Map<String, ChainHead> newHeads, WaitingBatch batch) {
        Map<String, ChainHead> moved = new LinkedHashMap<>(chains);
        moved.putAll(newHeads);
        return new ClientState(username, gateways, gatewayKeys, lastMicros, moved, remembered, Optional.of(batch));
    }

    /** After an attempt whose answer was lost: a gateway may have taken the batch. */
    public ClientState unsure() {
        return new ClientState(
                username, gateways, gatewayKeys, lastMicros, chains, remembered, waiting.map(WaitingBatch::asUnsure));
    }

    /** After a gateway has taken the waiting batch. */
    public ClientState taken() {
        Map<String, String> facts = new LinkedHashMap<>(remembered);
        waiting.ifPresent(batch -> {
            facts.putAll(batch.remember());
            batch.forget().forEach(facts::remove);
        });
        return new ClientState(username, gateways, gatewayKeys, lastMicros, chains, facts, Optional.empty());
    }

    /** After every gateway that could be asked has refused the waiting batch as a whole: nothing of it was published. */
    public ClientState refused() {
        Map<String, ChainHead> back = new LinkedHashMap<>(chains);
        waiting.ifPresent(batch -> back.putAll(batch.before()));
        return new ClientState(username, gateways, gatewayKeys, lastMicros, back, remembered, Optional.empty());
    }

    /** With one more fact. */
    public ClientState remembering(String key, String value) {
        Map<String, String> facts = new LinkedHashMap<>(remembered);
        facts.put(key, value);
        return new ClientState(username, gateways, gatewayKeys, lastMicros, chains, facts, waiting);
    }

    JsonObject json() {
        var json = JsonObject.builder()
                .put("version", VERSION)
                .put("username", username)
                .put("gateways", gateways)
                .put("gatewayKeys", StateJson.texts(gatewayKeys))
                .put("lastMicros", lastMicros)
                .put("chains", StateJson.chains(chains))
                .put("remembered", StateJson.texts(remembered));
        waiting.ifPresent(batch -> json.put("waiting", batch.json()));
        return json.build();
    }

    static Optional<ClientState> of(JsonObject json) {
        if (StateJson.number(json, "version") != VERSION) return Optional.empty();
        return Optional.of(new ClientState(
                StateJson.text(json, "username"),
                StateJson.strings(json, "gateways"),
                StateJson.texts(json, "gatewayKeys"),
                StateJson.number(json, "lastMicros"),
                StateJson.chains(json, "chains"),
                StateJson.texts(json, "remembered"),
                json.object("waiting").map(WaitingBatch::of)));
    }
}
