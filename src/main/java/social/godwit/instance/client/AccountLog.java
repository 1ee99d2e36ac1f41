package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.replication.Peer;

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
    private final Map<Sha256, KeyLogEntry> entries = new LinkedHashMap<>();
    private final Map<String, Json> documents = new LinkedHashMap<>();
    private final Map<String, Json> records = new LinkedHashMap<>();
    private final Map<Did, Checkpoint> links = new LinkedHashMap<>();
    private final Map<Sha256, Map<Did, Instant>> received = new HashMap<>();
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

    private void take(String from, JsonObject json) {
        int good = 0;
        int bad = 0;
        for (Json item : json.list("entries")) {
            Optional<KeyLogEntry> entry = entry(item);
            entry.ifPresent(one -> {
                if (entries.putIfAbsent(one.hash(), one) == null)
                    documents.put(one.hash().multibase(), item);
            });
            if (entry.isPresent()) good++;
            else bad++;
        }
        Set<Peer> pinned = Set.copyOf(Peer.gateways(actor));
        json.list("received").forEach(item -> record(item, pinned));
        json.list("links").forEach(this::link);
        copies.add(new Copy(from, json.string("genesis").flatMap(Sha256::parseMultibase), good, bad));
    }

    private Optional<PortableDocument> admitted(Json item) {
        return item instanceof JsonObject json
                        && PortableDocument.read(Jcs.bytes(json), now)
                                instanceof DocumentVerdict.Admissible(PortableDocument document)
                ? Optional.of(document)
                : Optional.empty();
    }

    private Optional<KeyLogEntry> entry(Json item) {
        return admitted(item)
                .flatMap(document -> KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                        ? Optional.of(entry)
                        : Optional.empty())
                .filter(entry -> entry.account().equals(account));
    }

    /** A gateway's word on when it had an entry: by a key that the actor document pins, or it says nothing. */
    private void record(Json item, Set<Peer> pinned) {
        if (!(item instanceof JsonObject json)) return;
        GatewayRecord.read(Jcs.bytes(json))
                .map(GatewayRecord.Signed::record)
                .filter(record -> record.kind() == RecordKind.ENTRY
                        && record.account().equals(account)
                        && pinned.contains(new Peer(record.gateway(), record.instance())))
                .ifPresent(record -> {
                    received.computeIfAbsent(record.entry(), none -> new HashMap<>())
                            .merge(
                                    record.instance(),
                                    record.received(),
                                    (one, other) -> one.isBefore(other) ? one : other);
                    records.put(record.subject(), item);
                });
    }

    private void link(Json item) {
        admitted(item)
                .flatMap(document -> Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link)
                        ? Optional.of(link)
                        : Optional.empty())
                .filter(link -> link.account().equals(account) && link.chain() == ChainClass.PUBLIC)
                .ifPresent(link ->
                        links.merge(link.device(), link, (one, other) -> one.seq() >= other.seq() ? one : other));
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

    /** The newest public link of a device that any gateway shows, as an end of its chain. */
    public Optional<ChainEnd> end(Did device) {
        return Optional.ofNullable(links.get(device))
                .map(link -> new ChainEnd(ChainClass.PUBLIC, link.seq(), link.hash()));
    }

    /** First entries that the gateways keep; more than one means that some gateway shows a forged log. */
    public List<Sha256> beginnings() {
        return copies.stream()
                .flatMap(copy -> copy.genesis().stream())
                .distinct()
                .toList();
    }

    /** The log at that time; refused when the gateways show two beginnings and {@code known} names neither. */
    public KeyLog at(Instant time, Optional<Sha256> known) {
        List<Sha256> beginnings = known.map(List::of).orElseGet(this::beginnings);
        if (beginnings.size() != 1 || !(entries.get(beginnings.getFirst()) instanceof Genesis genesis))
            throw new ClientProblem(
                    beginnings.size() > 1
                            ? "The account's servers show key logs with different beginnings. One of them lies."
                            : "The beginning of the key log is missing.",
                    "Ask whose account it is for the beginning that they know: godwit verify --log");
        Set<Did> listed = Peer.gateways(actor).stream().map(Peer::key).collect(Collectors.toSet());
        Map<Sha256, Notice> notices = new HashMap<>();
        received.forEach((entry, times) -> notices.put(entry, new Notice(listed, times, Optional.empty())));
        return KeyLog.fold(genesis, entries.values(), notices, time);
    }

    /** The log now. */
    public KeyLog now(Optional<Sha256> known) {
        return at(now, known);
    }

    /** When a gateway first had the entry, by instance key. */
    public Map<Did, Instant> received(Sha256 entry) {
        return received.getOrDefault(entry, Map.of());
    }

    /** All of it, to be checked elsewhere without asking anybody. */
    public JsonObject json() {
        List<Sha256> beginnings = beginnings();
        JsonObject.Builder json = JsonObject.builder()
                .put("account", account.toString())
                .put("actor", actor)
                .put("entries", List.copyOf(documents.values()))
                .put("received", List.copyOf(records.values()));
        if (beginnings.size() == 1) json.put("genesis", beginnings.getFirst().multibase());
        return json.build();
    }
}
