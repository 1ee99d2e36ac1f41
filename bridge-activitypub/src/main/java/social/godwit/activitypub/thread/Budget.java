package social.godwit.activitypub.thread;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What one conversation may cost. Every document and page counts, also those that lead nowhere, and nothing is asked for
 * twice: so no server can keep us busy, with however many pages, however deep, in whatever circles (rows 43, 44).
 */
final class Budget {
    static final int DOCUMENTS_MAX = 120;
    static final int PAGES_MAX = 20;
    static final int ANCESTORS_MAX = 50;
    static final int REPLY_DEPTH_MAX = 6;
    static final int ITEMS_OF_PAGE_MAX = 100;
    static final Duration TIME_MAX = Duration.ofSeconds(60);

    private final Instant end;
    private final Set<String> seen = new HashSet<>();
    private int documents;
    private int pages;

    Budget(Instant now) {
        this.end = now.plus(TIME_MAX);
    }

    /** True when this document may be fetched: it was not before, and there is time and money for it. */
    synchronized boolean document(String id, Instant now) {
        return now.isBefore(end) && documents < DOCUMENTS_MAX && seen.add(id) && ++documents <= DOCUMENTS_MAX;
    }

    /** True when this page may be fetched. */
    synchronized boolean page(String id, Instant now) {
        return now.isBefore(end) && pages < PAGES_MAX && seen.add(id) && ++pages <= PAGES_MAX;
    }
}
