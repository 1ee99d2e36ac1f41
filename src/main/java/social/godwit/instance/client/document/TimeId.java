package social.godwit.instance.client.document;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Names for new documents: 13 characters of the sortable base 32 alphabet, the upper 53 bits microseconds since 1970,
 * the lower 10 a number of the device. Later names sort later; two devices of one account do not meet.
 */
public record TimeId(String value) implements Comparable<TimeId> {
    private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern.compile("[2-7a-j][2-7a-z]{12}");

    public TimeId {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException("not a time id: " + value);
    }

    /** Whether {@code text} has the form of a time id. */
    public static boolean isTimeId(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * The name for something made at {@code time}, but at least one microsecond after {@code lastMicros} (0 when there
     * was none), so that a clock that stands still or goes back never yields a name twice.
     */
    public static TimeId after(long lastMicros, Instant time, int device) {
        long micros = Math.max(
                Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000L),
                lastMicros + 1);
        return of(micros, device);
    }

    /** The name for a given microsecond and device number (its lowest 10 bits count). */
    public static TimeId of(long micros, int device) {
        long bits = (micros & ((1L << 53) - 1)) << 10 | (device & 0x3ff);
        var name = new char[13];
        for (int i = 12; i >= 0; i--) {
            name[i] = ALPHABET.charAt((int) (bits & 31));
            bits >>>= 5;
        }
        return new TimeId(new String(name));
    }

    /** Microseconds since 1970 that the name was made from. */
    public long micros() {
        long bits = 0;
        for (int i = 0; i < 13; i++) bits = bits << 5 | ALPHABET.indexOf(value.charAt(i));
        return bits >>> 10;
    }

    @Override
    public int compareTo(TimeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
