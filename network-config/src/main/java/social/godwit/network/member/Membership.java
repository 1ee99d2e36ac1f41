package social.godwit.network.member;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;

/**
 * An account is a member of a network: its own {@code Join} of the network's DID, public, which says the version of the charter
 * that it joined under. One is a member until one deletes it; no server has a say in that.
 *
 * @param actor the account's actor, whose posts are the member's: a canonical id
 * @param id of the document, which a {@code Delete} ends
 * @param since when the account says so
 * @param hash of the document, which approvals name
 */
public record Membership(
        Did member, String actor, Did network, Sha256 charter, Instant since, PortableId id, Sha256 hash) {
    /** The type of the document. */
    public static final String TYPE = "Join";

    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    /** The document with which {@code actor} joins, to be signed. */
    public static JsonObject document(String id, String actor, Did network, Sha256 charter, Instant now) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id)
                .put("type", TYPE)
                .put("actor", actor)
                .put("object", network.toString())
                .put("network", network.toString())
                .put("charter", charter.multibase())
                .put("published", ProofTime.format(now))
                .put("to", List.of(PUBLIC))
                .build();
    }

    /** Reads a membership out of bytes; nothing when they are something else, or their proof is bad. */
    public static Optional<Membership> read(byte[] bytes, Instant now) {
        return PortableDocument.read(bytes, now) instanceof DocumentVerdict.Admissible(PortableDocument document)
                ? read(document)
                : Optional.empty();
    }

    /** Reads a membership out of an admitted document; nothing when it is some other document. */
    public static Optional<Membership> read(PortableDocument document) {
        JsonObject json = document.json();
        Optional<Did> network = json.string("network").flatMap(Did::parse);
        Optional<Sha256> charter = json.string("charter").flatMap(Sha256::parseMultibase);
        Optional<PortableId> actor = json.id("actor")
                .flatMap(PortableId::parse)
                .map(PortableId::withoutFragment)
                .filter(id -> id.did().equals(document.owner()));
        boolean join = document.type().equals(TYPE)
                && document.visibility() == Visibility.PUBLIC
                && network.isPresent()
                && charter.isPresent()
                && actor.isPresent()
                && json.id("object").equals(network.map(Did::toString));
        return join
                ? Optional.of(new Membership(
                        document.owner(),
                        actor.get().canonical(),
                        network.get(),
                        charter.get(),
                        document.proofTime(),
                        document.id(),
                        document.hash()))
                : Optional.empty();
    }
}
