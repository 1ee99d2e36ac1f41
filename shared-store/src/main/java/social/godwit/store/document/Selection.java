package social.godwit.store.document;

import java.util.EnumSet;
import java.util.Set;
import social.godwit.identity.document.Visibility;

/** Which of a repository's items a page shows: their kinds, classes and, if any are named, types. */
public record Selection(Set<DocumentKind> kinds, Set<Visibility> classes, Set<String> types) {
    /** Copies the sets. */
    public Selection {
        kinds = Set.copyOf(kinds);
        classes = Set.copyOf(classes);
        types = Set.copyOf(types);
    }

    /** Activities that everyone may see: a public outbox. */
    public static Selection publicActivities() {
        return activities(Set.of(Visibility.PUBLIC));
    }

    /** Activities of these classes. */
    public static Selection activities(Set<Visibility> classes) {
        return new Selection(Set.of(DocumentKind.ACTIVITY), classes, Set.of());
    }

    /** Everything that the owner sees. */
    public static Selection everything() {
        return new Selection(EnumSet.allOf(DocumentKind.class), EnumSet.allOf(Visibility.class), Set.of());
    }

    /** Of these types only. */
    public Selection ofTypes(String... only) {
        return new Selection(kinds, classes, Set.of(only));
    }
}
