package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;

/** Asks stores in memory, which answer at once. */
final class Now {
    private Now() {}

    static <T> T of(Uni<T> uni) {
        return uni.subscribe().asCompletionStage().join();
    }
}
