package social.godwit.store.record;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.document.Repositories;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;
import social.godwit.store.replication.GatewayRecords;
import social.godwit.store.replication.Outcome;
import social.godwit.store.replication.Peer;

/**
 * Gateway records as replication carries them. What comes from another gateway is judged by {@link RecordRules} and kept; a
 * stranger's request in it counts only after it was verified again, which {@link RecordStore#claim} hands out.
 */
public final class ReplicatedRecords implements GatewayRecords {
    private final RecordStore records;
    private final ActorVersions actors;
    private final Supplier<Did> self;
    private final InstantSource clock;

    /**
     * For one instance.
     *
     * @param self its key, known once it has started
     */
    public ReplicatedRecords(RecordStore records, Repositories repositories, Supplier<Did> self, InstantSource clock) {
        this.records = records;
        this.actors = new ActorVersions(repositories);
        this.self = self;
        this.clock = clock;
    }

    @Override
    public Optional<Did> account(byte[] record) {
        return StrictJson.read(record, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                ? map.string("account").flatMap(Did::parse)
                : Optional.empty();
    }

    @Override
    public Uni<List<Outcome>> take(Did account, List<byte[]> some) {
        return pinned(account)
                .chain(pinned -> pinned.map(pins -> take(account, some, pins))
                        .orElseGet(() -> Uni.createFrom()
                                .item(some.stream()
                                        .map(each -> Outcome.of(Outcome.Kind.UNKNOWN_ACCOUNT))
                                        .toList())));
    }

    private Uni<List<Outcome>> take(Did account, List<byte[]> some, RecordRules.Pinned pinned) {
        Instant now = clock.instant();
        List<GatewayRecord.Signed> fit = new ArrayList<>();
        List<Optional<Outcome>> judged = new ArrayList<>();
        for (byte[] bytes : some) {
            Optional<GatewayRecord.Signed> read = GatewayRecord.read(bytes);
            Optional<Outcome> outcome =
                    read.map(signed -> judge(signed, pinned, now)).orElse(Optional.of(Outcome.refused("malformed")));
            if (outcome.isEmpty()) {
                fit.add(read.orElseThrow());
            }
            judged.add(outcome);
        }
        return records.take(account, fit, Standing.PENDING).map(taken -> {
            var next = taken.iterator();
            return judged.stream()
                    .map(outcome -> outcome.orElseGet(() -> outcome(next.next())))
                    .toList();
        });
    }

    private static Optional<Outcome> judge(GatewayRecord.Signed signed, RecordRules.Pinned pinned, Instant now) {
        return switch (RecordRules.judge(signed.record(), pinned, now)) {
            case RecordRules.Verdict.Fit fit -> Optional.empty();
            case RecordRules.Verdict.NotYet early -> Optional.of(Outcome.of(Outcome.Kind.NOT_YET));
            case RecordRules.Verdict.Refused(String reason) -> Optional.of(Outcome.refused(reason));
        };
    }

    private static Outcome outcome(Taking taking) {
        return Outcome.of(
                switch (taking) {
                    case STORED -> Outcome.Kind.STORED;
                    case KNOWN -> Outcome.Kind.KNOWN;
                    case SUPERSEDED -> Outcome.Kind.GONE;
                    case LATER -> Outcome.Kind.NOT_YET;
                    case NO_REPOSITORY -> Outcome.Kind.UNKNOWN_ACCOUNT;
                });
    }

    /** What the owner says of gateways and inbox; nothing for an account that is not kept here. */
    private Uni<Optional<RecordRules.Pinned>> pinned(Did account) {
        return actors.of(account)
                .map(versions -> versions.isEmpty() ? Optional.empty() : Optional.of(pinned(account, versions)));
    }

    private static RecordRules.Pinned pinned(Did account, List<JsonObject> versions) {
        Set<RecordRules.Gateway> keys = new LinkedHashSet<>();
        Set<String> inboxes = new LinkedHashSet<>();
        for (JsonObject actor : versions) {
            Peer.gateways(actor).forEach(peer -> keys.add(new RecordRules.Gateway(peer.origin(), peer.key())));
            actor.id("inbox").flatMap(ReplicatedRecords::path).ifPresent(inboxes::add);
        }
        return new RecordRules.Pinned(account, keys, inboxes);
    }

    /** The path of a portable inbox at any gateway. */
    private static Optional<String> path(String inbox) {
        Origin any = new Origin("https", "gateway.invalid", -1);
        return PortableId.parse(inbox)
                .map(id -> id.at(any).substring(any.toString().length()));
    }

    @Override
    public Uni<List<Numbered>> after(Did account, long number, int limit) {
        return records.after(account, self.get(), number, limit)
                .map(some -> some.stream().map(this::numbered).toList());
    }

    @Override
    public Uni<Map<Sha256, Numbered>> find(Did account, Collection<Sha256> hashes) {
        return records.find(account, hashes).map(some -> {
            Map<Sha256, Numbered> found = new LinkedHashMap<>();
            some.forEach(stored -> found.put(stored.hash(), numbered(stored)));
            return found;
        });
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes) {
        return records.sizes(account, hashes);
    }

    private Numbered numbered(StoredRecord stored) {
        boolean own = stored.record().instance().equals(self.get());
        return new Numbered(
                own ? stored.number() : 0, Item.of(stored.record().received(), stored.hash()), stored.bytes());
    }

    @Override
    public Uni<ClassSummary> summary(Did account) {
        return records.summary(account)
                .map(summary -> summary.orElseGet(() -> new ClassSummary(0, 0, Tally.NONE.sum())));
    }

    @Override
    public Uni<List<Item>> items(Did account, Optional<Item> after, int limit) {
        return records.items(account, after, limit);
    }
}
