package social.godwit.instance.client.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import social.godwit.identity.document.Visibility;

/** Who a post is for, in the words of the command line. */
public enum Audience {
    /** Everybody, and shown in public lists. */
    PUBLIC,
    /** Everybody, but not shown in public lists. */
    UNLISTED,
    /** Followers and those who are mentioned. */
    FOLLOWERS,
    /** Those who are mentioned. */
    DIRECT;

    /** The ids in {@code to}, for a post of {@code ids} that mentions {@code mentioned}. */
    List<String> to(Ids ids, List<String> mentioned) {
        return switch (this) {
            case PUBLIC -> List.of(Contexts.PUBLIC);
            case UNLISTED, FOLLOWERS -> List.of(ids.ofActor("followers"));
            case DIRECT -> List.copyOf(new LinkedHashSet<>(mentioned));
        };
    }

    /** The ids in {@code cc}. */
    List<String> cc(Ids ids, List<String> mentioned) {
        Set<String> cc = new LinkedHashSet<>();
        if (this == PUBLIC) cc.add(ids.ofActor("followers"));
        if (this == UNLISTED) cc.add(Contexts.PUBLIC);
        if (this != DIRECT) cc.addAll(mentioned);
        return List.copyOf(cc);
    }

    /** The audience that a post's {@code to} and {@code cc} amount to. */
    public static Audience of(List<String> to, List<String> cc, String followers) {
        if (to.stream().anyMatch(Audience::isPublic)) return PUBLIC;
        if (cc.stream().anyMatch(Audience::isPublic)) return UNLISTED;
        return to.contains(followers) || cc.contains(followers) ? FOLLOWERS : DIRECT;
    }

    private static boolean isPublic(String id) {
        return Visibility.PUBLIC_COLLECTION.contains(id);
    }
}
