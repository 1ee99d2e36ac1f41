package social.godwit.identity.json;

import org.jspecify.annotations.Nullable;

/** A string of Unicode scalar values: the reader admits no lone surrogates and no NUL. */
public final class JsonString implements Json {
    private final String value;
    private final boolean plain;

    /** Makes a string; a lone surrogate in it is a programmer's error and fails when it is written. */
    public JsonString(String value) {
        this(value, false);
    }

    /** {@code plain}: known to be printable ASCII without quote and backslash, so that it is written by one copy. */
    JsonString(String value, boolean plain) {
        this.value = value;
        this.plain = plain;
    }

    /** The characters, unescaped. */
    public String value() {
        return value;
    }

    boolean plain() {
        return plain;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonString string && value.equals(string.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return Jcs.text(this);
    }
}
