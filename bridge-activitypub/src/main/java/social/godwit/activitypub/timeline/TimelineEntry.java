package social.godwit.activitypub.timeline;

import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.note.Note;

/**
 * One line of a timeline.
 *
 * @param note the post
 * @param boostedBy who boosted it, when the boost is why it is here
 * @param boost the id of that Announce
 * @param at what the timeline is ordered by: the post's time, or the boost's
 */
public record TimelineEntry(Note note, Optional<String> boostedBy, Optional<String> boost, Instant at) {}
