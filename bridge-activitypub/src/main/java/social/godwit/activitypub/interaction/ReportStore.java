package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;

/** Reports (Flag) for the moderators of this instance, from strangers and from owners here. */
public interface ReportStore {
    /** All reports, newest first. */
    Uni<Slice<Report>> page(Window window);

    /** The reports that have waited longest, at most {@code limit}. */
    Uni<List<Report>> oldest(int limit);

    /** Drops a report that the moderators have. */
    Uni<Void> remove(String id);

    /**
     * One report.
     *
     * @param id the Flag's id
     * @param reporter who sent it; often an instance's actor
     * @param objects what it names, as written
     * @param content why, as plain text, possibly empty
     * @param at when it arrived
     */
    record Report(String id, String reporter, List<String> objects, String content, Instant at) {
        public Report {
            objects = List.copyOf(objects);
        }
    }
}
