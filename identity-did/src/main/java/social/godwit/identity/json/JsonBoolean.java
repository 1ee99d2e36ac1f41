package social.godwit.identity.json;

/** {@code true} or {@code false}. */
public record JsonBoolean(boolean value) implements Json {
    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}
