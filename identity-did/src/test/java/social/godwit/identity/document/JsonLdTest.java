package social.godwit.identity.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import jakarta.json.JsonArray;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.Vectors;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.proof.IntegrityProof;

/** Servers that do expand JSON-LD must be able to: every type of document with the six contexts, by a JSON-LD 1.1 processor. */
class JsonLdTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final SigningKey ALICE = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey DEVICE = SigningKey.generate(new SeededRandomness(2));
    private static final SigningKey RECOVERY = SigningKey.generate(new SeededRandomness(3));
    private static final String BASE = "https://gw.example/.well-known/apgateway/" + ALICE.did();
    private static final String AS = "https://www.w3.org/ns/activitystreams#";
    private static final Map<String, String> CONTEXTS = Map.of(
            "https://www.w3.org/ns/activitystreams", "activitystreams",
            "https://w3id.org/security/v1", "security-v1",
            "https://www.w3.org/ns/did/v1", "did-v1",
            "https://w3id.org/security/data-integrity/v2", "security-data-integrity-v2",
            "https://w3id.org/security/multikey/v1", "security-multikey-v1",
            "https://w3id.org/fep/ef61", "fep-ef61");

    /** Bundled contexts only: nothing is fetched. */
    private static final DocumentLoader LOADER = (url, options) -> {
        String name = CONTEXTS.get(url.toString());
        InputStream in = name == null ? null : JsonLdTest.class.getResourceAsStream("/contexts/" + name + ".json");
        if (in == null) {
            throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, url.toString());
        }
        return JsonDocument.of(in);
    };

    private static JsonArray expand(JsonObject document) throws JsonLdError {
        JsonLdOptions options = new JsonLdOptions(LOADER);
        return JsonLd.expand(JsonDocument.of(new ByteArrayInputStream(Jcs.bytes(document))))
                .options(options)
                .get();
    }

    private static JsonObject activity(String type, Object object) {
        JsonObject.Builder activity = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", BASE + "/activities/" + type)
                .put("type", type)
                .put("actor", BASE + "/actor")
                .put("to", List.of(AS + "Public"));
        return IntegrityProof.sign(
                (object instanceof JsonObject map
                                ? activity.put("object", map)
                                : activity.put("object", (String) object))
                        .build(),
                ALICE,
                NOW);
    }

    private static JsonObject note() {
        return IntegrityProof.sign(
                Vectors.object("""
                        {'id':'%1$s/objects/1','type':'Note','attributedTo':'%1$s/actor','content':'x',
                        'contentMap':{'en':'x'},'url':'https://gw.example/@a/1','replies':'%1$s/objects/1/replies',
                        'likes':'%1$s/objects/1/likes','shares':'%1$s/objects/1/shares','context':'%1$s/objects/1/context',
                        'interactionPolicy':{'canQuote':{'automaticApproval':['https://www.w3.org/ns/activitystreams#Public']}},
                        'attachment':[{'type':'Image','mediaType':'image/png','url':'https://gw.example/x',
                        'digestMultibase':'zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4'}],
                        'to':['https://www.w3.org/ns/activitystreams#Public'],'cc':['%1$s/actor/followers']}""".formatted(BASE)).with("@context", Json.strings(PortableDocument.CONTEXT)),
                ALICE,
                NOW);
    }

    private static JsonObject actor() {
        RsaKeyPair rsa = RsaKeyPair.generate(new SeededRandomness(9));
        String fragment = BASE + "/actor#" + rsa.publicKey().fragment();
        return IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", BASE + "/actor")
                        .put("type", "Person")
                        .put("preferredUsername", "alice")
                        .put("inbox", BASE + "/actor/inbox")
                        .put("outbox", BASE + "/actor/outbox")
                        .put("gateways", List.of("https://gw.example", "https://gw2.example"))
                        .put("sequence", 5)
                        .put("webfinger", "alice@gw.example")
                        .put("manuallyApprovesFollowers", false)
                        .put(
                                "endpoints",
                                JsonObject.builder()
                                        .put("sharedInbox", "https://gw.example/inbox")
                                        .build())
                        .put(
                                "publicKey",
                                JsonObject.builder()
                                        .put("id", fragment)
                                        .put("type", "CryptographicKey")
                                        .put("owner", BASE + "/actor")
                                        .put("publicKeyPem", rsa.publicKey().pem())
                                        .build())
                        .put(
                                "assertionMethod",
                                List.of(
                                        JsonObject.builder()
                                                .put("id", fragment)
                                                .put("type", "Multikey")
                                                .put("controller", BASE + "/actor")
                                                .put(
                                                        "publicKeyMultibase",
                                                        rsa.publicKey().multibase())
                                                .build(),
                                        JsonObject.builder()
                                                .put("id", BASE + "/actor#ed25519-key")
                                                .put("type", "Multikey")
                                                .put("controller", BASE + "/actor")
                                                .put(
                                                        "publicKeyMultibase",
                                                        ALICE.publicKey().multibase())
                                                .build()))
                        .build(),
                ALICE,
                NOW);
    }

    static Stream<Arguments> documents() {
        KeyLogEntry.Genesis genesis =
                new KeyLogEntry.Genesis(ALICE.did(), KeyLogEntry.commitment(RECOVERY.publicKey()));
        KeyLogEntry.Revocation revocation = new KeyLogEntry.Revocation(
                DEVICE.did(), List.of(new ChainEnd(ChainClass.PUBLIC, 1, Sha256.of(new byte[0]))));
        return Stream.of(
                Arguments.of("actor", actor()),
                Arguments.of("note", note()),
                Arguments.of("create", activity("Create", note())),
                Arguments.of("update", activity("Update", actor())),
                Arguments.of("follow", activity("Follow", "https://other.example/users/b")),
                Arguments.of("accept", activity("Accept", "https://other.example/follows/1")),
                Arguments.of("like", activity("Like", "https://other.example/notes/1")),
                Arguments.of("announce", activity("Announce", "https://other.example/notes/1")),
                Arguments.of("delete", activity("Delete", BASE + "/objects/1")),
                Arguments.of("undo", activity("Undo", activity("Follow", "https://other.example/users/b"))),
                Arguments.of("block", activity("Block", "https://other.example/users/b")),
                Arguments.of("genesis", genesis.sign(ALICE, NOW)),
                Arguments.of(
                        "device added",
                        new KeyLogEntry.DeviceAddition(ALICE.did(), genesis.hash(), DEVICE.did()).sign(ALICE, NOW)),
                Arguments.of(
                        "device revoked",
                        new KeyLogEntry.DeviceRevocation(ALICE.did(), genesis.hash(), revocation).sign(ALICE, NOW)),
                Arguments.of(
                        "recovery",
                        new KeyLogEntry.Recovery(
                                        ALICE.did(),
                                        genesis.hash(),
                                        genesis.hash(),
                                        RECOVERY.publicKey(),
                                        KeyLogEntry.commitment(DEVICE.publicKey()),
                                        List.of(),
                                        List.of(revocation))
                                .sign(RECOVERY, ALICE, NOW)),
                Arguments.of(
                        "checkpoint",
                        Checkpoint.first(
                                        ALICE.did(),
                                        DEVICE.did(),
                                        ChainClass.PUBLIC,
                                        List.of(Sha256.of(new byte[0])),
                                        List.of())
                                .sign(ALICE, DEVICE, NOW)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void everyDocumentExpands(String name, JsonObject document) throws JsonLdError {
        assertThat(PortableDocument.read(Jcs.bytes(document), NOW))
                .as(name)
                .isInstanceOf(DocumentVerdict.Admissible.class);
        JsonArray expanded = expand(document);

        assertThat(expanded).hasSize(1);
        jakarta.json.JsonObject root = expanded.getJsonObject(0);
        assertThat(root.getString("@id")).isEqualTo(document.string("id").orElseThrow());
        assertThat(root).containsKey("https://w3id.org/security#proof");
        if (document.has("actor")) {
            assertThat(root).containsKeys(AS + "actor", AS + "object");
        }
    }

    @Test
    void gatewaysAndDigestsKeepTheirMeaning() throws JsonLdError {
        assertThat(expand(actor()).getJsonObject(0)).containsKeys("https://w3id.org/fep/ef61/gateways");
        assertThat(expand(note()).toString()).contains("https://www.w3.org/ns/credentials/v2#digestMultibase");
    }

    @Test
    void nothingIsFetched() {
        JsonObject document = note().with("@context", Json.of("https://evil.example/context"));

        assertThatThrownBy(() -> expand(document)).isInstanceOf(JsonLdError.class);
    }
}
