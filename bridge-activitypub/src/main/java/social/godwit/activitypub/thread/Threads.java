package social.godwit.activitypub.thread;

/** Fetches conversations in the background. */
public interface Threads {
    /**
     * Somebody looks at the conversation of {@code id}: what is missing of it is fetched soon, if that was not done in the
     * last minutes. Returns at once, and forgets the wish when too many have asked.
     */
    void ask(String id);
}
