package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/** Posts that this instance fetched by itself, such as boosted ones and what an answer answers. */
public interface FetchedPosts {
    /**
     * Keeps a post that is authentic (by its origin or by proof). What is no post, or was deleted, is passed over; a newer
     * version replaces an older one.
     *
     * @param post the object
     * @param text its JSON text as received
     * @param followers its author's followers collection
     * @return whether it is a post
     */
    Uni<Boolean> keep(JsonObject post, String text, Optional<String> followers);
}
