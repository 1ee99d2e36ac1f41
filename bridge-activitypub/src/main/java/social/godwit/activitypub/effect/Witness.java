package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;

/** Signs what was observed here and keeps it, in the running transaction. */
@Singleton
final class Witness {
    private final InstanceKeys keys;
    private final RecordStore records;

    @Inject
    Witness(InstanceKeys keys, RecordStore records) {
        this.keys = keys;
        this.records = records;
    }

    Did instance() {
        return keys.did();
    }

    /** Keeps the records of all accounts, in one order, so that two transactions never wait for each other. */
    Uni<Void> keep(List<GatewayRecord> observed) {
        SigningKey key = keys.identity();
        Map<Did, List<GatewayRecord.Signed>> byAccount = new TreeMap<>(Comparator.comparing(Did::toString));
        for (GatewayRecord record : observed) {
            record.sign(key)
                    .ifPresent(signed -> byAccount
                            .computeIfAbsent(record.account(), absent -> new ArrayList<>())
                            .add(signed));
        }
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var entry : byAccount.entrySet()) {
            all = all.chain(() -> records.take(entry.getKey(), entry.getValue(), Standing.VERIFIED))
                    .replaceWithVoid();
        }
        return all;
    }
}
