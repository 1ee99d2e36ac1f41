package social.godwit.store.label;

/**
 * A label that stands on an actor or a post here.
 *
 * @param of whose it is: the DID of this instance or of a labeler
 * @param name as it was given
 * @param effect what it does for whoever has not chosen, and then for a reader who has
 */
public record Label(String of, String name, Effect effect) {
    /** From weakest to strongest. */
    public enum Effect {
        /** Its name is shown. */
        INFORM,
        /** Media are blurred. */
        BLUR,
        /** Folded behind its name. */
        WARN,
        /** Left out of what one reads; who asks for the post itself sees it as with {@link #WARN}. */
        HIDE
    }

    /** The same with another effect. */
    public Label with(Effect chosen) {
        return new Label(of, name, chosen);
    }
}
