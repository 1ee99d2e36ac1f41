package social.godwit.activitypub.note;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/**
 * Posts known here. Every method takes ids in any spelling. What {@code viewer} may not see, or does not want to see
 * (blocks both ways, mutes), is as if it did not exist; an empty viewer sees what is public.
 */
public interface NoteStore {
    /** One post. */
    Uni<Optional<Note>> find(String id, Optional<Did> viewer);

    /** Many posts at once, by id as compared. */
    Uni<Map<String, Note>> findAll(Collection<String> ids, Optional<Did> viewer);

    /** Posts that were reported, by id as compared, whomever they are for: for moderators' evidence and nothing else. */
    Uni<Map<String, Note>> reported(Collection<String> ids);

    /** What {@code id} answers, the root first; at most {@value #ANCESTORS_MAX}, safe against cycles. */
    Uni<List<Note>> ancestors(String id, Optional<Did> viewer);

    /** Answers to {@code id} and their answers, oldest first; at most {@value #DESCENDANTS_MAX} and 20 deep. */
    Uni<List<Note>> descendants(String id, Optional<Did> viewer);

    /** The direct answers to {@code id}, newest first: its {@code replies} collection. */
    Uni<Slice<Note>> replies(String id, Optional<Did> viewer, Window window);

    /** Posts of one author, newest first. */
    Uni<Slice<Note>> by(String author, Optional<Did> viewer, Window window);

    /** How many posts of an author are known here. */
    Uni<Long> count(String author);

    /** How much the accounts here say, direct messages left out. Reads every local post: not for every request. */
    Uni<Usage> usage(Instant monthAgo, Instant halfYearAgo);

    /**
     * What the accounts here say.
     *
     * @param posts how many posts of theirs there are
     * @param month how many of the accounts have posted since {@code monthAgo}
     * @param halfYear how many of the accounts have posted since {@code halfYearAgo}
     */
    record Usage(long posts, long month, long halfYear) {}

    /** Ids, as written, of posts that something here points to but that are not known yet; longest due first. */
    Uni<List<String>> wanted(int limit);

    /** Says that a wanted post is here now, or needs no more looking for. */
    Uni<Void> found(String id);

    /** Says that a wanted post could not be had; it is asked for again later, and after a few times no more. */
    Uni<Void> notFound(String id);

    /** The most ancestors of one answer. */
    int ANCESTORS_MAX = 100;

    /** The most descendants of one answer. */
    int DESCENDANTS_MAX = 500;
}
