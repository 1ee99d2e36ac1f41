package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.record.ShownKeyLog;

/**
 * An account's key log as its gateways together show it, every signature checked here. One that shows less than the others
 * hides nothing, and one that shows another beginning is named.
 */
public final class AccountLog {
    private static final String PATH = "/.well-known/apgateway-keylog/";
    private static final int GATEWAYS_MAX = 16;

    private final Did account;
    private final JsonObject actor;
    private final Instant now;
    private final ShownKeyLog shown;
    private final Map<Did, Map<ChainClass, Checkpoint>> links = new LinkedHashMap<>();
    private final List<Copy> copies = new ArrayList<>();

    /**
     * What one gateway gave.
     *
     * @param genesis the first entry that it keeps; nothing when it did not answer
     * @param entries that are signed as they must be
     * @param bad what is not
     */
    public record Copy(String from, Optional<Sha256> genesis, int entries, int bad) {}

    private AccountLog(Did account, JsonObject actor, Instant now) {
        this.account = account;
        this.actor = actor;
        this.now = now;
        this.shown = new ShownKeyLog(account, actor, now);
    }

    /** Asks all gateways that the actor document lists. */
    public static AccountLog of(Did account, JsonObject actor, Surroundings surroundings) {
        var log = new AccountLog(account, actor, surroundings.clock().instant());
        actor.ids("gateways").stream()
                .limit(GATEWAYS_MAX)
                .flatMap(text -> Origin.parse(text).stream())
                .forEach(gateway -> log.ask(gateway, surroundings));
        if (log.copies.stream().allMatch(copy -> copy.genesis().isEmpty()))
            throw new ClientProblem(
                    "None of the account's servers shows its key log.", "Try again later, or name another: --gateway");
        return log;
    }

    /** Reads what {@link #json} has written; nothing when it is something else. */
    public static Optional<AccountLog> read(JsonObject json, Instant now) {
        Optional<Did> account = json.string("account").flatMap(Did::parse);
        Optional<JsonObject> actor = json.object("actor");
        if (account.isEmpty() || actor.isEmpty() || !json.has("entries")) return Optional.empty();
        var log = new AccountLog(account.get(), actor.get(), now);
        log.take("the file", json);
        return Optional.of(log);
    }

    private void ask(Origin gateway, Surroundings surroundings) {
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send("GET", URI.create(gateway + PATH + account), Map.of("Accept", "application/json"));
            Optional<JsonObject> json = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
            json.ifPresentOrElse(
                    shown -> take(gateway.toString(), shown),
                    () -> copies.add(new Copy(gateway.toString(), Optional.empty(), 0, 0)));
        } catch (IOException e) {
            copies.add(new Copy(gateway.toString(), Optional.empty(), 0, 0));
        }
    }

    /**
     * Learns the newest links of the private chains, too, which the gateways show to these keys only.
     *
     * @param key a device's of the account, or the recovery key
     */
    public void askPrivateLinks(SigningKey key, Surroundings surroundings) {
        actor.ids("gateways").stream()
                .limit(GATEWAYS_MAX)
                .flatMap(text -> Origin.parse(text).stream())
                .forEach(gateway -> askLinks(gateway, key, surroundings));
    }

    private void askLinks(Origin gateway, SigningKey key, Surroundings surroundings) {
        URI target = URI.create(gateway + "/client/v1/" + account + "/links");
        Map<String, String> headers = new LinkedHashMap<>(
                IdentityRequest.sign(key, "GET", target, new byte[0], surroundings.now(), surroundings.randomness()));
        headers.put("Accept", "application/json");
        try {
            GatewayAnswer answer = surroundings.connection().send("GET", target, headers);
            Optional<JsonObject> json = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
            json.ifPresent(shown -> shown.list("links").forEach(this::link));
        } catch (IOException e) {
            surroundings.notices().accept(gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").");
        }
    }

    private void take(String from, JsonObject json) {
        ShownKeyLog.Copy copy = shown.take(json);
        json.list("links").forEach(this::link);
        copies.add(new Copy(from, copy.genesis(), copy.good(), copy.bad()));
    }

    private Optional<PortableDocument> admitted(Json item) {
        return item instanceof JsonObject json
                        && PortableDocument.read(Jcs.bytes(json), now)
                                instanceof DocumentVerdict.Admissible(PortableDocument document)
                ? Optional.of(document)
                : Optional.empty();
    }

    private void link(Json item) {
        admitted(item)
                .flatMap(document -> Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link)
                        ? Optional.of(link)
                        : Optional.empty())
                .filter(link -> link.account().equals(account))
                .ifPresent(link -> links.computeIfAbsent(link.device(), none -> new EnumMap<>(ChainClass.class))
                        .merge(link.chain(), link, (one, other) -> one.seq() >= other.seq() ? one : other));
    }

    /** Whose log. */
    public Did account() {
        return account;
    }

    /** The actor document whose gateways count. */
    public JsonObject actor() {
        return actor;
    }

    /** Who gave what. */
    public List<Copy> copies() {
        return List.copyOf(copies);
    }

    /** The newest link of each chain of a device that any gateway shows, as ends of its chains. */
    public List<ChainEnd> ends(Did device) {
        return links.getOrDefault(device, Map.of()).values().stream()
                .map(link -> new ChainEnd(link.chain(), link.seq(), link.hash()))
                .toList();
    }

    /** First entries that the gateways keep; more than one means that some gateway shows a forged log. */
    public List<Sha256> beginnings() {
        return shown.beginnings();
    }

    /** The log at that time; refused when the gateways show two beginnings and {@code known} names neither. */
    public KeyLog at(Instant time, Optional<Sha256> known) {
        List<Sha256> beginnings = known.map(List::of).orElseGet(this::beginnings);
        Optional<KeyLog> log = beginnings.size() == 1 ? shown.at(time, beginnings.getFirst()) : Optional.empty();
        return log.orElseThrow(() -> new ClientProblem(
                beginnings.size() > 1
                        ? "The account's servers show key logs with different beginnings. One of them lies."
                        : "The beginning of the key log is missing.",
                "Ask whose account it is for the beginning that they know: godwit verify --log"));
    }

    /** The log now. */
    public KeyLog now(Optional<Sha256> known) {
        return at(now, known);
    }

    /** All of it, to be checked elsewhere without asking anybody. */
    public JsonObject json() {
        List<Sha256> beginnings = beginnings();
        JsonObject.Builder json = JsonObject.builder()
                .put("account", account.toString())
                .put("actor", actor)
                .put("entries", shown.documents())
                .put("received", shown.records());
        if (beginnings.size() == 1) json.put("genesis", beginnings.getFirst().multibase());
        return json.build();
    }
}
