package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A poll as decisions see it.
 *
 * @param question the Question's id, as compared
 * @param author its author, as compared
 * @param local true when votes are counted here
 * @param multiple true for {@code anyOf}
 * @param options names in order
 * @param tallies votes per option as a remote author says; ignored for own polls
 * @param voters voters as a remote author says
 * @param closes when it closes or closed
 */
record PollRow(
        String question,
        String author,
        boolean local,
        boolean multiple,
        List<String> options,
        List<Long> tallies,
        long voters,
        Optional<Instant> closes) {
    PollRow {
        options = List.copyOf(options);
        tallies = List.copyOf(tallies);
    }

    boolean isClosed(Instant now) {
        return closes.filter(end -> !end.isAfter(now)).isPresent();
    }
}
