package social.godwit.activitypub.inbox;

/**
 * A place in the queue. Within a shard, numbers are in the order of commits.
 *
 * @param shard 0 to 7; all activities of one actor are in one shard
 * @param position from 1 on
 */
public record Place(int shard, long position) {
    /** How many shards there are. */
    public static final int SHARDS = 8;

    /** The shard of an actor, by its id as compared. */
    public static int shardOf(String actor) {
        return Math.floorMod(actor.hashCode(), SHARDS);
    }
}
