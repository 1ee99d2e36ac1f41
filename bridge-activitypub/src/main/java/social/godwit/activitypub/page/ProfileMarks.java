package social.godwit.activitypub.page;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.json.JsonObject;

/**
 * What others say about an account, beside its own words: asked for its page, and answered by the instance. The bridge knows
 * nothing of networks.
 */
public interface ProfileMarks {
    /** What is known about {@code account}, whose actor document is {@code actor}, in the reader's words. Never waits for another server. */
    Uni<Marks> of(Account account, JsonObject actor, Words words);

    /**
     * What is known.
     *
     * @param badges what somebody vouches for, and it holds
     * @param links what is known about the links in the profile, by the place of the field among the actor's attachments
     */
    record Marks(List<Badge> badges, Map<Integer, Link> links) {
        /** Nothing. */
        public static final Marks NONE = new Marks(List.of(), Map.of());

        /** Copies both. */
        public Marks {
            badges = List.copyOf(badges);
            links = Map.copyOf(links);
        }
    }

    /**
     * Somebody vouches for something.
     *
     * @param title what, in a few words
     * @param meaning what that means, and what it does not
     * @param issuer who says so, in words
     * @param network in which network that counts
     * @param page the network's page
     */
    record Badge(
            String title, String meaning, String issuer, String network, String page, Instant from, Instant until) {}

    /**
     * Whether a page points back to the profile.
     *
     * @param checked when it was last asked; nothing when it was not yet
     * @param words what came of it, and what to do about it
     */
    record Link(String href, boolean confirmed, Optional<Instant> checked, String words) {}
}
