package social.godwit.instance.admin.house;

import java.time.Duration;
import java.time.Instant;
import social.godwit.identity.json.JsonObject;

/**
 * Something that everybody is told for a while.
 *
 * @param id by which it is changed and ended
 * @param texts what is said
 * @param from since when
 * @param until up to when, at most {@link #LASTING_MAX} later
 * @param by who said so: a DID, or {@code operator}
 */
public record Announcement(String id, Texts texts, Instant from, Instant until, String by) {
    /** How long one lasts at most. */
    public static final Duration LASTING_MAX = Duration.ofDays(366);

    /** @throws IllegalArgumentException when it ends before it begins, or lasts too long */
    public Announcement {
        if (!until.isAfter(from) || until.isAfter(from.plus(LASTING_MAX))) {
            throw new IllegalArgumentException("An announcement ends after it begins, within a year.");
        }
    }

    boolean holds(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** As it is answered to whoever may change it. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("id", id)
                .put("texts", texts.json())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("by", by)
                .build();
    }
}
