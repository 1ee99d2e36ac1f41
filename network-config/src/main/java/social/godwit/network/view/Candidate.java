package social.godwit.network.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param labels that labelers put on it or on its author, in documents of their own
 * @param hits ids of the charter's filters that found something in it
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
        long answers,
        List<LabelBy> labels,
        Set<String> hits) {
    public Candidate {
        labels = List.copyOf(labels);
        hits = Set.copyOf(hits);
    }

    /** The same post, as if these filters had found something in it and no others. */
    Candidate found(Set<String> hits) {
        return new Candidate(
                id, actor, author, published, followed, reply, media, likes, boosts, answers, labels, hits);
    }

    /** A labeler's word about the post or its author. */
    public record LabelBy(Did labeler, String label) {}
}
