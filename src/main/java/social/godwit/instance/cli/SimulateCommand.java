package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.simulation.Simulation;
import social.godwit.store.simulation.Simulation.Result;

/** {@code simulate}. */
@Command(
        name = "simulate",
        description =
                "Run replication between made-up servers under bad conditions, and see whether they end up alike.")
final class SimulateCommand extends ClientCommand {
    @Option(names = "--seeds", paramLabel = "N", description = "How many runs (default: 500, or 1 with --seed).")
    private @Nullable Integer seeds;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The first run's seed (default: 1); the same seed is the same run.")
    private @Nullable Long seed;

    @Override
    Told run() {
        long first = seed == null ? 1 : seed;
        int count = seeds != null ? seeds : seed == null ? 500 : 1;
        List<Result> failed = LongStream.range(first, first + count)
                .parallel()
                .mapToObj(each -> Simulation.run(each, false))
                .filter(result -> !result.converged())
                .toList();
        StringJoiner lines = new StringJoiner("\n");
        if (!failed.isEmpty()) {
            Simulation.run(failed.getFirst().seed(), true).trace().forEach(lines::add);
        }
        failed.forEach(result -> lines.add("seed " + result.seed() + ": " + String.join("; ", result.problems())));
        int converged = count - failed.size();
        lines.add(converged + " of " + count + " seeds converged");
        JsonObject json = JsonObject.builder()
                .put("seeds", count)
                .put("converged", converged)
                .put("failed", failed.stream().map(Result::seed).toList())
                .build();
        return new Told(json, lines.toString(), failed.isEmpty() ? 0 : 1);
    }
}
