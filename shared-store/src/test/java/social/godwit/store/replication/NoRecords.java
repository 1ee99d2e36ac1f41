package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Audits;
import social.godwit.store.negentropy.Item;

/** No gateway records. */
public final class NoRecords implements GatewayRecords {
    @Override
    public Optional<Did> account(byte[] record) {
        return Optional.empty();
    }

    @Override
    public Uni<List<Outcome>> take(Did account, List<byte[]> records) {
        throw new IllegalStateException("there are no records");
    }

    @Override
    public Uni<List<Numbered>> after(Did account, long number, int limit) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Map<Sha256, Numbered>> find(Did account, Collection<Sha256> hashes) {
        return Uni.createFrom().item(new HashMap<>());
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did account, Collection<Sha256> hashes) {
        return Uni.createFrom().item(Map.of());
    }

    @Override
    public Uni<Audits.ClassSummary> summary(Did account) {
        return Uni.createFrom().item(new Audits.ClassSummary(0, 0, new byte[Sha256.LENGTH]));
    }

    @Override
    public Uni<List<Item>> items(Did account, Optional<Item> after, int limit) {
        return Uni.createFrom().item(List.of());
    }
}
