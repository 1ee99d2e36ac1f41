package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;

/** What is mirrored here, and how far it has come. */
public interface MirrorStore {
    /** Most mirrors. */
    int MAX = 1_000;

    /** Adds a mirror, or gives one that is there already its new peer and quota; false when there are {@link #MAX}. */
    Uni<Boolean> add(Mirror mirror);

    /** Mirrors no longer; what was fetched stays. Whether it was there. */
    Uni<Boolean> remove(String target);

    /** All of them, in the order of their targets. */
    Uni<List<Mirror>> all();

    /** The mirror whose turn is longest due, with its turn put off until {@code lease}, so that no other process takes it. */
    Uni<Optional<Mirror>> claim(Instant now, Instant lease);

    /** How it stands after its turn; nothing happens when it was removed meanwhile. */
    Uni<Void> save(Mirror mirror);

    /** The peer's number up to which the account's public records were fetched; 0 at first. */
    Uni<Long> position(Did peer, Did account);

    /** They were fetched up to there. */
    Uni<Void> fetched(Did peer, Did account, long position);
}
