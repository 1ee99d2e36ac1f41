package social.godwit.instance.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import social.godwit.activitypub.stream.web.OpenStreams;
import social.godwit.instance.admin.StoreStatus;
import social.godwit.store.Timers;
import social.godwit.store.inspection.Inspection;

/** Verifies again in the background what is stored here, and shows to metrics what is wrong with it or with replicas. */
@ApplicationScoped
class InspectionStart {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration COUNTED = Duration.ofSeconds(15);

    private final AtomicLong unverified = new AtomicLong();
    private final AtomicLong withholding = new AtomicLong();

    void start(
            @Observes StartupEvent event,
            Inspection inspection,
            StoreStatus status,
            OpenStreams streams,
            MeterRegistry meters,
            Timers timers) {
        meters.gauge("godwit_unverified_documents", unverified);
        meters.gauge("godwit_withholding_replicas", withholding);
        meters.gauge("godwit_stream_followers", streams, OpenStreams::count);
        timers.every(STEP, "inspection of stored documents", inspection::step);
        timers.every(
                COUNTED,
                "counting of faults",
                () -> Uni.createFrom()
                        .deferred(inspection::unverified)
                        .invoke(unverified::set)
                        .chain(status::withholding)
                        .invoke(withholding::set)
                        .replaceWithVoid());
    }
}
