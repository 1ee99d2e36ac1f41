package social.godwit.store.document;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How both stores cut pages. */
final class Paging {
    private Paging() {}

    /** 1 to {@link Repositories#MAX_PAGE}. */
    static int limit(int limit) {
        return Math.clamp(limit, 1, Repositories.MAX_PAGE);
    }

    /** A rank that all of the page's are below. */
    static byte[] bound(Optional<VersionRank> before) {
        if (before.isPresent()) {
            return before.get().bytes();
        }
        byte[] highest = new byte[VersionRank.LENGTH + 1];
        Arrays.fill(highest, (byte) 0xFF);
        return highest;
    }

    /** A page of {@code wanted} items out of up to one more. */
    static Page page(List<StoredDocument> found, int wanted) {
        if (found.size() <= wanted) {
            return new Page(found, Optional.empty());
        }
        List<StoredDocument> items = found.subList(0, wanted);
        return new Page(items, Optional.of(items.getLast().rank()));
    }
}
