package social.godwit.activitypub.poll;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A poll's standing.
 *
 * @param options in the author's order
 * @param multiple true when one may choose several
 * @param closes when it closes, if ever
 * @param closed true when no vote counts any more
 * @param voters how many actors voted
 */
public record PollResults(
        List<Option> options, boolean multiple, Optional<Instant> closes, boolean closed, long voters) {
    public PollResults {
        options = List.copyOf(options);
    }

    /**
     * One option.
     *
     * @param name its text
     * @param votes how many actors chose it
     */
    public record Option(String name, long votes) {}
}
