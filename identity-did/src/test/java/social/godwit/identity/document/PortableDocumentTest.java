package social.godwit.identity.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.Vectors;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.DocumentVerdict.Inadmissible;
import social.godwit.identity.document.DocumentVerdict.NotYet;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;

class PortableDocumentTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey ALICE = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey BOB = SigningKey.generate(new SeededRandomness(2));

    private static String gw(String path) {
        return "https://gw.example/.well-known/apgateway/" + ALICE.did() + path;
    }

    private static JsonObject note() {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/objects/1"))
                .put("type", "Note")
                .put("attributedTo", gw("/actor"))
                .put("content", "Hello €")
                .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                .build();
    }

    private static JsonObject create(Json object) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/activities/1"))
                .put("type", "Create")
                .put("actor", gw("/actor"))
                .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                .put("object", object)
                .build();
    }

    private static JsonObject actor() {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/actor"))
                .put("type", "Person")
                .put("inbox", gw("/actor/inbox"))
                .put("outbox", gw("/actor/outbox"))
                .put("gateways", List.of("https://gw.example", "https://gw2.example"))
                .put(
                        "assertionMethod",
                        List.of(JsonObject.builder()
                                .put("id", gw("/actor#ed25519-key"))
                                .put("type", "Multikey")
                                .put("controller", gw("/actor"))
                                .put("publicKeyMultibase", ALICE.publicKey().multibase())
                                .build()))
                .build();
    }

    private static JsonObject signed(JsonObject document) {
        return IntegrityProof.sign(document, ALICE, NOW);
    }

    private static DocumentVerdict read(JsonObject document) {
        return PortableDocument.read(Jcs.bytes(document), NOW);
    }

    private static PortableDocument admitted(JsonObject document) {
        DocumentVerdict verdict = read(document);
        assertThat(verdict).isInstanceOf(Admissible.class);
        return ((Admissible) verdict).document();
    }

    private static void assertRefused(JsonObject document, Inadmissibility reason) {
        assertThat(read(document))
                .isInstanceOfSatisfying(
                        Inadmissible.class,
                        refused -> assertThat(refused.reason())
                                .as(refused.detail())
                                .isEqualTo(reason));
    }

    /** Signs whatever is changed, so that only the change can be the fault. */
    private static void assertRefusedAlthoughSigned(JsonObject document, Inadmissibility reason) {
        assertRefused(signed(document), reason);
    }

    @Test
    void admitsANote() {
        JsonObject json = signed(note());
        PortableDocument document = admitted(json);

        assertThat(document.id().canonical()).isEqualTo("ap://" + ALICE.did() + "/objects/1");
        assertThat(document.spelling()).contains(new Origin("https", "gw.example", -1));
        assertThat(document.owner()).isEqualTo(ALICE.did());
        assertThat(document.type()).isEqualTo("Note");
        assertThat(document.kind()).isEqualTo(Kind.OBJECT);
        assertThat(document.proofTime()).isEqualTo(NOW);
        assertThat(document.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(document.hash()).isEqualTo(Sha256.of(Jcs.bytes(json)));
        assertThat(document.embedded()).isEmpty();
        assertThat(document.recipients()).containsExactly("https://www.w3.org/ns/activitystreams#Public");
    }

    @Test
    void keepsTheBytesAsTheyCameAndHashesTheirCanonicalForm() {
        JsonObject inner = signed(note());
        JsonObject outer = signed(create(inner));
        String pretty = outer.toString().replace(",\"", " ,\n \"").replace("€", "\\u20ac");
        byte[] bytes = pretty.getBytes(StandardCharsets.UTF_8);
        PortableDocument document = ((Admissible) PortableDocument.read(bytes, NOW)).document();

        assertThat(document.bytes()).isEqualTo(bytes);
        assertThat(document.hash()).isEqualTo(Jcs.hash(outer));
        PortableDocument embedded = document.embedded(
                        PortableId.parse(gw("/objects/1")).orElseThrow())
                .orElseThrow();
        assertThat(new String(embedded.bytes(), StandardCharsets.UTF_8))
                .contains("\\u20ac")
                .startsWith("{")
                .endsWith("}");
        assertThat(PortableDocument.read(embedded.bytes(), NOW)).isInstanceOf(Admissible.class);
        assertThat(embedded.hash()).isEqualTo(Jcs.hash(inner));
    }

    @Test
    void admitsAnActorWithSequence() {
        PortableDocument document = admitted(signed(actor().with("sequence", JsonNumber.of(NOW.toEpochMilli()))));

        assertThat(document.kind()).isEqualTo(Kind.ACTOR);
        assertThat(document.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(document.sequence()).isEqualTo(OptionalLong.of(NOW.toEpochMilli()));
        assertThat(document.gateways()).map(Origin::host).containsExactly("gw.example", "gw2.example");
        assertThat(admitted(signed(actor())).sequence()).isEmpty();
    }

    @Test
    void listsNestedDocumentsOnce() {
        JsonObject note = signed(note());
        JsonObject undo = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/activities/2"))
                .put("type", "Undo")
                .put("actor", gw("/actor"))
                .put("object", signed(create(note)))
                .build();
        PortableDocument document = admitted(signed(undo));

        assertThat(document.embedded()).map(PortableDocument::type).containsExactly("Create", "Note");
        assertThat(document.embedded().getFirst().embedded())
                .map(PortableDocument::type)
                .containsExactly("Note");
    }

    @Test
    @DisplayName("P2: only time may say not yet, and only when nothing else is wrong")
    void waitsForProofTimesAhead() {
        assertThat(read(IntegrityProof.sign(note(), ALICE, NOW.plusSeconds(600))))
                .isInstanceOf(Admissible.class);
        assertThat(read(IntegrityProof.sign(note(), ALICE, NOW.plusSeconds(601))))
                .isEqualTo(new NotYet(NOW.plusSeconds(1)));
        JsonObject future = IntegrityProof.sign(note(), ALICE, NOW.plusSeconds(10_000));
        assertRefused(future.with("content", Json.of("other")), Inadmissibility.PROOF);
        assertThat(read(signed(create(future)))).isEqualTo(new NotYet(NOW.plusSeconds(9_400)));
    }

    @Test
    @DisplayName("P1: refuses a proof by another DID, also where it names the right one")
    void refusesOtherSigners() {
        assertRefused(IntegrityProof.sign(note(), BOB, NOW), Inadmissibility.PROOF);
        assertRefused(IntegrityProof.sign(note(), BOB, ALICE.did().verificationMethod(), NOW), Inadmissibility.PROOF);
        assertRefused(
                IntegrityProof.sign(note(), ALICE, ALICE.did() + "#" + BOB.did().multibase(), NOW),
                Inadmissibility.PROOF);
    }

    @Test
    @DisplayName("P2: refuses documents without a proof, and with two")
    void refusesUnsigned() {
        JsonObject signed = signed(note());

        assertRefused(note(), Inadmissibility.UNSIGNED);
        assertRefused(
                note().with(
                                "proof",
                                new JsonArray(List.of(signed.object("proof").orElseThrow()))),
                Inadmissibility.PROOF);
        assertRefused(signed.without("id"), Inadmissibility.ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expires", "domain", "challenge", "nonce", "previousProof"})
    @DisplayName("P2: refuses every extra proof option, although it is under the signature")
    void refusesExtraOptions(String option) {
        JsonObject signed = signed(note());
        JsonObject proof = signed.object("proof").orElseThrow().with(option, Json.of("3000-01-01T00:00:00Z"));

        assertRefused(signed.with("proof", proof), Inadmissibility.PROOF);
    }

    @ParameterizedTest
    @CsvSource({
        "id, https://server.example/notes/1, ID",
        "id, '', ID",
        "type, '', TYPE",
        "attributedTo, https://server.example/users/alice, OWNER",
        "attributedTo, '', OWNER",
        "@context, '', CONTEXT",
        "@context, urn:x, CONTEXT",
        "signature, x, LD_SIGNATURE",
        "bto, https://a.example/b, HIDDEN_RECIPIENTS",
        "bcc, https://a.example/b, HIDDEN_RECIPIENTS",
        "@graph, x, KEYWORD",
        "@included, x, KEYWORD",
        "@reverse, x, KEYWORD",
        "@id, x, KEYWORD",
        "@type, Note, KEYWORD",
        "@nest, x, KEYWORD",
        "@json, x, KEYWORD",
        "href, https://a.example/b, KEY",
        "publicKeyPem, x, KEY",
        "publicKeyMultibase, z6Mk, KEY"
    })
    @DisplayName("rows 8, 10, 31: refuses members although they are signed")
    void refusesMembers(String member, String value, Inadmissibility reason) {
        assertRefusedAlthoughSigned(note().with(member, new JsonString(value)), reason);
    }

    @Test
    @DisplayName("P1: an id has no fragment and no hints")
    void refusesIdsWithFragmentOrHints() {
        assertRefusedAlthoughSigned(note().with("id", Json.of(gw("/objects/1#x"))), Inadmissibility.ID);
        assertRefusedAlthoughSigned(
                note().with("id", Json.of("ap://" + ALICE.did() + "/objects/1?@gateway=https%3A%2F%2Fa.example")),
                Inadmissibility.ID);
    }

    @Test
    @DisplayName("rows 9, 10: the owner is one URI of the id's DID")
    void refusesOtherOwners() {
        Json bob = Json.of("ap://" + BOB.did() + "/actor");

        assertRefusedAlthoughSigned(note().with("attributedTo", bob), Inadmissibility.OWNER);
        assertRefusedAlthoughSigned(create(Json.of("https://a.example/1")).with("actor", bob), Inadmissibility.OWNER);
        assertRefusedAlthoughSigned(
                note().with("attributedTo", Json.strings(List.of(gw("/actor")))), Inadmissibility.OWNER);
        assertRefusedAlthoughSigned(note().with("attributedTo", JsonNumber.of(1)), Inadmissibility.OWNER);
        assertRefusedAlthoughSigned(note().without("attributedTo"), Inadmissibility.OWNER);
        assertRefusedAlthoughSigned(
                actor().with("inbox", Json.of("https://evil.example/inbox")), Inadmissibility.OWNER);
        assertThat(read(signed(note().with("attributedTo", Json.of(ALICE.did().toString())))))
                .isInstanceOf(Admissible.class);
    }

    @Test
    void admitsATombstoneWithoutOwner() {
        JsonObject tombstone = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/objects/1"))
                .put("type", "Tombstone")
                .build();

        assertThat(admitted(signed(tombstone)).visibility()).isEqualTo(Visibility.SELF);
        assertRefusedAlthoughSigned(
                tombstone.with("attributedTo", Json.of("ap://" + BOB.did() + "/actor")), Inadmissibility.OWNER);
    }

    @Test
    void aTypeIsASingleString() {
        assertThat(admitted(signed(note().with("type", Json.strings(List.of("Note")))))
                        .type())
                .isEqualTo("Note");
        assertRefusedAlthoughSigned(
                note().with("type", Json.strings(List.of("Note", "Article"))), Inadmissibility.TYPE);
        assertRefusedAlthoughSigned(note().with("type", JsonNumber.of(1)), Inadmissibility.TYPE);
    }

    @Test
    @DisplayName("row 31: contexts are URL strings, few, and nothing is defined inline")
    void refusesOtherContexts() {
        JsonObject inline = JsonObject.builder()
                .put("actor", "https://evil.example/ns#actor")
                .build();

        assertRefusedAlthoughSigned(note().with("@context", inline), Inadmissibility.CONTEXT);
        assertRefusedAlthoughSigned(
                note().with("@context", new JsonArray(List.of(Json.of(PortableDocument.CONTEXT.getFirst()), inline))),
                Inadmissibility.CONTEXT);
        assertRefusedAlthoughSigned(note().without("@context"), Inadmissibility.CONTEXT);
        assertRefusedAlthoughSigned(note().with("@context", new JsonArray(List.of())), Inadmissibility.CONTEXT);
        assertRefusedAlthoughSigned(
                note().with("@context", Json.strings(java.util.Collections.nCopies(50, "https://a.example/c"))),
                Inadmissibility.CONTEXT);
        assertRefusedAlthoughSigned(
                note().with("tag", JsonObject.builder().put("@context", inline).build()), Inadmissibility.KEYWORD);
    }

    @Test
    @DisplayName("P6: refuses an embedded document of another owner, signed or not")
    void refusesEmbeddedDocumentsOfOthers() {
        JsonObject bobs = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", "ap://" + BOB.did() + "/objects/1")
                .put("type", "Note")
                .put("attributedTo", "ap://" + BOB.did() + "/actor")
                .put("content", "x")
                .build();

        assertRefusedAlthoughSigned(create(IntegrityProof.sign(bobs, BOB, NOW)), Inadmissibility.EMBEDDED);
        assertRefusedAlthoughSigned(create(bobs), Inadmissibility.EMBEDDED);
        assertRefusedAlthoughSigned(
                create(new JsonArray(List.of(signed(note()), IntegrityProof.sign(bobs, BOB, NOW)))),
                Inadmissibility.EMBEDDED);
        assertThat(read(Vectors.object(Vectors.bytes("map-local-create-note.signed.json"))))
                .isInstanceOfSatisfying(
                        Inadmissible.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Inadmissibility.EMBEDDED));
    }

    @Test
    @DisplayName("P6: refuses an embedded document whose own proof is wrong")
    void refusesEmbeddedDocumentsWithBadProofs() {
        assertRefusedAlthoughSigned(create(signed(note()).with("content", Json.of("other"))), Inadmissibility.PROOF);
        assertRefusedAlthoughSigned(create(IntegrityProof.sign(note(), BOB, NOW)), Inadmissibility.PROOF);
        assertRefusedAlthoughSigned(create(signed(note()).without("id")), Inadmissibility.EMBEDDED);
        assertRefusedAlthoughSigned(
                create(signed(note().with("attributedTo", Json.of("ap://" + BOB.did() + "/actor")))),
                Inadmissibility.OWNER);
    }

    @Test
    void anUnsignedCopyOfAnOwnDocumentIsNoDocument() {
        PortableDocument document = admitted(signed(create(note())));

        assertThat(document.embedded()).isEmpty();
        assertRefusedAlthoughSigned(
                create(note().with("attributedTo", Json.of("https://server.example/users/bob"))),
                Inadmissibility.EMBEDDED);
        assertRefusedAlthoughSigned(
                create(note().with("id", Json.of("https://x.example/.well-known/apgateway/did:key:zzz/a"))),
                Inadmissibility.EMBEDDED);
    }

    @Test
    @DisplayName("rows 6, 8: keys belong in the actor document and to the actor")
    void refusesKeysElsewhere() {
        JsonObject key = (JsonObject) actor().list("assertionMethod").getFirst();
        JsonObject bobs = key.with("controller", Json.of("ap://" + BOB.did() + "/actor"));

        assertThat(read(signed(actor()))).isInstanceOf(Admissible.class);
        assertRefusedAlthoughSigned(note().with("assertionMethod", key), Inadmissibility.KEY);
        assertRefusedAlthoughSigned(note().with("attachment", key), Inadmissibility.KEY);
        assertRefusedAlthoughSigned(actor().with("attachment", key), Inadmissibility.KEY);
        assertRefusedAlthoughSigned(actor().with("assertionMethod", bobs), Inadmissibility.KEY);
        assertRefusedAlthoughSigned(actor().with("assertionMethod", key.without("controller")), Inadmissibility.KEY);
        assertRefusedAlthoughSigned(create(key.without("id")), Inadmissibility.KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.example/",
                "https://gw.example/path",
                "https://gw.example?q",
                "https://user@gw.example",
                "ftp://gw.example",
                "https://GW.example",
                "https://gw.example:443",
                "gw.example",
                "https://gw2.example"
            })
    @DisplayName("P8: refuses gateways that are no distinct origins")
    void refusesOtherGateways(String gateway) {
        assertRefusedAlthoughSigned(
                actor().with("gateways", Json.strings(List.of("https://gw2.example", gateway))),
                Inadmissibility.GATEWAYS);
    }

    @Test
    @DisplayName("P8: refuses no gateways and too many")
    void refusesNumbersOfGateways() {
        List<String> many = java.util.stream.IntStream.range(0, 17)
                .mapToObj(i -> "https://g" + i + ".example")
                .toList();

        assertRefusedAlthoughSigned(actor().with("gateways", Json.strings(many)), Inadmissibility.GATEWAYS);
        assertThat(read(signed(actor().with("gateways", Json.strings(many.subList(0, 16))))))
                .isInstanceOf(Admissible.class);
        assertRefusedAlthoughSigned(actor().with("gateways", Json.strings(List.of())), Inadmissibility.GATEWAYS);
        assertRefusedAlthoughSigned(actor().with("gateways", Json.of("https://gw.example")), Inadmissibility.GATEWAYS);
        assertRefusedAlthoughSigned(actor().without("gateways"), Inadmissibility.GATEWAYS);
    }

    @Test
    @DisplayName("P4: a sequence never runs ahead of its proof time")
    void refusesSequences() {
        assertRefusedAlthoughSigned(
                actor().with("sequence", JsonNumber.of(NOW.toEpochMilli() + 1)), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(actor().with("sequence", JsonNumber.of((1L << 53) - 1)), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(actor().with("sequence", JsonNumber.of(1e300)), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(actor().with("sequence", JsonNumber.of(-1)), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(actor().with("sequence", JsonNumber.of(1.5)), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(actor().with("sequence", Json.of("1")), Inadmissibility.SEQUENCE);
        assertRefusedAlthoughSigned(
                actor().with("sequence", JsonNumber.of(1)).with("previous", Json.of("x")), Inadmissibility.SEQUENCE);
    }

    @Test
    @DisplayName("row 27: refuses too many maps, embedded documents and recipients")
    void refusesTooMuch() {
        JsonObject tag = JsonObject.builder().put("type", "Hashtag").build();
        List<JsonObject> notes = new java.util.ArrayList<>();
        for (int i = 0; i < 17; i++) {
            notes.add(signed(note().with("id", Json.of(gw("/objects/" + i)))));
        }

        assertRefusedAlthoughSigned(
                note().with("tag", new JsonArray(java.util.Collections.nCopies(512, tag))), Inadmissibility.LIMIT);
        assertRefusedAlthoughSigned(create(new JsonArray(List.copyOf(notes))), Inadmissibility.LIMIT);
        assertRefusedAlthoughSigned(
                note().with("to", Json.strings(java.util.Collections.nCopies(513, "https://a.example/b"))),
                Inadmissibility.LIMIT);
        assertThat(read(signed(create(new JsonArray(List.copyOf(notes.subList(0, 16)))))))
                .isInstanceOf(Admissible.class);
    }

    @Test
    @DisplayName("rows 27 to 30: what is no strict JSON is refused before anything is hashed")
    void refusesBadJson() {
        for (String bad : List.of("", "[]", "\"x\"", "{\"id\":1,\"id\":2}", "{\"a\":1e400}", "{\"Actor\":1}")) {
            assertThat(PortableDocument.read(bad.getBytes(StandardCharsets.UTF_8), NOW))
                    .isInstanceOfSatisfying(
                            Inadmissible.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Inadmissibility.JSON));
        }
    }

    /** Vectors E and F, and C: what other servers sign is admitted. */
    @ParameterizedTest
    @ValueSource(strings = {"mitra-5.10.0-create.body", "tootik-0.25.4-follow.body"})
    void admitsForeignDocuments(String file) {
        assertThat(PortableDocument.read(Vectors.bytes(file), NOW)).isInstanceOf(Admissible.class);
    }

    @Test
    void findsTheNoteInMitrasCreate() {
        PortableDocument create =
                ((Admissible) PortableDocument.read(Vectors.bytes("mitra-5.10.0-create.body"), NOW)).document();

        assertThat(create.embedded()).map(PortableDocument::type).containsExactly("Note");
        assertThat(create.spelling()).isEmpty();
        assertThat(create.visibility()).isEqualTo(Visibility.PUBLIC);
    }

    @Test
    void aReservedIdNamesItsContent() {
        JsonObject entry = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", gw("/keylog/" + Sha256.of(new byte[0]).multibase()))
                .put("type", "KeyLogEntry")
                .put("attributedTo", ALICE.did().toString())
                .put("entry", JsonObject.builder().put("type", "Future").build())
                .build();
        PortableId right = ContentId.ofEntry(ALICE.did(), entry.object("entry").orElseThrow());

        assertRefusedAlthoughSigned(entry, Inadmissibility.CONTENT_ID);
        assertThat(admitted(signed(entry.with("id", Json.of(right.canonical()))))
                        .permanent())
                .isTrue();
        assertRefusedAlthoughSigned(note().with("id", Json.of(right.canonical())), Inadmissibility.CONTENT_ID);
        assertRefusedAlthoughSigned(
                note().with("id", Json.of(right.canonical())).with("type", Json.of("Tombstone")),
                Inadmissibility.CONTENT_ID);
    }
}
