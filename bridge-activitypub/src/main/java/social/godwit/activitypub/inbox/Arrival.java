package social.godwit.activitypub.inbox;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/**
 * An activity whose author is proven, ready to be queued.
 *
 * @param activity the parsed activity
 * @param body its bytes as received, as UTF-8 text
 * @param actor the author's id as written
 * @param proof what proved the author
 * @param recipient the account at whose own inbox it arrived; empty for the shared inbox and for local delivery
 * @param followers the author's followers collection as its actor document names it, so that an audience can be read
 * @param evidence how it came, when a record of it is to be made for the account's other gateways
 */
public record Arrival(
        JsonObject activity,
        String body,
        String actor,
        Proof proof,
        Optional<Did> recipient,
        Optional<String> followers,
        Optional<Evidence> evidence) {
    /** What proved an author. */
    public enum Proof {
        /** An integrity proof, by the owner of a portable actor or by a key that the actor lists. */
        INTEGRITY,
        /** The HTTP signature of a key that the actor lists. */
        HTTP
    }
}
