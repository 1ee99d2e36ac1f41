package social.godwit.network.charter;

import social.godwit.network.form.Members;

/**
 * How one goes. Everybody may leave with everything, in every network; this is about leaving together.
 *
 * @param fork whether the network welcomes that its charter is taken over into a new one
 * @param noticeDays how long before it closes the network says so
 */
public record Exit(boolean fork, int noticeDays) {
    static Exit read(Members members) {
        return new Exit(members.flag("fork"), members.small("noticeDays", 0, 365));
    }
}
