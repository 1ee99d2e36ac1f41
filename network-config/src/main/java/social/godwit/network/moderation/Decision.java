package social.godwit.network.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * What was decided, by which rule, on which facts.
 *
 * @param id unique, 32 hexadecimal digits
 * @param subject in whose case it was taken
 * @param target what it applies to: the subject, or one post of it
 * @param text the label's name, the content warning or the words of the warning; at most {@value #TEXT_MAX} characters
 * @param rule the rule it rests on
 * @param facts what happened, for the one affected; at most {@value #FACTS_MAX} characters
 * @param automated true when no person looked at it before it took effect
 * @param by who decided: a moderator's DID
 * @param until when it ends by itself
 * @param bulk the bulk that it was part of
 * @param reversed who took it back, and when
 */
public record Decision(
        String id,
        Subject subject,
        Subject target,
        Measure measure,
        String text,
        RuleReference rule,
        String facts,
        boolean automated,
        String by,
        Instant at,
        Optional<Instant> until,
        Optional<String> bulk,
        Optional<Reversal> reversed) {
    /** The longest text, in characters. */
    public static final int TEXT_MAX = 500;
    /** What {@code by} begins with where a labeler's label is taken over; the labeler's DID follows. */
    public static final String LABELER = "labeler:";
    /** The longest facts, in characters. */
    public static final int FACTS_MAX = 5_000;

    public Decision {
        if (text.length() > TEXT_MAX || facts.length() > FACTS_MAX) {
            throw new IllegalArgumentException(
                    "a text has at most " + TEXT_MAX + " characters, facts at most " + FACTS_MAX);
        }
        boolean worded = measure == Measure.LABEL || measure == Measure.CONTENT_WARNING || measure == Measure.WARN;
        if (worded && text.isBlank()) {
            throw new IllegalArgumentException(measure.word() + " needs a text");
        }
        if (until.filter(end -> !end.isAfter(at)).isPresent()) {
            throw new IllegalArgumentException("a decision ends after it begins");
        }
        boolean post = subject.kind() == Subject.Kind.ACCOUNT && target.kind() == Subject.Kind.POST;
        if (!post && !target.equals(subject)) {
            throw new IllegalArgumentException("a decision applies to the case's subject or to a post of its account");
        }
    }

    /** Who took a decision back, and why. */
    public record Reversal(String by, Instant at, String reason) {}

    /** Whose label was taken over by it; empty for what was decided here. */
    public Optional<Did> labeler() {
        return by.startsWith(LABELER) ? Did.parse(by.substring(LABELER.length())) : Optional.empty();
    }

    /** Whether it holds at this time. */
    public boolean holds(Instant now) {
        return reversed.isEmpty() && until.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** The same decision, taken now and for as long as it was to last. */
    Decision takenAt(Instant now) {
        return with(now, until.map(end -> now.plus(Duration.between(at, end))), reversed);
    }

    /** The same decision, taken back. */
    Decision reversed(String who, Instant when, String reason) {
        return with(at, until, Optional.of(new Reversal(who, when, reason)));
    }

    private Decision with(Instant start, Optional<Instant> end, Optional<Reversal> reversal) {
        return new Decision(id, subject, target, measure, text, rule, facts, automated, by, start, end, bulk, reversal);
    }
}
