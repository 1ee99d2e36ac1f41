package social.godwit.activitypub.inbox;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the workers of this process that the queue has grown, so that they need not wait for their next look. */
@Singleton
public final class QueueSignal {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Registers a worker's alarm, which must return at once. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** Wakes all. */
    public void raise() {
        listeners.forEach(Runnable::run);
    }
}
