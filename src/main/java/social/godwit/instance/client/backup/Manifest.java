package social.godwit.instance.client.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * What a backup says of itself at its beginning.
 *
 * @param did whose
 * @param handle the address at that time
 * @param made when it was made
 * @param actor the newest actor document then, with the gateways and the instance keys that it pins
 * @param media whether media are in it, or their hashes only
 */
public record Manifest(Did did, String handle, Instant made, JsonObject actor, boolean media) {
    private static final long VERSION = 1;

    JsonObject json() {
        return JsonObject.builder()
                .put("version", VERSION)
                .put("did", did.toString())
                .put("handle", handle)
                .put("made", made.toString())
                .put("actor", actor)
                .put("media", media)
                .build();
    }

    /** Reads a manifest whose actor document is the account's, with a valid proof. */
    static Optional<Manifest> of(JsonObject json, InstantSource clock) {
        boolean known = json.get("version") instanceof JsonNumber number
                && number.integer().orElse(0) == VERSION;
        Optional<Did> did = json.string("did").flatMap(Did::parse);
        Optional<JsonObject> actor = json.object("actor");
        if (!known || did.isEmpty() || actor.isEmpty()) return Optional.empty();
        boolean proven = PortableDocument.read(Jcs.bytes(actor.get()), clock.instant())
                        instanceof DocumentVerdict.Admissible(PortableDocument document)
                && document.owner().equals(did.get())
                && document.json().has("inbox");
        try {
            return proven
                    ? Optional.of(new Manifest(
                            did.get(),
                            json.string("handle").orElse(""),
                            Instant.parse(json.string("made").orElse("")),
                            actor.get(),
                            json.get("media") instanceof social.godwit.identity.json.JsonBoolean flag && flag.value()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
