package social.godwit.activitypub.effect;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.Evidence;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/**
 * An authenticated activity as the handlers see it, of a stranger or of an owner here.
 *
 * @param json the activity
 * @param text its JSON text as received
 * @param id its id, as written
 * @param type its first type
 * @param actor its author, as compared
 * @param actorSpelling its author, as written
 * @param portable true when the author is portable, so that only proofs count for it
 * @param proof what proved the author
 * @param recipient the account at whose own inbox it arrived
 * @param followers the author's followers collection
 * @param at when it arrived here
 * @param evidence how it came, where that is known
 */
record Incoming(
        JsonObject json,
        String text,
        String id,
        String type,
        String actor,
        String actorSpelling,
        boolean portable,
        Arrival.Proof proof,
        Optional<Did> recipient,
        Optional<String> followers,
        Instant at,
        Optional<Evidence> evidence) {

    /** From what the inbox admitted. */
    static Incoming of(Arrival arrival, Instant at) {
        JsonObject json = arrival.activity();
        return new Incoming(
                json,
                arrival.body(),
                json.string("id").orElse(""),
                Types.of(json),
                Ids.compared(arrival.actor()),
                arrival.actor(),
                Ids.isPortable(arrival.actor()),
                arrival.proof(),
                arrival.recipient(),
                arrival.followers(),
                at,
                arrival.evidence());
    }

    /** When its author signed it; where that is not known, when it arrived. */
    Instant said() {
        return evidence.map(Evidence::said).orElse(at);
    }

    /** How it came, when a record of it is to be made: no other gateway has told of it. */
    Optional<Evidence> untold() {
        return evidence.filter(came -> !came.told());
    }

    /** The id of the object, as compared; empty when there is not exactly one. */
    Optional<String> objectId() {
        return json.id("object").filter(Ids::usable).map(Ids::compared);
    }

    /** The id of the object, as written. */
    Optional<String> objectSpelling() {
        return json.id("object").filter(Ids::usable);
    }

    /** The object, when it is embedded. */
    Optional<JsonObject> object() {
        var items = json.list("object");
        return items.size() == 1 && items.getFirst() instanceof JsonObject object
                ? Optional.of(object)
                : Optional.empty();
    }

    /** The text of {@code part}, which was read as a part of this activity; verbatim when it still has its place. */
    String textOf(JsonObject part) {
        if (part.start() < 0) {
            return part.toString();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(bytes, part.start(), part.end() - part.start(), StandardCharsets.UTF_8);
    }

    /** The emoji or text of a member, empty when absent. */
    String content() {
        return json.string("content").orElse("");
    }
}
