package social.godwit.instance.admin.figure;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** What changed lately, as the database has it. */
interface Changes {
    /** The most that are read at once. */
    int MAX = 500;

    /** What changed after {@code since}, oldest first, at most {@value #MAX}; with it, always, how many domain rules there are. */
    Uni<List<Change>> since(Instant since);
}
