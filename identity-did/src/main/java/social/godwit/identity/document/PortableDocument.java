package social.godwit.identity.document;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * A signed document of an account (FEP-ef61), admitted: its proof is valid and by the DID of its id, it is owned by that
 * DID, and so is every document in it. The bytes are kept as they came.
 */
public final class PortableDocument {
    /** How far a proof time may run ahead of the clock. */
    public static final Duration AHEAD = Duration.ofMinutes(10);

    /** The contexts that our documents are signed with, in this order. */
    public static final List<String> CONTEXT = List.of(
            "https://www.w3.org/ns/activitystreams",
            "https://w3id.org/security/v1",
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/data-integrity/v2",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/fep/ef61");

    private final byte[] bytes;
    private final JsonObject json;
    private final PortableId id;
    private final Optional<Origin> spelling;
    private final String type;
    private final Kind kind;
    private final Instant proofTime;
    private final List<PortableDocument> embedded;
    private @Nullable Sha256 hash;

    PortableDocument(
            byte[] bytes,
            JsonObject json,
            PortableId id,
            Optional<Origin> spelling,
            String type,
            Kind kind,
            Instant proofTime,
            List<PortableDocument> embedded) {
        this.bytes = bytes;
        this.json = json;
        this.id = id;
        this.spelling = spelling;
        this.type = type;
        this.kind = kind;
        this.proofTime = proofTime;
        this.embedded = embedded;
    }

    /** Decides on bytes, whole and at once: strict JSON, shape, owner, proofs, embedded documents. */
    public static DocumentVerdict read(byte[] bytes, Instant now) {
        return new DocumentReader(bytes.clone()).read(now);
    }

    /** The id, by whose {@link PortableId#canonical} documents are compared. */
    public PortableId id() {
        return id;
    }

    /** The gateway in the id as it is spelt; none for an {@code ap} id. */
    public Optional<Origin> spelling() {
        return spelling;
    }

    /** The DID that owns and signed the document: the one of its id. */
    public Did owner() {
        return id.did();
    }

    /** The one {@code type}. */
    public String type() {
        return type;
    }

    /** What the document is by its members. */
    public Kind kind() {
        return kind;
    }

    /** The parsed document with its proof. */
    public JsonObject json() {
        return json;
    }

    /** The document as it was received, or cut out of the one that it is embedded in. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the canonical form with proof: what replicas, checkpoints and receipts know the document by. */
    public Sha256 hash() {
        Sha256 known = hash;
        if (known == null) {
            known = Jcs.hash(json);
            hash = known;
        }
        return known;
    }

    /** The {@code created} of the proof. */
    public Instant proofTime() {
        return proofTime;
    }

    /** The {@code sequence} of an actor document. */
    public OptionalLong sequence() {
        return json.get("sequence") instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
    }

    /** Hash of the version of the actor document that this one replaces. */
    public Optional<Sha256> previous() {
        return json.string("previous").flatMap(Sha256::parseMultibase);
    }

    /** The documents with proofs of their own in this one, outermost first. */
    public List<PortableDocument> embedded() {
        return embedded;
    }

    /** The embedded document with this id, for example an activity's object. */
    public Optional<PortableDocument> embedded(PortableId wanted) {
        return embedded.stream().filter(document -> document.id.equals(wanted)).findFirst();
    }

    /** Who may see it. */
    public Visibility visibility() {
        return Visibility.of(json, kind, type, owner());
    }

    /** Whom {@code to}, {@code cc} and {@code audience} name, each once, as written. */
    public List<String> recipients() {
        List<String> recipients = new ArrayList<>();
        for (String field : new String[] {"to", "cc", "audience"}) {
            for (String recipient : json.ids(field)) {
                if (!recipients.contains(recipient)) {
                    recipients.add(recipient);
                }
            }
        }
        return List.copyOf(recipients);
    }

    /** The gateways of an actor document, first is home; empty for other documents. */
    public List<Origin> gateways() {
        return kind == Kind.ACTOR ? Gateways.of(json).orElse(List.of()) : List.of();
    }

    /** Whether it is named after its content and so can never be replaced or deleted. */
    public boolean permanent() {
        return ContentId.reserves(id);
    }

    /** The canonical id and the hash. */
    @Override
    public String toString() {
        return id + " " + hash();
    }
}
