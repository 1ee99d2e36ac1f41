package social.godwit.activitypub.note;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is known here of authors, whatever was decided about them: for moderators and nothing else. Ids in any spelling; answers
 * are by the id as compared.
 */
public interface AuthorRecords {
    /** The most authors of one question. */
    int AUTHORS_MAX = 500;

    /** Whom a decision about each of {@code authors} would touch, at most {@value #AUTHORS_MAX} of them. */
    Uni<Map<String, Reach>> reach(Collection<String> authors, Instant since);

    /** What an author said for everybody, newest first, at most {@code limit}. */
    Uni<List<Note>> recent(String author, int limit);

    /**
     * How far somebody reaches, as far as this instance knows.
     *
     * @param posts theirs since then
     * @param followers accounts that follow them
     * @param following accounts that they follow
     */
    record Reach(long posts, long followers, long following) {
        /** Of whom nothing is known. */
        public static final Reach NONE = new Reach(0, 0, 0);

        /** Both together. */
        public Reach plus(Reach other) {
            return new Reach(posts + other.posts, followers + other.followers, following + other.following);
        }
    }
}
