package social.godwit.instance.client.archive;

/** What to do with films and sound, whose metadata this program cannot remove. */
public enum Films {
    /** Take them as the old server showed them. */
    AS_IS,
    /** Take the posts without them. */
    LEAVE_OUT
}
