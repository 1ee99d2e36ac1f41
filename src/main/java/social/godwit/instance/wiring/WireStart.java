package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.remote.RemoteUpkeep;

/** Before anything is served or sent: the instance's keys are read, or made at the very first start. */
@ApplicationScoped
class WireStart {
    private static final int EARLY = 10;

    private final InstanceKeys keys;
    private final RemoteUpkeep upkeep;

    WireStart(InstanceKeys keys, RemoteUpkeep upkeep) {
        this.keys = keys;
        this.upkeep = upkeep;
    }

    void begin(@Observes @Priority(EARLY) StartupEvent event) {
        keys.load().await().atMost(Duration.ofSeconds(60));
        upkeep.start();
    }
}
