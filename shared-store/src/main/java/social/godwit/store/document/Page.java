package social.godwit.store.document;

import java.util.List;
import java.util.Optional;

/**
 * Items, newest first.
 *
 * @param next where the page after this begins ({@code before}); nothing when this is the last
 */
public record Page(List<StoredDocument> items, Optional<VersionRank> next) {
    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
