package social.godwit.activitypub.inbox;

/** What an inbox answers. */
public sealed interface Admission {
    /** Kept, or known already: 202. */
    record Accepted() implements Admission {}

    /** Nothing to do and nothing kept, such as the deletion of an actor nobody here knows: 202. */
    record Ignored(String reason) implements Admission {}

    /**
     * Refused for good.
     *
     * @param status the HTTP status, 400 to 422
     * @param title what is wrong in a few words
     * @param detail what exactly, for whoever runs the sending server
     */
    record Refused(int status, String title, String detail) implements Admission {}

    /** What the decision needs cannot be had now, such as the sender's key: 503, to be sent again later. */
    record Unavailable(String detail) implements Admission {}
}
