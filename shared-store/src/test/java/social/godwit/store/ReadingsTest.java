package social.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is read again and again")
class ReadingsTest {
    private final Readings readings = new Readings();
    private final List<String> shown = new ArrayList<>();

    private CompletableFuture<Void> reading(CompletableFuture<String> answer) {
        return readings.read(() -> Uni.createFrom().completionStage(answer), shown::add)
                .subscribeAsCompletionStage();
    }

    @Test
    @DisplayName(
            "is not brought back by a reading that was begun before a change and takes longer than the one after it")
    void anOldReading() {
        var slow = new CompletableFuture<String>();
        CompletableFuture<Void> before = reading(slow);
        reading(CompletableFuture.completedFuture("suspended")).join();
        slow.complete("not suspended");
        before.join();
        assertThat(shown).containsExactly("suspended");
    }

    @Test
    @DisplayName("is shown each time when one reading follows the other, and one that fails holds nothing up")
    void inTurn() {
        reading(CompletableFuture.completedFuture("one")).join();
        assertThat(reading(CompletableFuture.failedFuture(new IllegalStateException("no database"))))
                .isCompletedExceptionally();
        reading(CompletableFuture.completedFuture("two")).join();
        assertThat(shown).containsExactly("one", "two");
    }
}
