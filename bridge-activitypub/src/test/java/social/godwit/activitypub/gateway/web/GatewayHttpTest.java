package social.godwit.activitypub.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.account.SealedAccountKey;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.Batch;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.activitypub.gateway.OutboxOutcome;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.media.HashlinkPath;
import social.godwit.activitypub.media.RefusedMedia;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.RequestStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.media.MediaStore;
import social.godwit.store.media.OpenMediaStore;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestDatabase;
import social.godwit.store.testing.TestDids;

/** The gateway's URLs over real HTTP: types, statuses, header fields, limits. */
class GatewayHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create(OpenMediaStore.row());

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static GatewayWorld world;
    private static HttpServer server;
    private static String origin;
    private static volatile boolean refusing;
    /** How often it was looked whose media a file is. */
    private static final AtomicInteger judged = new AtomicInteger();

    @BeforeAll
    static void serve() {
        world = new GatewayWorld(DB);
        Router router = Router.router(VERTX);
        Beans beans = world.beans();
        beans.make("gateway.web.GatewayRoutes").get(GatewayRoutes.class).register(router);
        beans.make("gateway.web.DocumentRoutes").get(DocumentRoutes.class).register(router);
        beans.with(new Refusing());
        world.routeMedia(router);
        server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        origin = "http://localhost:" + server.actualPort();
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void describesItself() {
        HttpResponse<byte[]> answer = get("/.well-known/apgateway", Map.of());
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject description = json(answer);
        assertThat(description.string("uploadMedia")).contains(GatewayWorld.ORIGIN + "/.well-known/apgateway-media");
        assertThat(description.string("instance").orElseThrow()).startsWith("did:key:");
        assertThat(description.string("registrations")).contains("open");
    }

    @Test
    void registersOnceAndAnswersTheSameAgain() {
        JsonObject actor = world.actor("http1");
        HttpResponse<byte[]> first = post("/.well-known/apgateway", MediaTypes.ACTIVITY_JSON, actor);
        assertThat(first.statusCode()).isEqualTo(201);
        JsonObject answer = json(first);
        JsonObject method = (JsonObject) answer.list("assertionMethod").getFirst();
        assertThat(method.string("id").orElseThrow())
                .startsWith(actor.string("id").orElseThrow() + "#rsa-");
        assertThat(method.string("publicKeyMultibase").orElseThrow()).startsWith("z4MX");
        assertThat(SealedAccountKey.open(answer.string("sealedPrivateKey").orElseThrow(), world.key("http1")))
                .isPresent();
        HttpResponse<byte[]> again = post("/.well-known/apgateway", MediaTypes.ACTIVITY_JSON, actor);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).get("assertionMethod")).isEqualTo(answer.get("assertionMethod"));
    }

    /** Row 20: what is not said to be a document is none. */
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html", "application/ld+json", "application/octet-stream"})
    void refusesOtherTypes(String type) {
        assertThat(post("/.well-known/apgateway", type, world.actor("type")).statusCode())
                .isEqualTo(415);
    }

    @Test
    void takesPostsAndServesThem() {
        world.register("http2");
        JsonObject create = world.create("http2", "public");
        HttpResponse<byte[]> taken = post(world.path("http2", "/actor/outbox"), MediaTypes.NDJSON, create);
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(json(taken).list("accepted")).hasSize(1);
        assertThat(json(taken).object("receipt")).isPresent();

        String path = path(create.id("object").orElseThrow());
        HttpResponse<byte[]> shown = get(path, Map.of("Accept", MediaTypes.ACCEPT_DOCUMENT));
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("content-type")).contains(MediaTypes.LD_JSON_ACTIVITYSTREAMS);
        assertThat(get(path, Map.of()).headers().firstValue("content-type")).contains(MediaTypes.ACTIVITY_JSON);
        String tag = shown.headers().firstValue("etag").orElseThrow();
        assertThat(get(path, Map.of("If-None-Match", tag)).statusCode()).isEqualTo(304);
        // Row 57.
        assertThat(shown.headers().firstValue("vary").orElseThrow()).contains("Signature-Input");
        assertThat(shown.headers().firstValue("cache-control").orElseThrow()).startsWith("public");
        HttpResponse<byte[]> page = get(path, Map.of("Accept", "text/html"));
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("location").orElseThrow()).startsWith(GatewayWorld.ORIGIN + "/@http2/");
        // The raw path decides: an encoded DID is the same one, another path is not.
        assertThat(get(path.replace("did:key:", "did%3Akey%3A"), Map.of()).statusCode())
                .isEqualTo(200);
        assertThat(get(path + "/", Map.of()).statusCode()).isEqualTo(404);
        assertThat(get(path.replace("/objects", "/./objects"), Map.of()).statusCode())
                .isEqualTo(404);
    }

    /** Rows 56, 57 and 61: what is not for everyone looks like nothing, and stays in no cache. */
    @Test
    void showsPrivateDocumentsToTheirOwnerOnly() {
        world.register("http3");
        world.register("other3");
        JsonObject create = world.create("http3", "self");
        assertThat(post(world.path("http3", "/actor/outbox"), MediaTypes.ACTIVITY_JSON, create)
                        .statusCode())
                .isEqualTo(202);
        String path = path(create.string("id").orElseThrow());
        HttpResponse<byte[]> unsigned = get(path, Map.of());
        HttpResponse<byte[]> never = get(world.path("http3", "/activities/never"), Map.of());
        assertThat(unsigned.statusCode()).isEqualTo(404);
        assertThat(unsigned.body()).isEqualTo(never.body());
        assertThat(unsigned.headers().map()).isEqualTo(never.headers().map());
        assertThat(get(path, signed("other3", "GET", path, new byte[0])).statusCode())
                .isEqualTo(404);
        HttpResponse<byte[]> own = get(path, signed("http3", "GET", path, new byte[0]));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("cache-control")).contains("private, no-store");
    }

    @Test
    void readsAnInboxToItsOwnerOnly() {
        world.register("http4");
        world.register("other4");
        String inbox = world.path("http4", "/actor/inbox");
        assertThat(get(inbox, Map.of()).statusCode()).isEqualTo(401);
        assertThat(get(inbox, signed("other4", "GET", inbox, new byte[0])).statusCode())
                .isEqualTo(403);
        String elsewhere = world.path("http4", "/actor/outbox");
        assertThat(get(inbox, signed("http4", "GET", elsewhere, new byte[0])).statusCode())
                .isEqualTo(401);
        assertThat(get(inbox, signed("http4", "GET", inbox, new byte[0])).statusCode())
                .isEqualTo(200);
        String nobodys = path(world.actor("nobody4").string("inbox").orElseThrow());
        assertThat(get(nobodys, signed("nobody4", "GET", nobodys, new byte[0])).statusCode())
                .isEqualTo(404);
    }

    /** Row P3: nothing is served or taken for accounts that are not hosted here. */
    @Test
    void knowsOnlyAccountsThatAreHostedHere() {
        JsonObject actor = world.actor("stranger5");
        assertThat(get(path(actor.string("id").orElseThrow()), Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(post(path(actor.string("outbox").orElseThrow()), MediaTypes.ACTIVITY_JSON, actor)
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/.well-known/apgateway/did:key:zNonsense/actor", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    /** Row 24: a body is counted as it comes in, whatever the client says of its length. */
    @Test
    void refusesBodiesThatAreTooLongWithAndWithoutALength() throws IOException {
        byte[] large = new byte[Batch.BYTES_MAX + 1];
        assertThat(send(request("/.well-known/apgateway", Map.of("Content-Type", MediaTypes.NDJSON))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(large)))
                        .statusCode())
                .isEqualTo(413);
        try (Socket socket = new Socket("localhost", server.actualPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /.well-known/apgateway HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = new byte[1 << 16];
            try {
                for (int sent = 0; sent <= Batch.BYTES_MAX; sent += chunk.length) {
                    out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.write(chunk);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException closed) {
                // The server has answered and hung up.
            }
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    /** Row 25. */
    @Test
    void refusesCompressedBodies() {
        assertThat(send(request(
                                        "/.well-known/apgateway",
                                        Map.of("Content-Type", MediaTypes.NDJSON, "Content-Encoding", "gzip"))
                                .POST(HttpRequest.BodyPublishers.ofString("x")))
                        .statusCode())
                .isEqualTo(415);
    }

    /** Rows 21 and 22. */
    @Test
    void keepsMediaAndServesThemSoThatTheyAreNeverADocument() {
        world.register("http6");
        String upload = "/.well-known/apgateway-media";
        assertThat(upload(upload, PNG, Map.of()).statusCode()).isEqualTo(401);
        HttpResponse<byte[]> kept = upload(upload, PNG, signed("http6", "POST", upload, PNG));
        assertThat(kept.statusCode()).isEqualTo(201);
        String link = Sha256.of(PNG).hashlink();
        assertThat(json(kept).string("url")).contains(link);
        for (String path : List.of(upload + "/" + link, "/.well-known/apgateway/" + link)) {
            HttpResponse<byte[]> file = get(path, Map.of("Accept", MediaTypes.ACTIVITY_JSON));
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.body()).isEqualTo(PNG);
            assertThat(file.headers().firstValue("content-type")).contains("image/png");
            assertThat(file.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(file.headers().firstValue("content-security-policy").orElseThrow())
                    .contains("sandbox");
            assertThat(file.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
        }
        HttpResponse<byte[]> part = get(upload + "/" + link, Map.of("Range", "bytes=1-3"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(new String(part.body(), StandardCharsets.US_ASCII)).isEqualTo("PNG");
        assertThat(get(upload + "/" + link, Map.of("Range", "bytes=9999-")).statusCode())
                .isEqualTo(416);
        assertThat(get(upload + "/hl:zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4", Map.of())
                        .statusCode())
                .isEqualTo(404);

        byte[] note = Json.of("x").toString().getBytes(StandardCharsets.UTF_8);
        assertThat(upload(upload, note, signed("http6", "POST", upload, note)).statusCode())
                .isEqualTo(400);
        byte[] swapped = PNG.clone();
        swapped[60] ^= 1;
        assertThat(upload(upload, swapped, signed("http6", "POST", upload, PNG)).statusCode())
                .isEqualTo(401);
        Map<String, String> once = signed("http6", "POST", upload, PNG);
        assertThat(upload(upload, PNG, once).statusCode()).isEqualTo(201);
        assertThat(upload(upload, PNG, once).statusCode())
                .as("the same request again")
                .isEqualTo(401);
    }

    /** Moderators refuse the media of one server. */
    private static final class Refusing implements FederationPolicy {
        @Override
        public boolean refusesMedia() {
            return refusing;
        }

        @Override
        public Stance stanceOn(String host) {
            return Stance.ALLOW;
        }

        @Override
        public Standing standing(String id) {
            judged.incrementAndGet();
            return new Standing(
                    Stance.ALLOW, false, refusing && Ids.host(id).equals("refused.test"), List.of(), List.of());
        }
    }

    @Test
    @DisplayName(
            "copies of media of accounts at home on a server whose media are refused are not served, and go; people's here stay")
    void refusedMedia() {
        Origin home = Origin.parse("https://refused.test").orElseThrow();
        TestAccount elsewhere = new TestAccount(4_100);
        Repositories repositories = world.beans().get(Repositories.class);
        DB.await(repositories.open(elsewhere.did(), RepositoryKind.ACCOUNT));
        DB.await(repositories.admit(List.of(elsewhere.actor(
                home,
                1,
                actor -> actor.put("gateways", List.of(home.toString()))
                        .put("gatewayKeys", List.of(TestDids.did(1).toString()))))));
        MediaStore store = world.beans().get(MediaStore.class);
        RefusedMedia refused = world.beans().get(RefusedMedia.class);
        world.register("keeper");
        byte[] both = {1, 2, 3};
        Sha256 theirs = DB.await(store.put(elsewhere.did(), new byte[] {1, 2}, "image/png"))
                .hash();
        Sha256 shared = DB.await(store.put(elsewhere.did(), both, "image/png")).hash();
        DB.await(store.put(world.key("keeper").did(), both, "image/png"));
        int before = judged.get();
        assertThat(get(HashlinkPath.url("", theirs), Map.of()).statusCode()).isEqualTo(200);
        assertThat(judged).as("nobody's media are refused").hasValue(before);

        refusing = true;
        try {
            assertThat(get(HashlinkPath.url("", theirs), Map.of()).statusCode()).isEqualTo(404);
            assertThat(get(HashlinkPath.url("", shared), Map.of()).statusCode())
                    .as("also of somebody here")
                    .isEqualTo(200);

            DB.await(refused.letGo());
            assertThat(DB.await(store.keeps(elsewhere.did(), theirs)))
                    .as("it may be a mistake")
                    .isTrue();
            DB.await(refused.letGo());
            assertThat(DB.await(store.keepers(theirs, Optional.empty(), 10))).isEmpty();
            assertThat(DB.await(store.keepers(shared, Optional.empty(), 10)))
                    .containsExactly(world.key("keeper").did());
        } finally {
            refusing = false;
        }
    }

    /** Row 61: nobody removes what is another's. */
    @Test
    void mediaAreRemovedByThoseWhoKeepThem() {
        world.register("http7");
        world.register("other7");
        String upload = "/.well-known/apgateway-media";
        upload(upload, PNG, signed("http7", "POST", upload, PNG));
        String path = upload + "/" + Sha256.of(PNG).hashlink();
        assertThat(delete(path, signed("other7", "DELETE", path, new byte[0])).statusCode())
                .isEqualTo(404);
        assertThat(delete(path, Map.of()).statusCode()).isEqualTo(401);
        assertThat(delete(path, signed("http7", "DELETE", path, new byte[0])).statusCode())
                .isEqualTo(204);
        assertThat(delete(path, signed("http7", "DELETE", path, new byte[0])).statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("row 59: whoever invents addresses in X-Forwarded-For does not get more registrations by it")
    void countsRegistrationsByTheTrueAddress() {
        HttpResponse<byte[]> answer = get("/.well-known/apgateway", Map.of());
        for (int i = 0; i < 100 && answer.statusCode() != 429; i++) {
            answer = send(request(
                            "/.well-known/apgateway",
                            Map.of("Content-Type", MediaTypes.ACTIVITY_JSON, "X-Forwarded-For", "198.51.100." + i))
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        world.later(Duration.ofDays(1));
    }

    @Test
    @DisplayName("FEP-8fcf: a host is told its own followers, by whose id they have, and nobody else's")
    void tellsAHostItsFollowers() {
        world.register("http8");
        world.follow("http8", "https://a8.example/users/1");
        world.follow("http8", "https://a8.example/users/2");
        world.follow("http8", "https://a8.example.org/users/3");
        world.follow("http8", "https://b8.example/users/4");
        String path = world.path("http8", "/actor/followers_synchronization");
        HttpResponse<byte[]> answer = get(path, byActor("https://a8.example/actor"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).string("type")).contains("OrderedCollection");
        assertThat(json(answer).ids("orderedItems"))
                .containsExactly("https://a8.example/users/1", "https://a8.example/users/2");
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
    }

    @Test
    @DisplayName(
            "FEP-8fcf: nobody without a signature, no portable actor that names a host, no account of two gateways")
    void tellsFollowersToNobodyElse() {
        world.register("http9");
        world.follow("http9", "https://a9.example/users/1");
        String path = world.path("http9", "/actor/followers_synchronization");
        assertThat(get(path, Map.of()).statusCode()).isEqualTo(404);
        assertThat(get(
                                path,
                                byActor("https://a9.example/.well-known/apgateway/"
                                        + world.key("http9").did() + "/actor"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(path, byActor("https://a9.example/actor")).statusCode()).isEqualTo(200);
        world.register("http10", "https://second.example");
        world.follow("http10", "https://a9.example/users/1");
        assertThat(get(world.path("http10", "/actor/followers_synchronization"), byActor("https://a9.example/actor"))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assertionMethod", "authentication"})
    @DisplayName("an Ed25519 key that the actor document lists signs for the owner, under its id there")
    void takesRequestsByListedKeys(String list) {
        String name = "listed" + list.length();
        world.registerListing(name, list, "ed25519-key");
        String inbox = world.path(name, "/actor/inbox");
        String id = GatewayWorld.ORIGIN + world.path(name, "/actor") + "#ed25519-key";
        SigningKey device = world.device(name);
        assertThat(get(inbox, signedAs(id, device, inbox)).statusCode()).isEqualTo(200);
        assertThat(get(inbox, signedAs("ap://" + world.key(name).did() + "/actor#ed25519-key", device, inbox))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(inbox, signedAs(id, world.key("thief"), inbox)).statusCode())
                .isEqualTo(401);
        assertThat(get(inbox, signedAs(id + "2", device, inbox)).statusCode()).isEqualTo(401);
        assertThat(get(inbox, signedAs(id, device, inbox + "?other")).statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("a listed key signs for its own account only, and no more once the document has dropped it")
    void takesListedKeysOfTheAccountOnly() {
        world.registerListing("listed1", "assertionMethod", "k");
        world.registerListing("listed2", "assertionMethod", "k");
        String id = GatewayWorld.ORIGIN + world.path("listed1", "/actor") + "#k";
        String other = world.path("listed2", "/actor/inbox");
        assertThat(get(other, signedAs(id, world.device("listed1"), other)).statusCode())
                .isEqualTo(401);
        String own = world.path("listed1", "/actor/inbox");
        assertThat(get(own, signedAs(id, world.device("listed1"), own)).statusCode())
                .isEqualTo(200);
        world.dropListing("listed1");
        assertThat(get(own, signedAs(id, world.device("listed1"), own)).statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName(
            "once a device was revoked, the account's key alone does nothing where no passphrase is kept; the recovery key adds a device")
    void wantsADeviceOnceOneWasRevoked() {
        world.registerWithDevice("revoking");
        String inbox = world.path("revoking", "/actor/inbox");
        SigningKey first = world.device("revoking");
        SigningKey second = world.key("second device");
        assertThat(get(inbox, signed("revoking", "GET", inbox, new byte[0])).statusCode())
                .isEqualTo(200);
        assertThat(get(inbox, signedBy(first, inbox)).statusCode()).isEqualTo(200);

        assertThat(world.revoke("revoking", first)).isInstanceOf(OutboxOutcome.Accepted.class);
        HttpResponse<byte[]> alone = get(inbox, signed("revoking", "GET", inbox, new byte[0]));
        assertThat(alone.statusCode()).isEqualTo(403);
        assertThat(json(alone).string("type")).contains("urn:godwit:problem:device-needed");
        assertThat(get(inbox, signedBy(first, inbox)).statusCode()).isEqualTo(403);
        assertThat(get(inbox, signedBy(second, inbox)).statusCode()).isEqualTo(403);
        assertThat(world.postAlone("revoking")).isInstanceOf(OutboxOutcome.Refused.class);

        assertThat(world.add("revoking", second)).isInstanceOf(OutboxOutcome.Refused.class);
        assertThat(world.recover("revoking", second)).isInstanceOf(OutboxOutcome.Accepted.class);
        assertThat(get(inbox, signedBy(second, inbox)).statusCode()).isEqualTo(200);
        assertThat(get(inbox, signedBy(first, inbox)).statusCode()).isEqualTo(403);
        assertThat(get(inbox, signed("revoking", "GET", inbox, new byte[0])).statusCode())
                .isEqualTo(403);
    }

    private static Map<String, String> signedBy(SigningKey key, String path) {
        return IdentityRequest.sign(
                key, "GET", URI.create(GatewayWorld.ORIGIN + path), new byte[0], world.now(), world.randomness());
    }

    /** As other clients sign: {@code keyid} is what the actor document calls the key. */
    private static Map<String, String> signedAs(String keyId, SigningKey key, String path) {
        var statement = new RequestStatement(
                "GET",
                GatewayWorld.ORIGIN + path,
                Optional.empty(),
                world.now().getEpochSecond(),
                keyId,
                "nonce-of-sixteen");
        return Map.of(
                "Signature-Input",
                "sig1=" + statement.parameters(),
                "Signature",
                "sig1=:" + Base64.getEncoder().encodeToString(key.sign(statement)) + ":");
    }

    private static Map<String, String> byActor(String actor) {
        return Map.of("signature", "keyId", "test-signer", actor);
    }

    private static Map<String, String> signed(String name, String method, String path, byte[] body) {
        SigningKey key = world.key(name);
        return IdentityRequest.sign(
                key, method, URI.create(GatewayWorld.ORIGIN + path), body, world.now(), world.randomness());
    }

    private static HttpResponse<byte[]> get(String path, Map<String, String> headers) {
        return send(request(path, headers).GET());
    }

    private static HttpResponse<byte[]> delete(String path, Map<String, String> headers) {
        return send(request(path, headers).DELETE());
    }

    private static HttpResponse<byte[]> post(String path, String type, JsonObject document) {
        return send(request(path, Map.of("Content-Type", type))
                .POST(HttpRequest.BodyPublishers.ofString(document.toString())));
    }

    private static HttpResponse<byte[]> upload(String path, byte[] body, Map<String, String> headers) {
        return send(request(path, headers)
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
        headers.forEach(request::header);
        return request;
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String path(String id) {
        return Optional.of(id)
                .filter(text -> text.startsWith(GatewayWorld.ORIGIN))
                .orElseThrow()
                .substring(GatewayWorld.ORIGIN.length());
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return StrictJson.read(answer.body(), JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject object)
                ? object
                : JsonObject.empty();
    }
}
