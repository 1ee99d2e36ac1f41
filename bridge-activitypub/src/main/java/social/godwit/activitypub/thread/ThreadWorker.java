package social.godwit.activitypub.thread;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Timers;

/** {@link Threads} in this process. */
@ApplicationScoped
public class ThreadWorker implements Threads {
    private static final Logger LOG = Logger.getLogger(ThreadWorker.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(10);
    private static final int ASKED_MAX = 500;
    private static final int REMEMBERED_MAX = 10_000;
    private static final int AT_ONCE = 4;

    private final Conversation.Source source;
    private final ThreadPosts posts;
    private final InstantSource clock;
    private final Timers timers;
    private final Cache<String, Boolean> lately;
    private final Deque<String> asked = new ArrayDeque<>();

    private Optional<Timers.Timer> looking = Optional.empty();

    ThreadWorker(ThreadSource source, ThreadPosts posts, InstantSource clock, Timers timers) {
        this.source = source;
        this.posts = posts;
        this.clock = clock;
        this.timers = timers;
        this.lately = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(ASKED_AGAIN)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void ask(String id) {
        String compared = Ids.compared(id);
        if (!Ids.usable(id) || lately.asMap().putIfAbsent(compared, Boolean.TRUE) != null) {
            return;
        }
        synchronized (asked) {
            if (asked.size() < ASKED_MAX) {
                asked.add(id);
            }
        }
        looking.ifPresent(Timers.Timer::wake);
    }

    /** Begins the work; called once, when the database is there. */
    public synchronized void start() {
        looking = Optional.of(timers.every(LOOK, "conversations", this::look));
    }

    /** Takes no more work. */
    public synchronized void stop() {
        looking.ifPresent(Timers.Timer::cancel);
    }

    private Uni<Void> look() {
        List<String> next = new ArrayList<>();
        synchronized (asked) {
            while (next.size() < AT_ONCE && !asked.isEmpty()) {
                next.add(asked.remove());
            }
        }
        return Multi.createFrom()
                .iterable(next)
                .onItem()
                .transformToUni(id -> guarded(id, new Conversation(source, clock, posts).fetch(id)))
                .merge(AT_ONCE)
                .collect()
                .last()
                .invoke(() -> {
                    if (!next.isEmpty()) {
                        looking.ifPresent(Timers.Timer::wake);
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> guarded(String id, Uni<Void> work) {
        return work.onFailure().recoverWithUni(failure -> {
            LOG.warnf(failure, "the conversation of %s was not posts", id);
            return Uni.createFrom().voidItem();
        });
    }
}
