package social.godwit.network.charter;

import social.godwit.network.form.Members;

/**
 * How one becomes a member. Leaving is always free, at once, and with everything.
 *
 * @param vouches how many members must vouch for a newcomer
 */
public record Joining(Door door, int vouches) {
    /** Who comes in. */
    public enum Door {
        OPEN,
        REQUEST,
        INVITE,
        CREDENTIAL
    }

    static Joining read(Members members) {
        return new Joining(members.word("door", Door.class), members.small("vouches", 0, 10));
    }
}
