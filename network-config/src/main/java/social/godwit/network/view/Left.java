package social.godwit.network.view;

/**
 * Why posts are left out of a network's view.
 *
 * @param cites the rule or the label, where it is one; else empty
 */
public record Left(Reason reason, String cites) {
    /** The kinds of reasons. */
    public enum Reason {
        /** Stewards hide it or its author, by a rule. */
        RULING,
        /** It carries a label that hides. */
        LABEL,
        /** It carries a label that the reader wants to see nothing of. */
        CHOSEN,
        /** A filter of the charter hides it, or holds it until a steward has looked, by a rule. */
        FILTER,
        /** Its author is limited, by a rule: only followers see it. */
        LIMITED,
        /** Its author joined lately, and newcomers' posts are held by emergency. */
        NEWCOMER,
        /** It is from outside, and the view is for members only by emergency. */
        MEMBERS_ONLY,
        /** Nobody vouches for its author, which the charter asks of those who post. */
        NOT_VOUCHED_FOR
    }
}
