package social.godwit.activitypub.vocabulary;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;

/**
 * Whom an activity or object is for.
 *
 * @param isPublic the Public collection stands in {@code to}, {@code cc} or {@code audience}
 * @param listed the Public collection stands in {@code to}
 * @param ids everybody else who is named, as written, each once, at most {@value #IDS_MAX}
 */
public record Audience(boolean isPublic, boolean listed, Set<String> ids) {
    /** More are not looked at. */
    public static final int IDS_MAX = 500;

    public Audience {
        ids = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    }

    /** Reads {@code to}, {@code cc} and {@code audience}; never {@code bto} and {@code bcc}. */
    public static Audience of(JsonObject object) {
        boolean isPublic = false;
        boolean listed = false;
        Set<String> ids = new LinkedHashSet<>();
        for (String field : List.of("to", "cc", "audience")) {
            for (String id : object.ids(field)) {
                if (isPublicCollection(id)) {
                    isPublic = true;
                    listed |= field.equals("to");
                } else if (ids.size() < IDS_MAX && Ids.usable(id)) {
                    ids.add(id);
                }
            }
        }
        return new Audience(isPublic, listed, ids);
    }

    /** True for the three ways to write the Public collection. */
    public static boolean isPublicCollection(String id) {
        return Visibility.PUBLIC_COLLECTION.contains(id);
    }

    /** True when nobody is named. */
    public boolean isEmpty() {
        return !isPublic && ids.isEmpty();
    }

    /** Who may see a thing with this audience, given its author's followers collection. */
    public Visibility visibility(Optional<String> followers) {
        if (isPublic) {
            return Visibility.PUBLIC;
        }
        return followers.filter(this::names).isPresent() ? Visibility.FOLLOWERS : Visibility.DIRECT;
    }

    /** True when {@code id} is named, in any spelling. */
    public boolean names(String id) {
        if (ids.contains(id)) {
            return true;
        }
        String compared = Ids.compared(id);
        return ids.stream().anyMatch(named -> Ids.compared(named).equals(compared));
    }
}
