package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.negentropy.ItemSet;

/** Level 1 of anti-entropy: for each account and class that is shared with a peer, an item that stands for what is held of it. */
public interface CommonItems {
    /** The items of what is shared with the peer, as they are now. Costs what has changed since the last time. */
    Uni<ItemSet> with(Did peer);

    /** What these of them stand for; ids that are none are left out. */
    Uni<Map<Sha256, Shelf>> find(Did peer, Collection<Sha256> ids);
}
