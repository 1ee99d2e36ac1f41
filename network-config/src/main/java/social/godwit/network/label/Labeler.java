package social.godwit.network.label;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * Whose labels are heeded here.
 *
 * @param origin the instance that signs them
 * @param position the number of the last document that was read
 * @param due when it is asked again
 * @param fault why the last time failed; empty when all is well
 */
public record Labeler(Did did, Origin origin, Trust trust, long position, Instant due, int failures, String fault) {
    /** How many labelers may be heeded. */
    public static final int LABELERS_MAX = 50;
    /** How many of one labeler's labels stand here at once. */
    public static final int LABELS_MAX = 5_000;

    private static final Duration OFTEN = Duration.ofMinutes(10);
    private static final int DOUBLINGS_MAX = 8;
    private static final int FAULT_MAX = 300;

    /** What a label of theirs does; as in a charter. */
    public enum Trust {
        /** It is proposed to a moderator. */
        SUGGEST,
        /** It has its effect. */
        APPLY;

        /** The word that stands for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word as people write it. */
        public static Optional<Trust> parse(String word) {
            return word.equalsIgnoreCase("apply")
                    ? Optional.of(APPLY)
                    : word.equalsIgnoreCase("suggest") ? Optional.of(SUGGEST) : Optional.empty();
        }
    }

    /** After a page that ended there. */
    public Labeler read(long last, boolean more, Instant now) {
        return new Labeler(did, origin, trust, last, more ? now : now.plus(OFTEN), 0, "");
    }

    /** After a failure; the next time is later and later, up to two days. */
    public Labeler failed(String why, Instant now) {
        String text = why.length() > FAULT_MAX ? why.substring(0, FAULT_MAX) : why;
        return new Labeler(
                did,
                origin,
                trust,
                position,
                now.plus(OFTEN.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX))),
                failures + 1,
                text);
    }
}
