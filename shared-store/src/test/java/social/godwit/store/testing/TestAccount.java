package social.godwit.store.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import social.godwit.identity.Randomness;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.Helpers;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.proof.IntegrityProof;

/** An account that signs real documents, the same for the same seed. */
public final class TestAccount {
    /** Everyone. */
    public static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    /** When the account begins to speak; later documents are a second apart. */
    public static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final SigningKey authority;
    private final SigningKey recovery;
    private final SigningKey nextRecovery;
    private final Randomness randomness;
    private Instant time = START;

    /** The account of this seed. */
    public TestAccount(long seed) {
        var random = new Random(seed);
        this.randomness = count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
        this.authority = SigningKey.generate(randomness);
        this.recovery = SigningKey.generate(randomness);
        this.nextRecovery = SigningKey.generate(randomness);
    }

    /** Whose account. */
    public Did did() {
        return authority.did();
    }

    /** The id of a document. */
    public PortableId id(String path) {
        return PortableId.of(did(), path);
    }

    /** A key of the account's making. */
    public SigningKey newKey() {
        return SigningKey.generate(randomness);
    }

    /** The time of the next document, a second after the last. */
    public Instant tick() {
        time = time.plusSeconds(1);
        return time;
    }

    /** Signs and reads back. */
    public PortableDocument sign(JsonObject unsigned, Instant created) {
        return read(IntegrityProof.sign(unsigned, authority, created));
    }

    /** Reads a signed document. */
    public static PortableDocument read(JsonObject signed) {
        return switch (PortableDocument.read(Jcs.bytes(signed), Instant.parse("2100-01-01T00:00:00Z"))) {
            case DocumentVerdict.Admissible(PortableDocument document) -> document;
            case DocumentVerdict other -> throw new AssertionError(other.toString());
        };
    }

