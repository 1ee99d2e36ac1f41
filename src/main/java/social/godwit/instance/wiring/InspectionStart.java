package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.store.Timers;
import social.godwit.store.inspection.Inspection;

/** Verifies again in the background what is stored. */
@ApplicationScoped
class InspectionStart {
    private static final Duration BEAT = Duration.ofSeconds(5);

    void start(@Observes StartupEvent event, Inspection inspection, Timers timers) {
        timers.every(BEAT, "inspection of stored documents", inspection::step);
    }
}
