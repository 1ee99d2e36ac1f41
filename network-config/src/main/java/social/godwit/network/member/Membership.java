package social.godwit.network.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.charter.Governance.Decision;

/**
 * An account is a member of a network: its own {@code Join} of the network's DID, public, which says the version of the charter
 * that it joined under. One is a member until one deletes it; no server has a say in that.
 *
 * @param id of the document, which a {@code Delete} ends
 * @param since when the account says so
 */
public record Membership(Did member, Did network, Sha256 charter, Instant since, PortableId id) {
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

    /** Reads a membership out of an admitted document; nothing when it is some other document. */
    public static Optional<Membership> read(PortableDocument document) {
        JsonObject json = document.json();
        Optional<Did> network = json.string("network").flatMap(Did::parse);
        Optional<Sha256> charter = json.string("charter").flatMap(Sha256::parseMultibase);
        boolean join = document.type().equals(TYPE)
                && document.visibility() == Visibility.PUBLIC
                && network.isPresent()
                && charter.isPresent()
                && json.id("object").equals(network.map(Did::toString));
        return join
                ? Optional.of(new Membership(
                        document.owner(), network.get(), charter.get(), document.proofTime(), document.id()))
                : Optional.empty();
    }

    /**
     * Who may vote at {@code at} under a decision: who has been a member for long enough, in the
     * order of DIDs' text. Times are the members' own claims: whoever signs a roll takes the memberships that it knew before.
     */
    public static List<Did> electorate(Collection<Membership> memberships, Decision decision, Instant at) {
        Instant latest = at.minus(Duration.ofDays(decision.memberDays()));
        Map<String, Did> voters = new TreeMap<>();
        memberships.stream()
                .filter(membership -> !membership.since().isAfter(latest))
                .forEach(membership -> voters.put(membership.member().toString(), membership.member()));
        return List.copyOf(voters.values());
    }
}
