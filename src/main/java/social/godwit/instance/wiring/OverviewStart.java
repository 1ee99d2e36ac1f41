package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.instance.admin.figure.HibernateFigures;
import social.godwit.instance.admin.figure.LiveChanges;
import social.godwit.instance.admin.house.KeptHouse;
import social.godwit.store.Timers;

/** Knows what is decided about the house before anything is answered, counts what is shown, and tells open pages of changes. */
@ApplicationScoped
class OverviewStart {
    private static final int BEFORE_OTHERS = 20;
    private static final Duration COUNTED = Duration.ofMinutes(10);

    void start(
            @Observes @Priority(BEFORE_OTHERS) StartupEvent event,
            KeptHouse house,
            HibernateFigures figures,
            LiveChanges changes,
            Timers timers) {
        house.start(timers);
        changes.start(timers);
        // The first count reads three months: after the start, which should not wait for it.
        timers.after(Duration.ofSeconds(15))
                .subscribe()
                .with(then -> timers.every(COUNTED, "figures of the day", figures::count)
                        .wake());
    }
}
