package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.function.Supplier;
import social.godwit.activitypub.policy.FederationPolicy.Stance;

/**
 * Actors and posts that are hidden or limited here, where SQL that selects posts looks them up. Whoever decides writes them in
 * the transaction of the decision.
 */
public interface ModeratedIds {
    /** Before the name of a domain: what stands about it holds for everybody there and below it. */
    String HOST = "host:";

    /**
     * A condition that leaves out what is hidden, and what is limited unless the viewer follows the author. For the post
     * {@code n}; the viewer's DID is {@code $1}, null for the public. Owners see what is theirs.
     */
    String CONDITION = """
            not exists (
                select 1 from moderated_id m where m.id in (n.id,""" + named("n.author") + """
                )
                    and ($1::text is null or split_part(n.author, '/', 3) <> $1)
                    and (m.stance = 'DENY' or $1::text is null or not exists (
                        select 1 from followed f
                        where f.account = $1 and f.actor = n.author and f.state = 'ACCEPTED')))
            """;

    /**
     * The ids under which something may stand about an actor, as a list in SQL: its own, and its host with the three names above
     * it.
     *
     * @param actor a column
     */
    static String named(String actor) {
        StringBuilder ids = new StringBuilder(actor);
        String host = "split_part(split_part(" + actor + ", '/', 3), ':', 1)";
        for (int i = 0; i < 4; i++) {
            ids.append(", '").append(HOST).append("' || ").append(host);
            host = "substr(" + host + ", strpos(" + host + ", '.') + 1)";
        }
        return ids.toString();
    }

    /**
     * From now on this is how the actor or post with this id, as ids are compared, or the domain after {@link #HOST} stands; ALLOW
     * forgets it. One after the other for each id: {@code stance} is asked, in the same transaction, once all who set it before have
     * committed, so that it sees what they decided.
     */
    Uni<Void> set(String id, Supplier<Uni<Stance>> stance);

    /**
     * All of them, at most 100,000: for making them agree again with what was decided. What a filter has found and nobody has
     * decided about yet is not among them.
     */
    Uni<Map<String, Stance>> all();

    /** Deletes the copies kept here of a post, or of all posts of an actor or a domain, that no account here wrote. How many. */
    Uni<Integer> purge(String id);

    /** Forgets that they were deleted here: what was purged may be fetched again. */
    Uni<Integer> allowAgain(String id);
}
