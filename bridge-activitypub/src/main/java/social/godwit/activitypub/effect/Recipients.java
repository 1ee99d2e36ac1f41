package social.godwit.activitypub.effect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who gets an owner's activity.
 *
 * @param actors ids of actors, as written, in any spelling; never the owner's own
 * @param followers true when it goes to all accepted followers as well
 */
public record Recipients(Set<String> actors, boolean followers) {
    /** Nobody: the activity is the owner's own affair. */
    public static final Recipients NONE = new Recipients(Set.of(), false);

    public Recipients {
        actors = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(actors));
    }

    /** These actors only. */
    public static Recipients of(List<String> actors) {
        return new Recipients(new LinkedHashSet<>(actors), false);
    }

    /** True when nobody gets it. */
    public boolean isEmpty() {
        return actors.isEmpty() && !followers;
    }
}
