package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.TestOwners;

/** Signing in with a browser, at a whole instance, and everything that must not come of it. */
class SessionIT {
    private static final String NOTE = "{\"subject\":\"domain:x.example\",\"text\":\"hello\"}";

    /** A stream beats every five seconds; here with time for a busy machine. */
    private static final Duration A_BEAT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static OperatorConnection operator;
    private static Visitor mona;
    private static Visitor paul;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Awaitility.setDefaultTimeout(A_BEAT);
        instance = RunningInstance.start(folder, Map.of("GODWIT_PROXY_TRUSTED", "127.0.0.1/32,::1/128"));
        operator = OperatorConnection.of(
                Origin.parse(instance.origin()).orElseThrow(),
                folder.resolve("data/operator.key"),
                TestOwners.surroundings());
        mona = register("mona");
        paul = register("paul");
        appoint("mona", "moderator");
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    @DisplayName("whoever signs with a key of the account is signed in, learns what the role allows, and signs out")
    void signsInAndOut() {
        GatewayAnswer answer = mona.signIn(mona.keys().device(), Map.of());
        JsonObject who = Visitor.json(answer);
        assertThat(answer.header("Set-Cookie").orElseThrow())
                .matches("__Host-godwit=[^;]+; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=604800");
        assertThat(who.object("account").orElseThrow().string("did")).contains(mona.did());
        assertThat(who.object("account").orElseThrow().string("handle").orElseThrow())
                .startsWith("@mona@localhost");
        assertThat(who.string("role")).contains("moderator");
        assertThat(who.toString()).contains("\"suspend\"").doesNotContain("\"staff\"");

        String cookie = Visitor.cookie(answer);
        assertThat(Visitor.json(page("GET", "/session", cookie))).isEqualTo(who);
        assertThat(page("GET", "/admin/v1/cases", cookie).status()).isEqualTo(200);
        assertThat(page("GET", "/admin/v1/staff", cookie).status()).isEqualTo(403);
        GatewayAnswer out = page("DELETE", "/session", cookie);
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(page("GET", "/session", cookie).status()).isEqualTo(401);
        assertThat(page("GET", "/admin/v1/cases", cookie).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("an account without a role is signed in for its own affairs, and for nothing of the staff's")
    void withoutARole() {
        String cookie = paul.signIn();
        JsonObject who = Visitor.json(page("GET", "/session", cookie));
        assertThat(who.string("role")).isEmpty();
        assertThat(who.list("permissions")).isEmpty();
        assertThat(page("GET", "/admin/v1/cases", cookie).status()).isEqualTo(403);
        assertThat(page("GET", "/moderation/v1/accounts/" + paul.did() + "/decisions", cookie)
                        .status())
                .isEqualTo(200);
        assertThat(page("GET", "/moderation/v1/accounts/" + mona.did() + "/decisions", cookie)
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName(
            "row 55: no signature, a stranger's, a stale one, one of another request, and the same request twice sign nobody in")
    void onlyAFreshSignatureSignsIn() {
        String path = "/session?account=" + mona.did();
        SigningKey key = mona.keys().device();
        assertThat(Visitor.ask(instance.origin(), "POST", path, Map.of(), "{}").status())
                .isEqualTo(401);
        assertThat(mona.signIn(paul.keys().device(), Map.of()).status()).isEqualTo(403);
        Instant now = Instant.now();
        for (Duration off : List.of(Duration.ofMinutes(-6), Duration.ofMinutes(6))) {
            assertThat(signIn(
                            path,
                            Visitor.signature(instance.origin(), "POST", path, key, "{}", now.plus(off), Map.of())))
                    .isEqualTo(401);
        }
        assertThat(signIn(path, Visitor.signature(instance.origin(), "DELETE", path, key, "{}", now, Map.of())))
                .isEqualTo(401);
        assertThat(signIn(path, Visitor.signature("https://other.example", "POST", path, key, "{}", now, Map.of())))
                .isEqualTo(401);
        Map<String, String> once = Visitor.signature(instance.origin(), "POST", path, key, "{}", now, Map.of());
        assertThat(signIn(path, once)).isEqualTo(200);
        assertThat(signIn(path, once)).as("replayed").isEqualTo(401);
    }

    @Test
    @DisplayName(
            "fixation: a cookie that somebody else planted is not taken over, and signing in again ends the one before")
    void everySignInHasItsOwnSecret() {
        String planted = paul.signIn();
        String before = mona.signIn();
        String after = Visitor.cookie(mona.signIn(mona.keys().device(), Map.of("Cookie", before)));
        String overPlanted = Visitor.cookie(mona.signIn(mona.keys().device(), Map.of("Cookie", planted)));
        assertThat(List.of(planted, before, after, overPlanted)).doesNotHaveDuplicates();
        assertThat(page("GET", "/session", before).status()).isEqualTo(401);
        assertThat(page("GET", "/session", after).status()).isEqualTo(200);
        assertThat(page("GET", "/session", planted).status())
                .as("paul's own goes on")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("row 62: the session of a revoked device ends, whatever it asks for")
    void endsWithTheDevice() {
        Visitor dora = register("dora");
        SigningKey lost = SigningKey.generate(TestOwners.surroundings().randomness());
        try (Owner owner = dora.owner()) {
            KeyControl.of(owner).add(dora.keys().recovery().orElseThrow(), lost.did());
        }
        Awaitility.await().until(() -> dora.signIn(lost, Map.of()).status() == 200);
        String cookie = Visitor.cookie(dora.signIn(lost, Map.of()));
        String own = dora.signIn();
        try (Owner owner = dora.owner()) {
            KeyControl.of(owner).revoke(dora.keys().authority(), dora.keys().device(), lost.did(), true);
        }
        Awaitility.await().until(() -> page("GET", "/session", cookie).status() == 401);
        assertThat(page("GET", "/session", own).status()).isEqualTo(200);
        assertThat(dora.signIn(lost, Map.of()).status()).isEqualTo(403);
    }

    @Test
    @DisplayName(
            "row 62: sessions and tokens end with the role; those of a suspended account say nothing more for the staff")
    void endsWithTheRole() {
        Visitor rosa = register("rosa");
        appoint("rosa", "moderator");
        String cookie = rosa.signIn();
        String token = token("rosa");
        assertThat(page("GET", "/admin/v1/cases", cookie).status()).isEqualTo(200);
        operator.post("/admin/v1/accounts/rosa/suspend", JsonObject.empty());
        Awaitility.await().until(() -> page("GET", "/admin/v1/cases", cookie).status() == 403);
        assertThat(bearer("/admin/v1/cases", token)).isEqualTo(401);
        assertThat(page("GET", "/session", cookie).status())
                .as("still the account's own")
                .isEqualTo(200);
        operator.post("/admin/v1/accounts/rosa/unsuspend", JsonObject.empty());
        Awaitility.await().until(() -> page("GET", "/admin/v1/cases", cookie).status() == 200);
        assertThat(bearer("/admin/v1/cases", token)).isEqualTo(200);
        operator.delete("/admin/v1/staff/rosa");
        assertThat(page("GET", "/session", cookie).status()).isEqualTo(401);
        assertThat(bearer("/admin/v1/cases", token)).isEqualTo(401);
    }

    @Test
    @DisplayName("row 64: nobody changes a role that is not below the own")
    void higherRolesStayAsTheyAre() {
        Visitor abel = register("abel");
        appoint("abel", "admin");
        String cookie = abel.signIn();
        operator.put(
                "/admin/v1/roles/council",
                JsonObject.builder()
                        .put("rank", 90)
                        .put("permissions", List.of("see-cases"))
                        .build());
        String low = "{\"rank\":1,\"permissions\":[]}";
        assertThat(Visitor.ownPage(instance.origin(), "PUT", "/admin/v1/roles/council", cookie, low)
                        .status())
                .isEqualTo(403);
        assertThat(Visitor.ownPage(instance.origin(), "PUT", "/admin/v1/roles/helper", cookie, low)
                        .status())
                .isEqualTo(200);
        assertThat(Visitor.ownPage(instance.origin(), "PUT", "/admin/v1/roles/helper", cookie, low)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("row 62: an open stream ends within a beat after the session, or the role behind a token")
    void openStreamsEnd() throws InterruptedException {
        Visitor lena = register("lena");
        appoint("lena", "moderator");
        String cookie = lena.signIn();
        CompletableFuture<?> bySession = listen("Cookie", cookie);
        CompletableFuture<?> byToken = listen("Authorization", "Bearer " + token("lena"));
        CompletableFuture<?> others = listen("Cookie", mona.signIn());
        page("DELETE", "/session", cookie);
        assertThat(bySession).succeedsWithin(A_BEAT);
        assertThat(byToken).isNotDone();
        operator.delete("/admin/v1/staff/lena");
        assertThat(byToken).succeedsWithin(A_BEAT);
        assertThat(others).isNotDone();
        others.cancel(true);
    }

    /** An open stream of changes, which has begun; done when the server ends it. */
    private static CompletableFuture<?> listen(String header, String value) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var statuses = new ArrayList<Integer>();
        var ended = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(instance.origin() + "/admin/v1/events"))
                                .header(header, value)
                                .header("Sec-Fetch-Site", "same-origin")
                                .build(),
                        head -> {
                            statuses.add(head.statusCode());
                            begun.countDown();
                            return HttpResponse.BodySubscribers.discarding();
                        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(statuses).containsExactly(200);
        return ended;
    }

    @Test
    @DisplayName("what has expired opens nothing: session and token")
    void endsByTime() throws SQLException, IOException {
        String cookie = mona.signIn();
        String token = token("mona");
        try (var database = InstanceDatabase.of(folder.resolve("data"));
                var statement = database.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update browser_session set expires_at = now() where did = '" + mona.did() + "'"))
                    .isPositive();
            assertThat(statement.executeUpdate(
                            "update staff_token set expires_at = now() where did = '" + mona.did() + "'"))
                    .isPositive();
        }
        assertThat(page("GET", "/session", cookie).status()).isEqualTo(401);
        assertThat(bearer("/admin/v1/cases", token)).isEqualTo(401);
    }

    @Test
    @DisplayName("CSRF: with the cookie, another page changes and reads nothing")
    void otherPagesDoNothing() {
        String cookie = mona.signIn();
        List<Map<String, String>> foreign = List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site", "Origin", "http://other.localhost"),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of());
        for (Map<String, String> headers : foreign) {
            assertThat(with(headers, cookie, "POST", "/admin/v1/cases/note", NOTE))
                    .as(headers.toString())
                    .isEqualTo(403);
            assertThat(with(headers, cookie, "DELETE", "/session", ""))
                    .as(headers.toString())
                    .isEqualTo(403);
            assertThat(with(headers, cookie, "DELETE", "/session/list", ""))
                    .as(headers.toString())
                    .isEqualTo(403);
        }
        assertThat(with(Map.of("Sec-Fetch-Site", "cross-site"), cookie, "GET", "/admin/v1/cases", ""))
                .isEqualTo(403);
        assertThat(with(Map.of("Origin", instance.origin()), cookie, "POST", "/admin/v1/cases/note", NOTE))
                .as("an old browser, our own page")
                .isEqualTo(200);
        assertThat(page("GET", "/session", cookie).status())
                .as("still signed in")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("row 61: nobody sees or ends the sessions of somebody else")
    void ownSessionsOnly() {
        Visitor nina = register("nina");
        String first = nina.signIn();
        String second = nina.signIn();
        String pauls = paul.signIn();
        JsonObject list = Visitor.json(page("GET", "/session/list", first));
        assertThat(list.list("sessions")).hasSize(2);
        assertThat(list.toString()).doesNotContain(first.substring(first.indexOf('.') + 1));
        String id = list.list("sessions").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.toString().contains("\"current\":true"))
                .findFirst()
                .orElseThrow()
                .string("id")
                .orElseThrow();
        assertThat(page("DELETE", "/session/list/" + id, pauls).status()).isEqualTo(404);
        assertThat(page("DELETE", "/session/list/none", pauls).status()).isEqualTo(404);
        assertThat(page("GET", "/session", first).status()).isEqualTo(200);
        assertThat(page("DELETE", "/session/list/" + id, second).status()).isEqualTo(204);
        assertThat(page("GET", "/session", first).status()).isEqualTo(401);
        String third = nina.signIn();
        assertThat(page("DELETE", "/session/list", third).text()).isEqualTo("{\"ended\":1}");
        assertThat(page("GET", "/session", second).status()).isEqualTo(401);
        assertThat(page("GET", "/session", pauls).status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "too many sign-ins are the account's affair, too many refusals the network's, whatever X-Forwarded-For claims (row 59)")
    void throttles() {
        Visitor busy = register("busy");
        int status = 200;
        for (int i = 0; i <= 60 && status == 200; i++) {
            status = busy.signIn(busy.keys().device(), Map.of("X-Forwarded-For", "198.51.100." + i))
                    .status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(paul.signIn(paul.keys().device(), Map.of()).status()).isEqualTo(200);

        int refused = 401;
        for (int i = 0; i <= 200 && refused == 401; i++) {
            refused = guess("10.0.0." + i + ", 203.0.113.9");
        }
        assertThat(refused)
                .as("what the sender claims of himself does not count")
                .isEqualTo(429);
        assertThat(guess("203.0.113.10")).as("somebody else").isEqualTo(401);
        int staff = 401;
        for (int i = 0; i <= 600 && staff == 401; i++) {
            staff = Visitor.ask(
                            instance.origin(),
                            "GET",
                            "/admin/v1/cases",
                            Map.of("Authorization", "Bearer godwit_" + i, "X-Forwarded-For", "203.0.113.11"),
                            "")
                    .status();
        }
        assertThat(staff).isEqualTo(429);
    }

    private static int guess(String forwarded) {
        String cookie = SessionCookie.NAME + "=" + paul.keys().did().multibase() + "." + "A".repeat(43);
        return Visitor.ask(
                        instance.origin(),
                        "GET",
                        "/session",
                        Map.of("Cookie", cookie, "X-Forwarded-For", forwarded),
                        "")
                .status();
    }

    @Test
    @DisplayName("no answer may be framed, guessed at, or kept by caches when it is for one")
    void headers() {
        String cookie = mona.signIn();
        for (String path : List.of(
                "/session",
                "/session/list",
                "/admin/v1/cases",
                "/admin/v1/none",
                "/moderation/v1/log",
                "/@mona",
                "/.well-known/nodeinfo")) {
            GatewayAnswer answer = Visitor.ask(
                    instance.origin(),
                    "GET",
                    path,
                    Map.of("Cookie", cookie, "Sec-Fetch-Site", "same-origin", "Accept", "text/html, application/json"),
                    "");
            assertThat(answer.header("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).as(path).contains("DENY");
            assertThat(answer.header("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).as(path).contains("same-origin");
            if (path.startsWith("/session") || path.startsWith("/admin")) {
                assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
                assertThat(answer.header("Cross-Origin-Resource-Policy"))
                        .as(path)
                        .contains("same-origin");
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as(path)
                        .isEmpty();
            }
        }
    }

    private static Visitor register(String name) {
        return Visitor.register(instance.origin(), folder, name);
    }

    private static void appoint(String name, String role) {
        operator.put(
                "/admin/v1/staff/" + name,
                JsonObject.builder().put("role", role).build());
    }

    private static String token(String name) {
        return operator.post(
                        "/admin/v1/tokens",
                        JsonObject.builder()
                                .put("for", name)
                                .put("name", "test")
                                .build())
                .string("token")
                .orElseThrow();
    }

    private static int signIn(String path, Map<String, String> headers) {
        return Visitor.ask(instance.origin(), "POST", path, headers, "{}").status();
    }

    private static int bearer(String path, String token) {
        return Visitor.ask(instance.origin(), "GET", path, Map.of("Authorization", "Bearer " + token), "")
                .status();
    }

    private static GatewayAnswer page(String method, String path, String cookie) {
        return Visitor.ownPage(instance.origin(), method, path, cookie, "");
    }

    private static int with(Map<String, String> headers, String cookie, String method, String path, String body) {
        var all = new java.util.HashMap<>(headers);
        all.put("Cookie", cookie);
        return Visitor.ask(instance.origin(), method, path, all, body).status();
    }
}
