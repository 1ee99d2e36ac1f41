package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Notices;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.Watcher;
import social.godwit.store.replication.Peer;

/**
 * When gateways had the entries of a key log. This one signs for each entry as it comes, in the same transaction, as long as
 * the account lists it; what the others have signed comes by replication.
 */
public final class EntryRecords implements Notices {
    private final RecordStore records;
    private final Supplier<SigningKey> key;
    private final InstantSource clock;

    /**
     * For one instance.
     *
     * @param key its key, known once it has started
     */
    public EntryRecords(RecordStore records, Supplier<SigningKey> key, InstantSource clock) {
        this.records = records;
        this.key = key;
        this.clock = clock;
    }

    /** A {@link Watcher}: signs for the entries among what has come. */
    public Uni<Void> changed(List<RepositoryChange> changes) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (RepositoryChange change : changes) {
            all = all.chain(() -> sign(change));
        }
        return all;
    }

    private Uni<Void> sign(RepositoryChange change) {
        List<Sha256> entries = change.counting().stream()
                .filter(document -> document.kind() == DocumentKind.KEY_LOG)
                .flatMap(document -> document.json().object("entry").stream())
                .map(ContentId::hash)
                .distinct()
                .toList();
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        SigningKey own = key.get();
        List<Peer> listed = gateways(change.actor());
        Optional<Peer> self =
                listed.stream().filter(peer -> peer.key().equals(own.did())).findFirst();
        if (self.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Did> keys = listed.stream().map(Peer::key).toList();
        Instant now = clock.instant();
        List<GatewayRecord.Signed> signed = entries.stream()
                .map(entry -> GatewayRecord.entry(change.owner(), self.get().origin(), own.did(), entry, keys, now))
                .flatMap(record -> record.sign(own).stream())
                .toList();
        return records.take(change.owner(), signed, Standing.VERIFIED).replaceWithVoid();
    }

    private static List<Peer> gateways(Optional<StoredDocument> actor) {
        return actor.map(document -> Peer.gateways(document.json())).orElse(List.of());
    }

    @Override
    public Uni<Map<Sha256, Notice>> of(Did account, Optional<StoredDocument> actor) {
        Did own = key.get().did();
        Set<Did> current = gateways(actor).stream().map(Peer::key).collect(Collectors.toSet());
        return all(account, "", List.of()).map(some -> notices(some, own, current));
    }

    /** The account's records of this kind; a store keeps no more of them than entries and gateways allow. */
    private Uni<List<GatewayRecord>> all(Did account, String after, List<GatewayRecord> before) {
        return records.page(account, RecordKind.ENTRY, Standing.VERIFIED, after, RecordStore.PAGE_MAX)
                .chain(page -> {
                    List<GatewayRecord> more = Stream.concat(
                                    before.stream(), page.stream().map(StoredRecord::record))
                            .toList();
                    return page.size() < RecordStore.PAGE_MAX
                            ? Uni.createFrom().item(more)
                            : all(account, page.getLast().record().subject(), more);
                });
    }

    private static Map<Sha256, Notice> notices(List<GatewayRecord> some, Did own, Set<Did> current) {
        Map<Sha256, Map<Did, Instant>> received = new HashMap<>();
        Map<Sha256, Set<Did>> listed = new HashMap<>();
        for (GatewayRecord record : some) {
            received.computeIfAbsent(record.entry(), none -> new HashMap<>()).put(record.instance(), record.received());
            if (record.instance().equals(own)) {
                listed.put(record.entry(), record.listed());
            }
        }
        Map<Sha256, Notice> notices = new HashMap<>();
        received.forEach((entry, times) ->
                notices.put(entry, new Notice(listed.getOrDefault(entry, current), times, Optional.of(own))));
        return notices;
    }
}
