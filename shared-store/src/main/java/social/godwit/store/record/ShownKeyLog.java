package social.godwit.store.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.replication.Peer;

/**
 * An account's key log as its gateways show it to anybody ({@code /.well-known/apgateway-keylog/DID}), every signature
 * checked here. What several of them show adds up, so that none can hide an entry that another shows. Not thread-safe.
 */
public final class ShownKeyLog {
    private final Did account;
    private final Set<Peer> pinned;
    private final Instant now;
    private final Map<Sha256, KeyLogEntry> entries = new LinkedHashMap<>();
    private final Map<String, Json> documents = new LinkedHashMap<>();
    private final Map<String, Json> records = new LinkedHashMap<>();
    private final Map<Sha256, Map<Did, Instant>> received = new HashMap<>();
    private final Set<Sha256> beginnings = new LinkedHashSet<>();

    /**
     * Nothing yet.
     *
     * @param actor the account's actor document: what the gateways that it pins say about times counts
     * @param now the present, for times of proofs
     */
    public ShownKeyLog(Did account, JsonObject actor, Instant now) {
        this.account = account;
        this.pinned = Set.copyOf(Peer.gateways(actor));
        this.now = now;
    }

    /**
     * What one answer was worth.
     *
     * @param genesis the first entry that the gateway keeps
     * @param good entries that are signed as they must be
     * @param bad what is not
     */
    public record Copy(Optional<Sha256> genesis, int good, int bad) {}

    /** Takes in what a gateway shows: {@code {genesis, entries, received}}. */
    public Copy take(JsonObject json) {
        int good = 0;
        int bad = 0;
        for (Json item : json.list("entries")) {
            Optional<KeyLogEntry> entry = entry(item);
            entry.ifPresent(one -> {
                if (entries.putIfAbsent(one.hash(), one) == null) {
                    documents.put(one.hash().multibase(), item);
                }
            });
            if (entry.isPresent()) {
                good++;
            } else {
                bad++;
            }
        }
        json.list("received").forEach(this::record);
        Optional<Sha256> genesis = json.string("genesis").flatMap(Sha256::parseMultibase);
        genesis.ifPresent(beginnings::add);
        return new Copy(genesis, good, bad);
    }

    private Optional<KeyLogEntry> entry(Json item) {
        return item instanceof JsonObject json
                        && PortableDocument.read(Jcs.bytes(json), now)
                                instanceof DocumentVerdict.Admissible(PortableDocument document)
                        && KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                        && entry.account().equals(account)
                ? Optional.of(entry)
                : Optional.empty();
    }

    /** A gateway's word on when it had an entry: by a key that the actor document pins, or it says nothing. */
    private void record(Json item) {
        if (!(item instanceof JsonObject json)) {
            return;
        }
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

    /** First entries that the gateways keep; more than one means that some gateway shows a forged log. */
    public List<Sha256> beginnings() {
        return List.copyOf(beginnings);
    }

    /** The log that begins with that entry, as it was at that time; nothing when nobody shows the entry. */
    public Optional<KeyLog> at(Instant time, Sha256 beginning) {
        if (!(entries.get(beginning) instanceof Genesis genesis)) {
            return Optional.empty();
        }
        Set<Did> listed = pinned.stream().map(Peer::key).collect(Collectors.toSet());
        Map<Sha256, Notice> notices = new HashMap<>();
        received.forEach((entry, times) -> notices.put(entry, new Notice(listed, times, Optional.empty())));
        return Optional.of(KeyLog.fold(genesis, entries.values(), notices, time));
    }

    /** The entries as they were shown, each once. */
    public List<Json> documents() {
        return new ArrayList<>(documents.values());
    }

    /** What the gateways have signed about times, as it was shown. */
    public List<Json> records() {
        return new ArrayList<>(records.values());
    }
}