    private JsonObject.Builder begin(String id, String type) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id)
                .put("type", type);
    }

    /** A note, unsigned, for more members. */
    public JsonObject.Builder noteAt(String id, String content, String... to) {
        return begin(id, "Note")
                .put("attributedTo", id("/actor").canonical())
                .put("content", content)
                .put("to", List.of(to));
    }

    /** A public note. */
    public PortableDocument note(String path, String content) {
        return note(path, content, tick());
    }

    /** A public note of that time. */
    public PortableDocument note(String path, String content, Instant created) {
        return sign(noteAt(id(path).canonical(), content, PUBLIC).build(), created);
    }

    /** A public note spelt with a gateway. */
    public PortableDocument noteSpelt(Origin gateway, String path, String content) {
        return sign(noteAt(id(path).at(gateway), content, PUBLIC).build(), tick());
    }

    /** A public activity with an object that is a document of its own. */
    public PortableDocument activity(String path, String type, PortableDocument object) {
        return sign(
                begin(id(path).canonical(), type)
                        .put("actor", id("/actor").canonical())
                        .put("object", object.json())
                        .put("to", List.of(PUBLIC))
                        .build(),
                tick());
    }

    /** A public activity with an object by id. */
    public PortableDocument activity(String path, String type, String object) {
        return sign(
                begin(id(path).canonical(), type)
                        .put("actor", id("/actor").canonical())
                        .put("object", object)
                        .put("to", List.of(PUBLIC))
                        .build(),
                tick());
    }

    /** A signed tombstone. */
    public PortableDocument tombstone(String path) {
        return sign(
                begin(id(path).canonical(), "Tombstone")
                        .put("attributedTo", id("/actor").canonical())
                        .put("to", List.of(PUBLIC))
                        .build(),
                tick());
    }

    /** An actor document; a sequence below 0 is left out. */
    public PortableDocument actor(Origin gateway, long sequence, UnaryOperator<JsonObject.Builder> more) {
        JsonObject.Builder actor = begin(id("/actor").at(gateway), "Person")
                .put("inbox", id("/actor/inbox").at(gateway))
                .put("outbox", id("/actor/outbox").at(gateway))
                .put("gateways", List.of(gateway.toString()));
        if (sequence >= 0) {
            actor.put("sequence", sequence);
        }
        return sign(more.apply(actor).build(), tick());
    }

    /** The first entry of the key log. */
    public Genesis genesisEntry() {
        return new Genesis(did(), KeyLogEntry.commitment(recovery.publicKey()));
    }

    /** The first entry of the key log, signed. */
    public PortableDocument genesis() {
        return read(genesisEntry().sign(authority, START));
    }

    /** Another first entry, with another recovery key. */
    public PortableDocument otherGenesis() {
        return read(new Genesis(did(), KeyLogEntry.commitment(newKey().publicKey())).sign(authority, tick()));
    }

    /** A device is added. */
    public PortableDocument addDevice(SigningKey device) {
        return read(new DeviceAddition(did(), genesisEntry().hash(), device.did()).sign(authority, tick()));
    }

    /** A device is revoked, with its chains recognised up to these links. */
    public PortableDocument revokeDevice(SigningKey device, Checkpoint... last) {
        return read(
                new DeviceRevocation(did(), genesisEntry().hash(), revocation(device, last)).sign(authority, tick()));
    }

    /** The recovery key revokes a device, alone: the document is in the recovery key's own name. */
    public PortableDocument recoverAlone(SigningKey device, Checkpoint... last) {
        var genesis = genesisEntry().hash();
        return read(new Recovery(
                        did(),
                        genesis,
                        genesis,
                        recovery.publicKey(),
                        KeyLogEntry.commitment(nextRecovery.publicKey()),
                        List.of(),
                        List.of(revocation(device, last)))
                .signAlone(recovery, tick()));
    }

    /** The recovery key's first word: helpers, or a successor and what counts of a device. */
    public PortableDocument recoverAlone(Optional<Helpers> helpers, Optional<Did> successor, Revocation... kept) {
        var genesis = genesisEntry().hash();
        return read(new Recovery(
                        did(),
                        genesis,
                        genesis,
                        recovery.publicKey(),
                        KeyLogEntry.commitment(nextRecovery.publicKey()),
                        List.of(),
                        List.of(kept),
                        helpers,
                        successor)
                .signAlone(recovery, tick()));
    }

    /** The authority key's word that the recovery key is lost. */
    public JsonObject entry(KeyLogEntry.RecoveryReplacement lost) {
        return lost.sign(authority, tick());
    }

    /** The same, with a proof that claims to be of that time. */
    public JsonObject entry(KeyLogEntry.RecoveryReplacement lost, Instant claimed) {
        return lost.sign(authority, claimed);
    }

    /** A device's objection, with the authority key's proof. */
    public JsonObject veto(KeyLogEntry.Veto veto, SigningKey device) {
        return veto.sign(device, authority, tick());
    }

    /** A recovery by a key that was not committed to. */
    public PortableDocument recoverByStranger(SigningKey device) {
        var genesis = genesisEntry().hash();
        SigningKey stranger = newKey();
        return read(new Recovery(
                        did(),
                        genesis,
                        genesis,
                        stranger.publicKey(),
                        KeyLogEntry.commitment(nextRecovery.publicKey()),
                        List.of(),
                        List.of(revocation(device)))
                .sign(stranger, authority, tick()));
    }

    /** A device is revoked, with its chains recognised up to these links. */
    public static Revocation revocation(SigningKey device, Checkpoint... last) {
        List<ChainEnd> ends = new ArrayList<>();
        for (Checkpoint link : last) {
            ends.add(new ChainEnd(link.chain(), link.seq(), link.hash()));
        }
        return new Revocation(device.did(), ends);
    }

    /** The next link of a device's public chain. */
    public Checkpoint link(SigningKey device, Optional<Checkpoint> before, PortableDocument... listed) {
        List<Sha256> hashes = new ArrayList<>();
        for (PortableDocument document : listed) {
            hashes.add(document.hash());
        }
        return before.map(link -> link.next(hashes, List.of()))
                .orElseGet(() -> Checkpoint.first(did(), device.did(), ChainClass.PUBLIC, hashes, List.of()));
    }

    /** A link as a document. */
    public PortableDocument sign(Checkpoint link, SigningKey device) {
        return read(link.sign(authority, device, tick()));
    }

    /** Time passes for the account. */
    public void advance(Duration more) {
        time = time.plus(more);
    }
}
