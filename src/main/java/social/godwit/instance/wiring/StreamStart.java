package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import social.godwit.activitypub.stream.web.OpenStreams;
import social.godwit.store.Timers;
import social.godwit.store.stream.PublicStream;

/** Serves those who follow the public stream, and forgets what is too old for it. */
@ApplicationScoped
class StreamStart {
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final int AT_ONCE = 10_000;

    void start(@Observes StartupEvent event, OpenStreams streams, PublicStream stream, Timers timers) {
        timers.every(BEAT, "public stream", streams::serve);
        timers.every(
                SWEEP,
                "old events of the public stream",
                () -> Uni.createFrom().deferred(() -> stream.forget(AT_ONCE)).replaceWithVoid());
    }
}
