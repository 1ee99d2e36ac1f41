package social.godwit.identity.json;

/** {@code null}. */
public record JsonNull() implements Json {
    /** The only value one needs. */
    public static final JsonNull NULL = new JsonNull();

    @Override
    public String toString() {
        return "null";
    }
}
