package social.godwit.activitypub.http;

/** What caches between us and the asker are told. */
public final class Caching {
    /** What an answer depends on that differs by who asks: a shared cache must not give it to anybody else. */
    public static final String VARY_BY_SIGNER = "Accept, Signature, Signature-Input, Authorization";

    /** {@code Vary} of an answer that is the same for everybody but has two faces. */
    public static final String VARY_BY_TYPE = "Accept";

    /** {@code Cache-Control} of an answer for one asker. */
    public static final String PRIVATE = "private, no-cache";

    private Caching() {}

    /** {@code Cache-Control} of an answer that is the same for everybody for this many seconds. */
    public static String shared(int seconds) {
        return "public, max-age=" + seconds;
    }
}
