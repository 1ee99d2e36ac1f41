package social.godwit.activitypub.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import social.godwit.identity.Randomness;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.proof.IntegrityProof;

/** Somebody with a key, who signs documents as a client would. */
final class Person {
    static final String HERE = "https://here.example";
    static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    /** A key that actor documents may pin for this gateway. */
    static final String HERE_KEY = SigningKey.generate(byte[]::new).did().toString();

    final String name;
    final SigningKey key;
    final SigningKey device;
    final SigningKey recovery;
    private Instant now = Instant.parse("2026-11-22T11:00:00Z");
    private int documents;

    Person(String name, Randomness randomness) {
        this.name = name;
        this.key = SigningKey.generate(randomness);
        this.device = SigningKey.generate(randomness);
        this.recovery = SigningKey.generate(randomness);
    }

    Did did() {
        return key.did();
    }

    String id(String path) {
        return HERE + "/.well-known/apgateway/" + did() + path;
    }

    JsonObject.Builder actorDraft() {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id("/actor"))
                .put("type", "Person")
                .put("preferredUsername", name)
                .put("name", "The " + name)
                .put("inbox", id("/actor/inbox"))
                .put("outbox", id("/actor/outbox"))
                .put("followers", id("/actor/followers"))
                .put("following", id("/actor/following"))
                .put("featured", id("/actor/featured"))
                .put("manuallyApprovesFollowers", false)
                .put("url", HERE + "/@" + name)
                .put("gateways", List.of(HERE));
    }

    JsonObject actor() {
        return sign(actorDraft().build());
    }

    JsonObject actor(UnaryOperator<JsonObject> change) {
        return sign(change.apply(actorDraft().build()));
    }

    /** Its clock shows that time. */
    void setClock(Instant time) {
        now = time;
    }

    void advance(java.time.Duration time) {
        now = now.plus(time);
    }

    JsonObject sign(JsonObject draft) {
        now = now.plusSeconds(1);
        return IntegrityProof.sign(draft, key, now);
    }

    /** A post in its Create, both signed. */
    JsonObject create(String to) {
        return create(to, "hello " + name);
    }

    JsonObject create(String to, String content) {
        String note = id("/objects/" + ++documents);
        return createOf(sign(JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", note)
                .put("type", "Note")
                .put("attributedTo", id("/actor"))
                .put("content", content)
                .put("url", HERE + "/@" + name + "/" + documents)
                .put("replies", note + "/replies")
                .put("likes", note + "/likes")
                .put("to", List.of(to))
                .build()));
    }

    JsonObject createOf(JsonObject note) {
        return activity("Create", note).build();
    }

    Signed activity(String type, social.godwit.identity.json.Json object) {
        JsonObject.Builder draft = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", id("/activities/" + ++documents))
                .put("type", type)
                .put("actor", id("/actor"))
                .put("object", object);
        if (object instanceof JsonObject document && document.has("to")) {
            draft.put("to", document.get("to"));
        } else {
            draft.put("to", List.of(PUBLIC));
        }
        return new Signed(this, draft);
    }

    /** An activity that is not signed yet. */
    record Signed(Person person, JsonObject.Builder draft) {
        Signed with(String key, String value) {
            draft.put(key, value);
            return this;
        }

        JsonObject build() {
            return person.sign(draft.build());
        }
    }

    List<JsonObject> logBeginning() {
        var genesis = new KeyLogEntry.Genesis(did(), KeyLogEntry.commitment(recovery.publicKey()));
        return List.of(
                genesis.sign(key, now),
                new KeyLogEntry.DeviceAddition(did(), genesis.hash(), device.did()).sign(key, now));
    }

    JsonObject revocation(SigningKey device) {
        var genesis = new KeyLogEntry.Genesis(did(), KeyLogEntry.commitment(recovery.publicKey()));
        return new KeyLogEntry.DeviceRevocation(
                        did(), genesis.hash(), new KeyLogEntry.Revocation(device.did(), List.of()))
                .sign(key, now);
    }

    /** The recovery key's word, which lets these devices speak. */
    JsonObject recovery(List<Did> added) {
        var genesis = new KeyLogEntry.Genesis(did(), KeyLogEntry.commitment(recovery.publicKey())).hash();
        return new KeyLogEntry.Recovery(
                        did(),
                        genesis,
                        genesis,
                        recovery.publicKey(),
                        KeyLogEntry.commitment(recovery.publicKey()),
                        added,
                        List.of())
                .signAlone(recovery, now);
    }

    JsonObject addition(SigningKey device) {
        var genesis = new KeyLogEntry.Genesis(did(), KeyLogEntry.commitment(recovery.publicKey()));
        return new KeyLogEntry.DeviceAddition(did(), genesis.hash(), device.did()).sign(key, now);
    }

    /** An Ed25519 key as an actor document lists it. */
    JsonObject listing(SigningKey listed, String id) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", "Multikey")
                .put("controller", id("/actor"))
                .put("publicKeyMultibase", listed.publicKey().multibase())
                .build();
    }

    JsonObject firstCheckpoint(List<JsonObject> documents) {
        return Checkpoint.first(did(), device.did(), ChainClass.PUBLIC, hashes(documents), List.of())
                .sign(key, device, now);
    }

    JsonObject nextCheckpoint(List<JsonObject> first, List<JsonObject> more) {
        return Checkpoint.first(did(), device.did(), ChainClass.PUBLIC, hashes(first), List.of())
                .next(hashes(more), List.of())
                .sign(key, device, now);
    }

    static List<Sha256> hashes(List<JsonObject> documents) {
        return documents.stream().map(Jcs::hash).toList();
    }

    static List<byte[]> bytes(JsonObject... documents) {
        return bytes(List.of(documents));
    }

    static List<byte[]> bytes(List<JsonObject> documents) {
        List<byte[]> texts = new ArrayList<>();
        documents.forEach(document -> texts.add(Jcs.bytes(document)));
        return texts;
    }

    static String text(JsonObject document) {
        return new String(Jcs.bytes(document), StandardCharsets.UTF_8);
    }
}
