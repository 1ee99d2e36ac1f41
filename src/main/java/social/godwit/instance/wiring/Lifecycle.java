package social.godwit.instance.wiring;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import social.godwit.instance.config.StartOptions;

/** Tells the launcher's thread when the application has ended its work, so that the database stops after it. */
@ApplicationScoped
class Lifecycle {
    private static final int LAST = Integer.MAX_VALUE;

    void stopped(@Observes @Priority(LAST) ShutdownEvent event) {
        StartOptions.instanceStopped();
    }
}
