package social.godwit.instance.admin.house;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;

/**
 * The announcement that this server closes. Nothing happens by itself when the time has come: nothing is deleted, nothing refused but
 * new accounts, and that from the announcement on.
 *
 * @param deadline up to when it certainly runs
 * @param texts what is said beside the date
 * @param newHome a server that takes the accounts
 * @param announcedAt when it was announced
 * @param by who announced it: a DID, or {@code operator}
 */
public record Closing(
        Instant deadline, Optional<Texts> texts, Optional<Origin> newHome, Instant announcedAt, String by) {
    /** As it is kept, and answered to whoever may change it. */
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("deadline", deadline.toString())
                .putIfPresent("newHome", newHome.map(Origin::toString))
                .put("announcedAt", announcedAt.toString())
                .put("by", by);
        texts.ifPresent(said -> json.put("texts", said.json()));
        return json.build();
    }

    /** Reads what {@link #json} wrote. */
    static Closing read(JsonObject json) throws DateTimeParseException {
        return new Closing(
                Instant.parse(json.string("deadline").orElse("")),
                Texts.read(json.object("texts")),
                json.string("newHome").flatMap(Origin::parse),
                Instant.parse(json.string("announcedAt").orElse("")),
                json.string("by").orElse(""));
    }
}
