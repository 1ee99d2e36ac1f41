package social.godwit.identity.proof;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** The XSD dateTime of {@code created}: with a zone, years 0001 to 9999, at most nanoseconds. */
public final class ProofTime {
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private ProofTime() {}

    /** Reads a time, or nothing when it is not one. */
    public static Optional<Instant> parse(String text) {
        if (text.length() > 40 || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes a time as we do: UTC, whole seconds. */
    public static String format(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(
                time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }
}
