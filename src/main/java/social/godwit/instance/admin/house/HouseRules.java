package social.godwit.instance.admin.house;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.House.SignUp;

/**
 * All that is decided at one moment.
 *
 * @param signUp who may register; empty: as configured
 * @param closing that the server closes
 * @param announcements newest first, also those that have not begun or have ended lately
 */
public record HouseRules(Optional<SignUp> signUp, Optional<Closing> closing, List<Announcement> announcements) {
    /** Nothing is decided. */
    public static final HouseRules NONE = new HouseRules(Optional.empty(), Optional.empty(), List.of());

    /** Who may register: nobody once closing is announced, else what is decided, else {@code configured}. */
    public SignUp signUp(SignUp configured) {
        return closing.isPresent() ? SignUp.CLOSED : signUp.orElse(configured);
    }

    /** What is announced now, newest first. */
    public List<Announcement> holding(Instant now) {
        return announcements.stream().filter(one -> one.holds(now)).toList();
    }
}
