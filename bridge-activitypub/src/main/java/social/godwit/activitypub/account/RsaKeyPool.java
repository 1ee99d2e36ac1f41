package social.godwit.activitypub.account;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import social.godwit.identity.Randomness;
import social.godwit.identity.key.RsaKeyPair;

/**
 * RSA pairs made ahead of need: making one takes a good part of a second, on a worker thread, and whoever registers
 * should not wait for it. Every pair is given away once.
 */
@ApplicationScoped
public class RsaKeyPool {
    /** How many pairs lie ready. */
    private static final int READY = 4;

    private final Randomness randomness;
    private final ConcurrentLinkedQueue<RsaKeyPair> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();

    RsaKeyPool(Randomness randomness) {
        this.randomness = randomness;
    }

    /** A pair that nobody else has: at once while some lie ready, else as soon as one is made. */
    public Uni<RsaKeyPair> take() {
        return Uni.createFrom().deferred(() -> {
            RsaKeyPair pair = ready.poll();
            if (pair != null) {
                held.decrementAndGet();
                fill();
                return Uni.createFrom().item(pair);
            }
            fill();
            return make();
        });
    }

    /** Starts making pairs, one after the other, until enough lie ready. Called at start, and after each that is taken. */
    public void fill() {
        if (held.getAndUpdate(count -> Math.min(READY, count + 1)) < READY) {
            make().subscribe()
                    .with(
                            pair -> {
                                ready.add(pair);
                                fill();
                            },
                            failure -> held.decrementAndGet());
        }
    }

    private Uni<RsaKeyPair> make() {
        return Uni.createFrom()
                .item(() -> RsaKeyPair.generate(randomness))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
