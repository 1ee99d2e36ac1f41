package social.godwit.identity.json;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A number that every reader takes alike (I-JSON, RFC 7493 section 2.2): finite, and no larger than 2⁵³−1 where its canonical
 * form is plain digits, which is up to 10²¹. (1e30 is canonical with its exponent, and good.)
 */
public final class JsonNumber implements Json {
    /** 2⁵³−1, the largest integer that every reader agrees on. */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private final String canonical;

    private JsonNumber(String canonical) {
        this.canonical = canonical;
    }

    /** Returns the number; its magnitude must not exceed {@link #MAX_INTEGER}. */
    public static JsonNumber of(long value) {
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw new IllegalArgumentException("outside I-JSON: " + value);
        }
        return new JsonNumber(Long.toString(value));
    }

    /** Returns the number, which must be finite and not an integer written in digits beyond {@link #MAX_INTEGER}. */
    public static JsonNumber of(double value) {
        if (!agreed(value)) {
            throw new IllegalArgumentException("outside I-JSON: " + value);
        }
        return new JsonNumber(EcmaScriptNumber.text(value));
    }

    private static boolean agreed(double value) {
        double size = Math.abs(value);
        return size <= MAX_INTEGER || (size >= 1e21 && !Double.isInfinite(value));
    }

    /** For the reader, which has checked the literal's grammar. Null when it is outside I-JSON. */
    static @Nullable JsonNumber ofLiteral(String literal, boolean integer) {
        if (integer) {
            int digits = literal.charAt(0) == '-' ? literal.length() - 1 : literal.length();
            if (digits > 16) {
                return null;
            }
            long value = Long.parseLong(literal);
            if (value > MAX_INTEGER || value < -MAX_INTEGER) {
                return null;
            }
            return new JsonNumber(value == 0 ? "0" : literal);
        }
        double value = Double.parseDouble(literal);
        if (!agreed(value) || (value == 0 && !zero(literal))) {
            return null;
        }
        return new JsonNumber(EcmaScriptNumber.text(value));
    }

    private static boolean zero(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    /** The value when it is written as an integer, else nothing. */
    public OptionalLong integer() {
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if ((c < '0' || c > '9') && c != '-') {
                return OptionalLong.empty();
            }
        }
        double value = asDouble();
        return Math.abs(value) > MAX_INTEGER ? OptionalLong.empty() : OptionalLong.of((long) value);
    }

    /** The value, which is always finite. */
    public double asDouble() {
        return Double.parseDouble(canonical);
    }

    /** The form of RFC 8785 section 3.2.2.3. */
    public String canonical() {
        return canonical;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNumber number && canonical.equals(number.canonical);
    }

    @Override
    public int hashCode() {
        return canonical.hashCode();
    }

    @Override
    public String toString() {
        return canonical;
    }
}
