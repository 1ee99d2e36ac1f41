package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.remote.RemoteUpkeep;
import social.godwit.identity.key.NativeCrypto;
import social.godwit.store.Timers;

/**
 * Before anything is served or sent: the instance's keys are read, or made at the very first start. After the start, which
 * should not wait for it, the native provider is loaded.
 */
@ApplicationScoped
class WireStart {
    private static final int EARLY = 10;

    private final InstanceKeys keys;
    private final RemoteUpkeep upkeep;
    private final Timers timers;

    WireStart(InstanceKeys keys, RemoteUpkeep upkeep, Timers timers) {
        this.keys = keys;
        this.upkeep = upkeep;
        this.timers = timers;
    }

    void begin(@Observes @Priority(EARLY) StartupEvent event) {
        keys.load().await().atMost(Duration.ofSeconds(60));
        upkeep.start();
        timers.after(Duration.ofSeconds(2))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(then -> NativeCrypto.load());
    }
}
