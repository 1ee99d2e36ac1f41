package social.godwit.activitypub.follow;

import io.vertx.sqlclient.Row;
import java.util.Optional;
import social.godwit.store.Database;

/** What rows of the tables {@code follower}, {@code followed} and {@code shunned} say. */
public final class HibernateFollowRows {
    private HibernateFollowRows() {}

    /** A whole row of {@code follower}. */
    public static Follower follower(Row row) {
        return new Follower(
                row.getString("actor"),
                row.getString("spelling"),
                row.getString("inbox"),
                row.getString("shared_inbox"),
                row.getString("host"),
                row.getString("follow_id"),
                row.getBoolean("accepted"),
                Database.instant(row, "since"),
                Database.instant(row, "said"));
    }

    /** A whole row of {@code followed}. */
    public static Followed followed(Row row) {
        return new Followed(
                row.getString("actor"),
                row.getString("spelling"),
                row.getString("follow_id"),
                Followed.State.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("moved_to")),
                Database.instant(row, "since"));
    }

    /** A whole row of {@code shunned}. */
    public static Shunned shunned(Row row) {
        return new Shunned(
                Shunned.Kind.valueOf(row.getString("kind")),
                row.getString("target"),
                row.getString("activity"),
                Database.instant(row, "since"));
    }
}
