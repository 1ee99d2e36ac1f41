package social.godwit.identity.checkpoint;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

/**
 * A link in the chain of what one device published in one class: the hashes that are new, and how many there are by now.
 * Signed by the device inside the map, and by the authority key as a document. Checkpoints are not listed themselves.
 *
 * @param account the authority
 * @param device who published
 * @param chain which of the device's chains
 * @param seq 1 for the first link of a chain, then one more each
 * @param previous hash of the link before; none exactly for the first
 * @param added hashes of documents, at most {@link #MAX_ADDED}, distinct
 * @param count of all hashes in the chain up to and with this link
 * @param others the newest links known of the account's other chains of this class, at most {@link #MAX_OTHERS}
 */
public record Checkpoint(
        Did account,
        Did device,
        ChainClass chain,
        long seq,
        Optional<Sha256> previous,
        List<Sha256> added,
        long count,
        List<Link> others) {
    /** Most hashes that one link adds. */
    public static final int MAX_ADDED = 1_000;
    /** Most links of other devices that one link names. */
    public static final int MAX_OTHERS = 256;

    /**
     * A link of some chain by name.
     *
     * @param hash of the checkpoint's map without signature, the end of its id
     */
    public record Link(Did device, long seq, Sha256 hash) {}

    /** Checks what any single link must keep. */
    public Checkpoint {
        added = List.copyOf(added);
        others = List.copyOf(others);
        boolean good = seq >= 1
                && (seq == 1) == previous.isEmpty()
                && added.size() <= MAX_ADDED
                && new HashSet<>(added).size() == added.size()
                && count >= added.size()
                && (seq > 1 || count == added.size())
                && others.size() <= MAX_OTHERS
                && others.stream().noneMatch(link -> link.device().equals(device) || link.seq() < 1)
                && others.stream().map(Link::device).distinct().count() == others.size();
        if (!good) {
            throw new IllegalArgumentException("not a checkpoint: seq " + seq + ", count " + count);
        }
    }

    /** The first link of a chain. */
    public static Checkpoint first(Did account, Did device, ChainClass chain, List<Sha256> added, List<Link> others) {
        return new Checkpoint(account, device, chain, 1, Optional.empty(), added, added.size(), others);
    }

    /** The link after this one. */
    public Checkpoint next(List<Sha256> newlyAdded, List<Link> newest) {
        return new Checkpoint(
                account, device, chain, seq + 1, Optional.of(hash()), newlyAdded, count + newlyAdded.size(), newest);
    }

    /** The link's name: hash of its map. */
    public Sha256 hash() {
        return ContentId.hash(CheckpointForm.map(this));
    }

    /** This link as others name it. */
    public Link link() {
        return new Link(device, seq, hash());
    }

    /** Returns the signed document; a public chain's is addressed to Public. */
    public JsonObject sign(SigningKey authority, SigningKey deviceKey, Instant created) {
        if (!authority.did().equals(account) || !deviceKey.did().equals(device)) {
            throw new IllegalArgumentException("keys of another account or device");
        }
        JsonObject map = MapStatement.sign(MapPurpose.CHECKPOINT, CheckpointForm.map(this), deviceKey);
        JsonObject.Builder document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", ContentId.ofCheckpoint(account, map).canonical())
                .put("type", ContentId.CHECKPOINT)
                .put("attributedTo", account.toString());
        if (chain == ChainClass.PUBLIC) {
            document.put("to", List.of("https://www.w3.org/ns/activitystreams#Public"));
        }
        return IntegrityProof.sign(document.put("checkpoint", map).build(), authority, created);
    }

    /** Reads a checkpoint out of an admitted document; whether the device may speak is the key log's to say. */
    public static CheckpointReading read(PortableDocument document) {
        return CheckpointForm.read(document);
    }
}
