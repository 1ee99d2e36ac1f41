package social.godwit.network.charter;

import java.util.List;
import social.godwit.network.form.Members;

/**
 * What the network does with what its members say, where a member has not chosen.
 *
 * @param purposes for what consent is asked, one by one
 * @param retentionDays how long servers of the network keep copies of foreign posts; 0: as long as they like
 */
public record DataStance(List<String> purposes, int retentionDays, Stance search, Stance bridging, Stance training) {
    /** Whether something may be done with a post. */
    public enum Stance {
        NEVER,
        WHEN_ASKED,
        UNLESS_REFUSED
    }

    static DataStance read(Members members) {
        return new DataStance(
                members.texts("purposes", 16, 200),
                members.small("retentionDays", 0, 36_500),
                members.word("search", Stance.class),
                members.word("bridging", Stance.class),
                members.word("training", Stance.class));
    }
}
