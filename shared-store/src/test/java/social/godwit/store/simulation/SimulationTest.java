package social.godwit.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = 500;

    @Test
    @DisplayName("after any trouble all honest instances end up alike, and nothing acknowledged is lost")
    void converges() {
        List<Simulation.Result> results = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> Simulation.run(seed, false))
                .toList();
        assertThat(results).filteredOn(result -> !result.converged()).isEmpty();
        assertThat(results.stream().mapToInt(Simulation.Result::documents).sum())
                .isGreaterThan(30 * SEEDS);
    }

    @Test
    void aSeedIsTheSameRunEveryTime() {
        Simulation.Result once = Simulation.run(7, true);
        Simulation.Result again = Simulation.run(7, true);
        assertThat(once.trace()).hasSizeGreaterThan(100).isEqualTo(again.trace());
        assertThat(once).isEqualTo(again);
    }
}
