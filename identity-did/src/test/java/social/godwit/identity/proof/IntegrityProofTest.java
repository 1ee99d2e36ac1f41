package social.godwit.identity.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.Vectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.KeysOfVectors;
import social.godwit.identity.key.ProofStatement;
import social.godwit.identity.key.SigningKey;

class IntegrityProofTest {
    private static final Instant CREATED = Instant.parse("2023-02-24T23:36:38Z");
    private static final String KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    private static final String METHOD = "https://server.example/users/alice#ed25519-key";
    private static final String V1 = "https://w3id.org/security/data-integrity/v1";
    private static final String V2 = "https://w3id.org/security/data-integrity/v2";
    private static final Ed25519PublicKey PUBLIC = Ed25519PublicKey.parse(KEY).orElseThrow();
    private static final SigningKey SECRET = KeysOfVectors.FEP_8B32;

    /** Vector A of FEP-8b32. */
    private static JsonObject fep8b32(String dataIntegrity, boolean location) {
        return Vectors.object("""
                {'@context':['https://www.w3.org/ns/activitystreams','%s'],
                'id':'https://server.example/activities/1','type':'Create','actor':'https://server.example/users/alice',
                'object':{'id':'https://server.example/objects/1','type':'Note',
                'attributedTo':'https://server.example/users/alice','content':'Hello world'%s}}""".formatted(
                        dataIntegrity,
                        location ? ",'location':{'type':'Place','longitude':-71.184902,'latitude':25.273962}" : ""));
    }

