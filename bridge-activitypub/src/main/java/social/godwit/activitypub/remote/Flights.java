package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Work under way, by name: who asks for the same meanwhile waits for the same answer. Empties itself. */
public final class Flights<T> {
    private final ConcurrentMap<String, Uni<T>> underWay = new ConcurrentHashMap<>();

    /** The result of {@code work}, or of the run of the same name that is under way; on the caller's own context. */
    public Uni<T> join(String name, Supplier<Uni<T>> work) {
        Context caller = Vertx.currentContext();
        Uni<T> flight = Uni.createFrom()
                .deferred(() -> underWay.computeIfAbsent(
                        name,
                        any -> Uni.createFrom()
                                .deferred(() -> work.get())
                                .onTermination()
                                .invoke(() -> underWay.remove(name))
                                .memoize()
                                .indefinitely()));
        return caller == null ? flight : flight.emitOn(command -> caller.runOnContext(ignored -> command.run()));
    }
}
