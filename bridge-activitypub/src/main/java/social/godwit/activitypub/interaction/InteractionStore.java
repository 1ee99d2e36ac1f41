package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/** Likes, boosts and emoji reactions of posts known here. Ids in any spelling. */
public interface InteractionStore {
    /** Totals for many posts at once, by id as compared; posts without any are absent. */
    Uni<Map<String, Counts>> counts(Collection<String> ids);

    /** Who did {@code kind} to {@code object}, newest first: the {@code likes} and {@code shares} collections. */
    Uni<Slice<Interaction>> of(String object, Interaction.Kind kind, Window window);

    /** What {@code actor} did, newest first: the {@code liked} collection, boosts. */
    Uni<Slice<Interaction>> by(String actor, Interaction.Kind kind, Window window);

    /** What the account itself did to each of {@code ids}, by id as compared. */
    Uni<Map<String, Set<Interaction.Kind>>> own(Did account, Collection<String> ids);

    /**
     * Totals of one post.
     *
     * @param likes how many actors like it
     * @param shares how many boosted it
     * @param replies how many known answers are public
     * @param reactions how many actors reacted with each emoji
     */
    record Counts(long likes, long shares, long replies, Map<String, Long> reactions) {}
}
