package social.godwit.activitypub.collection;

/** Who asks for what an account has. */
public sealed interface Viewer {
    /** Nobody in particular: unsigned, or signed in a way that proves nothing. */
    record Anyone() implements Viewer {}

    /** The account's owner. */
    record Owner() implements Viewer {}

    /**
     * An actor who signed the request.
     *
     * @param actor its id, as it is spelt in its document
     */
    record Somebody(String actor) implements Viewer {}
}
