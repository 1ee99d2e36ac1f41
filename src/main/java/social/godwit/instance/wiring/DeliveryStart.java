package social.godwit.instance.wiring;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import social.godwit.activitypub.delivery.DeliveryWorkers;
import social.godwit.activitypub.thread.ThreadWorker;

/** Starts what sends activities and fetches conversations, and ends it before the database goes. */
@ApplicationScoped
class DeliveryStart {
    private final DeliveryWorkers deliveries;
    private final ThreadWorker threads;

    DeliveryStart(DeliveryWorkers deliveries, ThreadWorker threads) {
        this.deliveries = deliveries;
        this.threads = threads;
    }

    void begin(@Observes StartupEvent event) {
        deliveries.start();
        threads.start();
    }

    void end(@Observes ShutdownEvent event) {
        threads.stop();
        deliveries.stop();
    }
}
