package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.document.Audits;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.MemoryItems;

/**
 * What an instance holds, as fingerprints show it after somebody has forged them: an item that is here passes for one that is
 * not. Whoever chooses documents can find some whose ids have any sum; here it is done without the search. The items themselves,
 * of which salted sets are made, are told as they are.
 */
final class ForgedSets implements Audits {
    private static final int ALL = 1_000;

    private final Audits honest;
    private final Map<Item, Item> forged = new HashMap<>();

    ForgedSets(Audits honest) {
        this.honest = honest;
    }

    /** From now on fingerprints say {@code elsewhere} where {@code here} is, until that is here too. */
    void forge(Item here, Item elsewhere) {
        forged.put(here, elsewhere);
    }

    @Override
    public ItemSet set(Did owner, Visibility visibility) {
        return forged.isEmpty() ? honest.set(owner, visibility) : shown(owner, visibility);
    }

    private MemoryItems shown(Did owner, Visibility visibility) {
        List<Item> items = new ArrayList<>(Now.of(items(owner, visibility, Optional.empty(), ALL)));
        forged.values().removeAll(items);
        items.replaceAll(item -> forged.getOrDefault(item, item));
        MemoryItems shown = new MemoryItems();
        shown.add(items);
        return shown;
    }

    @Override
    public Uni<Map<Visibility, ClassSummary>> summaries(Did owner) {
        return forged.isEmpty()
                ? honest.summaries(owner)
                : Uni.createFrom().item(() -> {
                    Map<Visibility, ClassSummary> summaries = new EnumMap<>(Visibility.class);
                    for (Visibility visibility : Visibility.values()) {
                        MemoryItems items = shown(owner, visibility);
                        if (items.size() > 0) {
                            var total = items.total();
                            summaries.put(
                                    visibility,
                                    new ClassSummary(total.count(), items.last().second(), total.sum()));
                        }
                    }
                    return summaries;
                });
    }

    @Override
    public Uni<List<Item>> items(Did owner, Visibility visibility, Optional<Item> after, int limit) {
        return honest.items(owner, visibility, after, limit);
    }

    @Override
    public Uni<Optional<KeyLog>> keyLog(Did account) {
        return honest.keyLog(account);
    }

    @Override
    public Uni<List<ChainHead>> chains(Did account) {
        return honest.chains(account);
    }

    @Override
    public Uni<Completeness> completeness(Did account) {
        return honest.completeness(account);
    }

    @Override
    public Uni<Void> noteErasedElsewhere(Did account, Collection<Sha256> hashes) {
        return honest.noteErasedElsewhere(account, hashes);
    }

    @Override
    public Uni<List<Sha256>> missing(Did account, int limit) {
        return honest.missing(account, limit);
    }

    @Override
    public Uni<List<Sha256>> listedFrom(Did account, Sha256 from, int limit) {
        return honest.listedFrom(account, from, limit);
    }
}
