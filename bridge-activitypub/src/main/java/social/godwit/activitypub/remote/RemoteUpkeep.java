package social.godwit.activitypub.remote;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import social.godwit.activitypub.signature.PeerProfiles;
import social.godwit.store.Timers;

/** Keeps what strangers make us remember within its limits. */
@Singleton
public final class RemoteUpkeep {
    private final ActorMemory memory;
    private final PeerProfiles peers;
    private final Timers timers;
    private final InstantSource clock;

    RemoteUpkeep(ActorMemory memory, PeerProfiles peers, Timers timers, InstantSource clock) {
        this.memory = memory;
        this.peers = peers;
        this.timers = timers;
        this.clock = clock;
    }

    /** Begins to clean up every hour; call once, at start. */
    public Timers.Timer start() {
        return timers.every(
                Duration.ofHours(1),
                "remote upkeep",
                () -> memory.upkeep(clock.instant()).chain(peers::upkeep).replaceWithVoid());
    }
}
