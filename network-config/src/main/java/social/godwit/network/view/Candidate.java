package social.godwit.network.view;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * A post that a network may show, with the facts that its order and its rules look at.
 *
 * @param id as ids are compared
 * @param actor its author's id as ids are compared
 * @param author the account; nothing for somebody who has none of the portable kind, and so is no member
 * @param followed whether the reader follows the author
 * @param reply whether it answers another post
 * @param media whether it has any
 * @param likes by how many actors, as far as is known here; likewise the others
 */
public record Candidate(
        String id,
        String actor,
        Optional<Did> author,
        Instant published,
        boolean followed,
        boolean reply,
        boolean media,
        long likes,
        long boosts,
        long answers) {}
