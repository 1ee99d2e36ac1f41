package social.godwit.instance.wiring;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.activitypub.effect.InboxWorker;
import social.godwit.activitypub.effect.MoveWatch;
import social.godwit.activitypub.effect.Upkeep;
import social.godwit.activitypub.effect.WantedPosts;
import social.godwit.store.Timers;

/** Starts what applies the effects of received activities, and the upkeep of its tables. */
@ApplicationScoped
class InboxStart {
    private static final int WORKERS = 2;

    void start(
            @Observes StartupEvent event,
            InboxWorker worker,
            WantedPosts wanted,
            Upkeep upkeep,
            MoveWatch moves,
            Timers timers) {
        worker.start(WORKERS);
        timers.every(Duration.ofSeconds(2), "wanted posts", wanted::fetchDue);
        timers.every(Duration.ofSeconds(30), "ended polls", upkeep::endPolls);
        timers.every(Duration.ofMinutes(5), "inbox upkeep", upkeep::forgetOld);
        timers.every(Duration.ofMinutes(1), "who has moved", () -> moves.look().replaceWithVoid());
    }

    void stop(@Observes ShutdownEvent event, InboxWorker worker) {
        worker.stop();
    }
}