    private static JsonObject options(JsonObject document, boolean context) {
        JsonObject.Builder options = JsonObject.builder();
        if (context) {
            options.put("@context", document.get("@context"));
        }
        return options.put("type", "DataIntegrityProof")
                .put("cryptosuite", "eddsa-jcs-2022")
                .put("verificationMethod", METHOD)
                .put("proofPurpose", "assertionMethod")
                .put("created", "2023-02-24T23:36:38Z")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        V2
                + ", true, cf63e2308ce7d1137667192c5c5e751ba7b1c6e3d5e746a7b717d309654ad198, 0793e8d97e2de4b989b2b2d7a5fae8cf941f102a03c0ecab00f03eaa2330c650, z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL",
        V2
                + ", false, 29c9da0b4c03aaac78ddfd6e45a554d5b1751eb421720d06e26013dc65923517, 0793e8d97e2de4b989b2b2d7a5fae8cf941f102a03c0ecab00f03eaa2330c650, z5bZgaP3oausBCsnwDcSaEBaTrfaRGsm1zhpH9AuJ8HjRnQvNWLYYxTXffeeaywdRFjXuq37QziM1efwCVdB5Ko24",
        V1
                + ", true, 2f3aa883895eb5799a2108fb1b0e6ec6e62b09b7aeb081322dd4d6ea2f5a0f6c, 357354f600d92e59af6020ec0066bdc8802ee6376d8da86195409514c9460ca8, zLaewdp4H9kqtwyrLatK4cjY5oRHwVcw4gibPSUDYDMhi4M49v8pcYk3ZB6D69dNpAPbUmY8ocuJ3m9KhKJEEg7z"
    })
    void makesAndVerifiesVectorA(String context, boolean inProof, String proofHash, String documentHash, String value) {
        JsonObject document = fep8b32(context, true);
        JsonObject options = options(document, inProof);
        JsonObject signed = document.with("proof", options.with("proofValue", new JsonString(value)));

        assertThat(Jcs.hash(options).hex()).isEqualTo(proofHash);
        assertThat(Jcs.hash(document).hex()).isEqualTo(documentHash);
        assertThat(Multibase.encode(SECRET.sign(ProofStatement.of(options, document))))
                .isEqualTo(value);
        assertThat(IntegrityProof.verify(signed, PUBLIC)).isEqualTo(new ProofVerdict.Valid(Did.of(PUBLIC), CREATED));
        if (inProof) {
            assertThat(IntegrityProof.sign(document, SECRET, METHOD, CREATED)).isEqualTo(signed);
        }
    }

    /** Vector A with {@code expires}: the option is outside the closed set, expired or not. */
    @ParameterizedTest
    @CsvSource({
        "3000-01-01T00:00:00Z, z4bp44KNvTEeb7h8gY7tpbF9EaJxzbcYc6JNPxMv1wdWDakBt2vVEC3UzjctghA5XP2NevDnDCPzph2oNNb3qRJ8K",
        "2023-02-24T23:36:39Z, z25og1nNL6TLjQ8fHK4WmzWZzjb8BhcVvaoXToxE9qpcB6iqCWmWhmSAifmcWA11rtdomgGpkRNeEPDMXWJY5BDVQ"
    })
    @DisplayName("P2: proofs that expire are refused")
    void refusesExpires(String expires, String value) {
        JsonObject document = fep8b32(V2, false);
        JsonObject options = options(document, true).with("expires", new JsonString(expires));
        byte[] hashes = ProofStatement.hashes(options, document);
        JsonObject signed = document.with("proof", options.with("proofValue", new JsonString(value)));

        assertThat(HexFormat.of().formatHex(hashes, 32, 64))
                .isIn("d196f3002acc00ee1cbe3468171929916edbdae5cdf374e3492f9846b6324faf");
        assertRefused(signed, ProofRefusal.OPTION);
    }

    @Test
    void followsTheW3cExampleStepByStep() {
        String folder = "vc-di-eddsa-jcs-2022/";
        JsonObject signed = Vectors.object(Vectors.bytes(folder + "signedJCS.json"));
        JsonObject document = signed.without("proof");
        JsonObject options = signed.object("proof").orElseThrow().without("proofValue");

        assertThat(Jcs.bytes(document))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(Vectors.text(folder + "canonDocJCS.txt"));
        assertThat(Jcs.bytes(options))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(Vectors.text(folder + "proofCanonJCS.txt"));
        assertThat(options).isEqualTo(Vectors.object(Vectors.bytes(folder + "proofConfigJCS.json")));
        assertThat(Jcs.hash(document).hex()).isEqualTo(Vectors.text(folder + "docHashJCS.txt"));
        assertThat(Jcs.hash(options).hex()).isEqualTo(Vectors.text(folder + "proofHashJCS.txt"));
        byte[] message = ProofStatement.of(options, document).message();
        assertThat(HexFormat.of().formatHex(message)).isEqualTo(Vectors.text(folder + "combinedHashJCS.txt"));
        byte[] signature = SECRET.sign(ProofStatement.of(options, document));
        assertThat(HexFormat.of().formatHex(signature)).isEqualTo(Vectors.text(folder + "sigHexJCS.txt"));
        assertThat(Multibase.encode(signature)).isEqualTo(Vectors.text(folder + "sigBTC58JCS.txt"));
        assertThat(IntegrityProof.verify(signed)).isEqualTo(new ProofVerdict.Valid(Did.of(PUBLIC), CREATED));
        assertThat(IntegrityProof.sign(document, SECRET, CREATED)).isEqualTo(signed);
    }

    /** Vector C, of Mitra: the method is the bare DID, and the proof has no context. */
    @Test
    void verifiesVectorC() {
        JsonObject signed = Vectors.object("""
                {'@context':['https://www.w3.org/ns/activitystreams','https://w3id.org/security/data-integrity/v1'],
                'id':'ap://did:key:z6MkvUie7gDQugJmyDQQPhMCCBfKJo7aGvzQYF2BqvFvdwx6/testobject','type':'Note',
                'attributedTo':'ap://did:key:z6MkvUie7gDQugJmyDQQPhMCCBfKJo7aGvzQYF2BqvFvdwx6/actor','content':'test',
                'proof':{'type':'DataIntegrityProof','cryptosuite':'eddsa-jcs-2022','created':'2023-02-24T23:36:38Z',
                'verificationMethod':'did:key:z6MkvUie7gDQugJmyDQQPhMCCBfKJo7aGvzQYF2BqvFvdwx6',
                'proofPurpose':'assertionMethod','proofValue':
                'z5kjVLvxaFQ4WpdCcM1RbkGqruFUTtYgX89XynSQjH4DYEVUWQhCVKLMRuTByYWqQS8SmxSJKeiBh9f2Y84pbfemn'}}""");

        assertThat(IntegrityProof.verify(signed)).isInstanceOf(ProofVerdict.Valid.class);
    }

    /** Vector D, of Fedify: two owners, each map verified as it stands. */
    @Test
    void verifiesVectorD() {
        JsonObject outer = Vectors.object(Vectors.bytes("map-local-create-note.signed.json"));
        JsonObject inner = outer.object("object").orElseThrow();

        assertThat(Jcs.hash(outer.without("proof")).hex())
                .isEqualTo("f49f8c592c02d0ee85b7f7182fd593ddf6e7f432d8388843e4d086238f45bafc");
        assertThat(Jcs.hash(inner.without("proof")).hex())
                .isEqualTo("9c9ffa1efcc871d219b8622e98253168ac65867ee76d6e4183ee0ca0226c2fd3");
        assertThat(Jcs.hash(outer.object("proof").orElseThrow().without("proofValue"))
                        .hex())
                .isEqualTo("c9842a6bca0a0594e99f1525344ce4f0c8c6096f5a832525a05205aacd8791e0");
        assertThat(Jcs.hash(inner.object("proof").orElseThrow().without("proofValue"))
                        .hex())
                .isEqualTo("1ebdc71cb480bd324b030f85c02dc6f8db879716faf0f7ee0f05df4c395d71b4");
        assertThat(IntegrityProof.verify(outer)).isInstanceOf(ProofVerdict.Valid.class);
        assertThat(IntegrityProof.verify(inner)).isInstanceOf(ProofVerdict.Valid.class);
    }

    @Test
    void tamperingInsideBreaksBothProofsOfVectorD() {
        JsonObject outer = Vectors.object(Vectors.bytes("map-local-create-note.signed.json"));
        JsonObject inner = outer.object("object").orElseThrow().with("content", new JsonString("other"));

        assertRefused(outer.with("object", inner), ProofRefusal.SIGNATURE);
        assertRefused(inner, ProofRefusal.SIGNATURE);
    }

    @Test
    void anotherValidInnerProofBreaksTheOuterOfVectorD() {
        JsonObject outer = Vectors.object(Vectors.bytes("map-local-create-note.signed.json"));
        JsonObject again = IntegrityProof.sign(
                outer.object("object").orElseThrow().without("proof"), SECRET, CREATED.plusSeconds(1));

        assertThat(IntegrityProof.verify(again)).isInstanceOf(ProofVerdict.Valid.class);
        assertRefused(outer.with("object", again), ProofRefusal.SIGNATURE);
    }

    /** Vectors E and F: bodies as Mitra 5.10.0 and tootik 0.25.4 sent them. */
    @ParameterizedTest
    @CsvSource({
        "mitra-5.10.0-create.body, d1ozC9i0ryDU//wSsMAzw9wD/r5HN0ti5wovjUSqN8k=",
        "tootik-0.25.4-follow.body, ZlDZCndYkYcCvPMpFmRZJE+QT1SVtwope+KPaV5U/r8="
    })
    void verifiesLiveCaptures(String file, String digest) {
        byte[] body = Vectors.bytes(file);

        assertThat(java.util.Base64.getEncoder().encodeToString(Sha256.of(body).bytes()))
                .isEqualTo(digest);
        assertThat(IntegrityProof.verify(Vectors.object(body))).isInstanceOf(ProofVerdict.Valid.class);
    }

    @Test
    void signsAndVerifiesByDid() {
        SigningKey key = SigningKey.generate(new SeededRandomness(1));
        Instant created = Instant.parse("2026-11-22T10:00:00.999Z");
        JsonObject signed =
                IntegrityProof.sign(Vectors.object("{'@context':'https://a.example/c','type':'Note'}"), key, created);

        assertThat(IntegrityProof.verify(signed))
                .isEqualTo(new ProofVerdict.Valid(key.did(), Instant.parse("2026-11-22T10:00:00Z")));
        assertThat(signed.object("proof").orElseThrow().get("@context")).isEqualTo(Json.of("https://a.example/c"));
        assertThat(IntegrityProof.verificationMethod(signed)).contains(key.did().verificationMethod());
    }

    @Test
    void saysWhenThereIsNoProof() {
        assertThat(IntegrityProof.verify(fep8b32(V2, true))).isEqualTo(new ProofVerdict.Absent());
    }

    @ParameterizedTest
    @CsvSource({
        "type, Ed25519Signature2020, SUITE",
        "cryptosuite, jcs-eddsa-2022, SUITE",
        "cryptosuite, eddsa-rdfc-2022, SUITE",
        "cryptosuite, mldsa44-jcs-2024, SUITE",
        "proofPurpose, authentication, PURPOSE",
        "domain, example.com, OPTION",
        "challenge, abc, OPTION",
        "nonce, abc, OPTION",
        "previousProof, urn:x, OPTION",
        "id, urn:x, OPTION",
        "@context, https://other.example/c, CONTEXT",
        "created, 2023-02-24, MALFORMED",
        "created, 2023-02-24T23:36:38, MALFORMED",
        "created, 2023-13-24T23:36:38Z, MALFORMED",
        "created, 2023-02-30T23:36:38Z, MALFORMED",
        "created, 2023-02-24t23:36:38z, MALFORMED",
        "created, 2023-02-24T23:36:39Z, SIGNATURE",
        "proofValue, z111, SIGNATURE",
        "proofValue, u42ff, SIGNATURE",
        "verificationMethod, https://server.example/k, KEY",
        "verificationMethod, did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK, SIGNATURE"
    })
    @DisplayName("P1, P2: refuses every other option and value")
    void refusesOtherOptions(String option, String value, ProofRefusal reason) {
        SigningKey key = SigningKey.generate(new SeededRandomness(1));
        JsonObject signed = IntegrityProof.sign(fep8b32(V2, true), key, CREATED);
        JsonObject proof = signed.object("proof").orElseThrow().with(option, new JsonString(value));

        assertRefused(signed.with("proof", proof), reason);
    }

    @Test
    @DisplayName("P2: refuses two proofs, references and missing members")
    void refusesOtherShapes() {
        JsonObject signed =
                IntegrityProof.sign(fep8b32(V2, true), SECRET, SECRET.did().verificationMethod(), CREATED);
        JsonObject proof = signed.object("proof").orElseThrow();

        assertRefused(signed.with("proof", new JsonArray(List.of(proof))), ProofRefusal.MALFORMED);
        assertRefused(signed.with("proof", new JsonArray(List.of(proof, proof))), ProofRefusal.MALFORMED);
        assertRefused(signed.with("proof", Json.of("https://server.example/proof")), ProofRefusal.MALFORMED);
        for (String member : List.of("created", "verificationMethod", "proofValue")) {
            assertRefused(signed.with("proof", proof.without(member)), ProofRefusal.MALFORMED);
        }
        assertRefused(signed.with("proof", proof.without("@context")), ProofRefusal.SIGNATURE);
    }

    private static void assertRefused(JsonObject signed, ProofRefusal reason) {
        assertThat(IntegrityProof.verify(signed))
                .isInstanceOfSatisfying(
                        ProofVerdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
