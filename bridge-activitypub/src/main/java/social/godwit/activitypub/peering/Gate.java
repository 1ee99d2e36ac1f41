package social.godwit.activitypub.peering;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets so many in at once, the others in the order in which they came. Who waits, and how many, is the caller's to bound. */
final class Gate {
    private final int most;
    /** Guarded by this, as is the number of those inside. */
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    private int inside;

    Gate(int most) {
        this.most = most;
    }

    /** Does the work when it is its turn; the next one's turn is when it has ended. */
    <T> Uni<T> pass(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<Boolean> turn = Uni.createFrom().emitter(emitter -> enter(() -> emitter.complete(true)));
            Uni<Boolean> here =
                    caller == null ? turn : turn.emitOn(command -> caller.runOnContext(ignored -> command.run()));
            return here.chain(() -> work.get().eventually(this::leave));
        });
    }

    private void enter(Runnable begin) {
        synchronized (this) {
            if (inside == most) {
                waiting.add(begin);
                return;
            }
            inside++;
        }
        begin.run();
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                inside--;
                return;
            }
        }
        next.run();
    }
}
