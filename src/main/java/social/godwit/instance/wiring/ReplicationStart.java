package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import social.godwit.activitypub.peering.Peering;

/** Starts what keeps accounts in step with their other gateways. */
@ApplicationScoped
class ReplicationStart {
    void start(@Observes StartupEvent event, Peering peering) {
        peering.start();
    }
}
