package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.document.Visibility;

/**
 * A post as decisions see it. What was loaded to decide upon has no {@code document}; what is to be kept has one.
 *
 * @param id as compared
 * @param author as compared
 * @param type its type
 * @param visibility PUBLIC, FOLLOWERS or DIRECT
 * @param listed false when unlisted
 * @param local true when its author has an account here
 * @param published never later than its arrival
 * @param inReplyTo as compared
 * @param conversation as written
 * @param quote as compared
 * @param audience ids named, as compared
 * @param versionTime what orders versions: {@code updated}, else when it arrived
 * @param edited when a later version arrived
 * @param deleted when it was deleted; then nothing else counts
 * @param document its text; null when only looked at
 */
record NoteRow(
        String id,
        String author,
        String type,
        Visibility visibility,
        boolean listed,
        boolean local,
        Instant published,
        Optional<String> inReplyTo,
        Optional<String> conversation,
        Optional<String> quote,
        List<String> audience,
        Instant versionTime,
        Optional<Instant> edited,
        Optional<Instant> deleted,
        @Nullable String document) {

    NoteRow {
        audience = List.copyOf(audience);
    }

    /** The empty row that keeps a deleted id from being taken again. */
    static NoteRow tombstone(String id, String author, boolean local, Instant at) {
        return new NoteRow(
                id,
                author,
                "Tombstone",
                Visibility.DIRECT,
                false,
                local,
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                at,
                Optional.empty(),
                Optional.of(at),
                null);
    }

    /** The same post as another version of it. */
    NoteRow as(Instant versionTime, Optional<Instant> edited) {
        return new NoteRow(
                id,
                author,
                type,
                visibility,
                listed,
                local,
                published,
                inReplyTo,
                conversation,
                quote,
                audience,
                versionTime,
                edited,
                deleted,
                document);
    }

    boolean isDeleted() {
        return deleted.isPresent();
    }
}
