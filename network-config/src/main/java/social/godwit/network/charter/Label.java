package social.godwit.network.charter;

import social.godwit.network.form.Members;
import social.godwit.network.form.Texts;

/** A label that may be put on a post or an account, and what it does where nobody has chosen otherwise. */
public record Label(String id, Texts name, Texts meaning, Effect effect) {
    /** From none to strongest. */
    public enum Effect {
        /** Shown with the label. */
        INFORM,
        /** Media are blurred. */
        BLUR,
        /** Behind a content warning. */
        WARN,
        /** Folded away in lists. */
        FOLD,
        /** Not shown in this network's view. */
        HIDE
    }

    static Label read(Members members) {
        return new Label(
                members.id("id"),
                members.translated("name", 100),
                members.translated("meaning", 1_000),
                members.word("effect", Effect.class));
    }
}
