package social.godwit.activitypub;

import java.util.List;

/** What whoever runs the instance has decided about it, and may change while it runs. Answered from memory. */
@FunctionalInterface
public interface House {
    /** Who may register. */
    SignUp signUp();

    /** What every page says above all else, newest first: text without markup, in one of these languages where there is one. */
    default List<String> notices(List<String> languages) {
        return List.of();
    }

    /** Who may register. */
    enum SignUp {
        /** Everybody. */
        OPEN,
        /** Whoever has an invite code. */
        INVITE,
        /** Nobody. Accounts that are here stay, with all that they may do. */
        CLOSED
    }
}
