package social.godwit.activitypub.effect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** A post that is here for long, as filters look at it; by then nobody counts as new, and nothing as a first contact. */
public final class KeptPost {
    private static final Duration LONG_KNOWN = Duration.ofDays(Short.MAX_VALUE);

    private KeptPost() {}

    /** Reads the post again; empty when its document is none. */
    public static Optional<Arriving> read(Note note) {
        Instant at = note.published();
        return StrictJson.read(note.bytes(), JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(Screened.arriving(
                        object, note.id(), note.author(), false, Optional.of(at.minus(LONG_KNOWN)), at))
                : Optional.empty();
    }
}
