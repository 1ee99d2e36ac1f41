package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.TestOwners;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;

/** Every endpoint is asked by everybody: who may not is refused, who may is not. The table is openapi.json and access.txt. */
class AccessIT {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static OperatorConnection operator;
    /** Has an account and no role. */
    private static Visitor paul;
    /** Is an owner of the instance. */
    private static Visitor mona;
    /** Tokens that stand for nobody any more: never made, expired, of somebody whose role has ended. */
    private static final List<String> DEAD = new ArrayList<>();
    /** Somebody in each role. */
    private static final Map<Role, Visitor> PEOPLE = new LinkedHashMap<>();
    /** One token a role, with all that the role gives. */
    private static final Map<Role, String> ROLES = new LinkedHashMap<>();
    /** One token a permission, with this one alone, and one with all others. */
    private static final Map<Permission, String> ALONE = new EnumMap<>(Permission.class);

    private static final Map<Permission, String> ALL_BUT = new EnumMap<>(Permission.class);
    private static String foreignCookie = "";
    private static String ownersCookie = "";
    private static int asked;

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        instance = RunningInstance.start(folder, Map.of("GODWIT_PROXY_TRUSTED", "127.0.0.1/32,::1/128"));
        operator = OperatorConnection.of(
                Origin.parse(instance.origin()).orElseThrow(),
                folder.resolve("data/operator.key"),
                TestOwners.surroundings());
        paul = register("paul");
        mona = register("mona");
        appoint("mona", "owner");
        foreignCookie = paul.signIn();
        ownersCookie = mona.signIn();
        register("lost");
        appoint("lost", "owner");
        DEAD.add("godwit_guessed");
        DEAD.add(token("lost", List.of()));
        operator.delete("/admin/v1/staff/lost");
        DEAD.add(token("mona", List.of()));
        try (var database = InstanceDatabase.of(folder.resolve("data"));
                var statement = database.createStatement()) {
            statement.executeUpdate("update staff_token set expires_at = now()");
        }
        for (Role role : Role.BUILT_IN) {
            PEOPLE.put(role, register("has-" + role.name()));
            appoint("has-" + role.name(), role.name());
            ROLES.put(role, token("has-" + role.name(), List.of()));
        }
        int holders = 0;
        for (Permission permission : Permission.values()) {
            String holder = "holder-" + holders++ / 8;
            if (holders % 8 == 1) {
                register(holder);
                appoint(holder, "owner");
            }
            ALONE.put(permission, token(holder, List.of(permission.word())));
            ALL_BUT.put(
                    permission,
                    token(
                            holder,
                            List.of(Permission.values()).stream()
                                    .filter(one -> one != permission)
                                    .map(Permission::word)
                                    .toList()));
        }
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    @DisplayName(
            "without a role, with every role, with one permission, with a dead token, with a cookie on another site: as openapi.json says")
    void whatIsDescribed() {
        Wrong wrong = new Wrong();
        for (Access access : Access.described()) {
            if (access.needs().equals("anybody")) {
                wrong.unless(!List.of(401, 403).contains(plain(access, "")), access, "nobody");
                continue;
            }
            wrong.unless(plain(access, "") == 401, access, "nobody");
            for (String dead : DEAD) {
                wrong.unless(plain(access, dead) == 401, access, "a dead token");
            }
            int foreign = signed(access, paul, mona);
            int foreignSession = cookie(access, foreignCookie, "same-origin");
            int elsewhere = cookie(access, ownersCookie, "cross-site");
            wrong.unless(List.of(401, 403).contains(elsewhere), access, "another site");
            switch (access.needs()) {
                case "operator" -> {
                    wrong.unless(foreign == 403, access, "a foreign account");
                    wrong.unless(foreignSession == 401, access, "a foreign session");
                    wrong.unless(signed(access, mona, mona) == 403, access, "an owner of the instance");
                    ROLES.values().forEach(token -> wrong.unless(plain(access, token) == 401, access, "a role"));
                }
                case "owner" -> {
                    wrong.unless(List.of(403, 404).contains(foreign), access, "a foreign account");
                    wrong.unless(foreignSession == 404, access, "a foreign session");
                    ROLES.values().forEach(token -> wrong.unless(plain(access, token) == 401, access, "a role"));
                    wrong.unless(!List.of(401, 403, 404).contains(signed(access, mona, mona)), access, "the owner");
                }
                case "session" -> wrong.unless(signed(access, mona, mona) == 401, access, "a signature");
                case "signature" -> wrong.unless(foreignSession == 401, access, "a session");
                default -> {
                    Permission permission = Permission.parse(access.needs()).orElseThrow();
                    wrong.unless(foreign == 403, access, "a foreign account");
                    wrong.unless(foreignSession == 403, access, "a foreign session");
                    wrong.unless(plain(access, ALL_BUT.get(permission)) == 403, access, "all other permissions");
                    if (access.inPerson()) {
                        ROLES.forEach((role, token) ->
                                wrong.unless(plain(access, token) == 403, access, "a token of " + role));
                        PEOPLE.forEach((role, person) -> wrong.unless(
                                (signed(access, person, person) == 403)
                                        != role.permissions().contains(permission),
                                access,
                                role.name()));
                        continue;
                    }
                    wrong.unless(
                            !List.of(401, 403).contains(plain(access, ALONE.get(permission))), access, "this alone");
                    ROLES.forEach((role, token) -> wrong.unless(
                            (plain(access, token) == 403) != role.permissions().contains(permission),
                            access,
                            role.name()));
                    if (access.method().equals("GET")) {
                        wrong.unless(
                                !List.of(401, 403).contains(cookie(access, ownersCookie, "same-origin")),
                                access,
                                "an owner's session");
                    }
                }
            }
        }
        assertThat(wrong.found).isEmpty();
    }

    @Test
    @DisplayName(
            "what ActivityPub's servers and clients ask for: strangers, other owners and tokens of the staff get nothing of an owner's or a peer's")
    void theRest() {
        Wrong wrong = new Wrong();
        for (Access access : Access.others()) {
            List<Integer> strangers = List.of(
                    plain(access, ""),
                    plain(access, ROLES.get(Role.OWNER)),
                    cookie(access, ownersCookie, "same-origin"),
                    // Every key may be a peer's; what concerns whom is decided account by account.
                    access.needs().equals("peer") ? plain(access, "") : signed(access, paul, mona));
            if (access.needs().equals("anybody")) {
                strangers.forEach(status -> wrong.unless(!List.of(401, 403).contains(status), access, "nobody"));
            } else {
                strangers.forEach(status -> wrong.unless(status >= 400, access, "a stranger, answered " + status));
            }
        }
        assertThat(wrong.found).isEmpty();
    }

    @Test
    @DisplayName("the description is served to everybody, byte for byte, and answers have what it says they have")
    void openApiHolds() throws IOException {
        JsonObject served = Visitor.json(Visitor.ask(instance.origin(), "GET", "/openapi.json", Map.of(), ""));
        assertThat(served).isEqualTo(Access.openApi());
        Wrong wrong = new Wrong();
        for (Access access : Access.described()) {
            Optional<JsonObject> schema = answer(served, access);
            if (!access.method().equals("GET")
                    || schema.isEmpty()
                    || Permission.parse(access.needs()).isEmpty()) {
                continue;
            }
            var answer = Visitor.ask(
                    instance.origin(),
                    "GET",
                    access.example(),
                    Map.of("Authorization", "Bearer " + ROLES.get(Role.OWNER), "X-Forwarded-For", network()),
                    "");
            if (answer.status() == 200 && !schema.get().list("required").isEmpty()) {
                for (String name : Access.texts(schema.get().list("required"))) {
                    wrong.unless(Visitor.json(answer).get(name) != null, access, "lacks " + name);
                }
            }
        }
        assertThat(wrong.found).isEmpty();
    }

    @Test
    @DisplayName(
            "nothing that anybody may see leads to another server, whatever proxies, addresses and parameters say, or lets itself be framed")
    void leadsNowhereElse() {
        Wrong wrong = new Wrong();
        for (Access access : java.util.stream.Stream.concat(Access.described().stream(), Access.others().stream())
                .filter(one -> verb(one).equals("GET") && one.needs().equals("anybody"))
                .filter(one -> !one.path().endsWith("/stream"))
                .toList()) {
            for (String accept : List.of("text/html", "application/activity+json", "application/json")) {
                for (String path :
                        List.of(path(access), path(access) + "//evil.example/", path(access) + "/%5cevil.example")) {
                    var answer = Visitor.ask(
                            instance.origin(),
                            "GET",
                            path + (path.contains("?") ? "&" : "?")
                                    + "to=//evil.example&next=//evil.example&url=//evil.example",
                            Map.of(
                                    "Accept",
                                    accept,
                                    "X-Forwarded-For",
                                    network(),
                                    "X-Forwarded-Host",
                                    "evil.example",
                                    "X-Forwarded-Proto",
                                    "https",
                                    "Forwarded",
                                    "host=evil.example;proto=https"),
                            "");
                    last = answer.status();
                    answer.header("Location")
                            .ifPresent(to -> wrong.unless(
                                    to.startsWith(instance.origin() + "/") || to.matches("/[^/\\\\].*"), access, to));
                    wrong.unless(answer.header("Refresh").isEmpty(), access, "Refresh");
                    wrong.unless(answer.header("X-Content-Type-Options").isPresent(), access, "a guess at the type");
                    wrong.unless(
                            !answer.header("Content-Type").orElse("").matches("text/html.*|.*json.*")
                                    || (answer.header("X-Frame-Options").equals(Optional.of("DENY"))
                                            && answer.header("Content-Security-Policy")
                                                    .orElse("")
                                                    .contains("frame-ancestors 'none'")),
                            access,
                            "a frame");
                    wrong.unless(!answer.text().contains("https://evil.example"), access, "a proxy's word");
                }
            }
        }
        assertThat(wrong.found).isEmpty();
    }

    @Test
    @DisplayName(
            "row 61: somebody else's id gives what an id gives that nobody has, and the owner's gives what is hers")
    void othersIds() throws IOException {
        assertThat(new OthersIds(instance.origin(), folder, operator).wrong()).isEmpty();
    }

    private static Optional<JsonObject> answer(JsonObject document, Access access) {
        return document.object("paths")
                .flatMap(paths -> paths.object(access.path()))
                .flatMap(path -> path.object("get"))
                .flatMap(operation -> operation.object("responses"))
                .flatMap(responses -> responses.object("200"))
                .flatMap(ok -> ok.object("content"))
                .flatMap(content -> content.object("application/json"))
                .flatMap(json -> json.object("schema"));
    }

    /** What answered otherwise than the table says; an error of the server is always wrong. */
    private static final class Wrong {
        private final List<String> found = new ArrayList<>();

        void unless(boolean right, Access access, String who) {
            if (!right) found.add(access.endpoint() + " for " + who + ": last answer " + last);
            if (last >= 500 && last != 502) found.add(access.endpoint() + " for " + who + ": " + last);
        }
    }

    private static int last;

    private static int plain(Access access, String token) {
        return send(access, path(access), token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token), "");
    }

    private static int cookie(Access access, String cookie, String site) {
        return send(access, path(access), Map.of("Cookie", cookie, "Sec-Fetch-Site", site), "");
    }

    /** Asks as {@code who}, with an own device's key, for what is {@code whose}. */
    private static int signed(Access access, Visitor who, Visitor whose) {
        String path = access.example().replace("{account}", whose.did()).replace("{authority}", authority());
        // An account in the path is whose affair it is; else a device says for whom it speaks.
        String target =
                path.contains("did:key:") ? path : path + (path.contains("?") ? "&" : "?") + "account=" + who.did();
        String body = hasBody(access) ? "{}" : "";
        return send(
                access,
                target,
                Visitor.signature(
                        instance.origin(), verb(access), target, who.keys().device(), body, Instant.now(), Map.of()),
                body);
    }

    private static String path(Access access) {
        return access.example().replace("{account}", mona.did()).replace("{authority}", authority());
    }

    private static String authority() {
        return instance.origin().substring("http://".length());
    }

    private static String verb(Access access) {
        return access.method().equals(Endpoints.ANY) ? "GET" : access.method();
    }

    private static boolean hasBody(Access access) {
        return List.of("POST", "PUT").contains(access.method());
    }

    /** Only the head of the answer counts: some never end. */
    private static int send(Access access, String target, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("X-Forwarded-For", network());
        all.putIfAbsent("Accept", "application/json");
        if (hasBody(access)) all.put("Content-Type", "application/json");
        String sent = hasBody(access) ? "{}" : "";
        var request = HttpRequest.newBuilder(URI.create(instance.origin() + target))
                .timeout(Duration.ofSeconds(60))
                .method(
                        verb(access),
                        sent.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(sent));
        all.forEach(request::header);
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            last = answer.statusCode();
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(access.endpoint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every request comes from elsewhere, so that no throttle answers in place of what is asked. */
    private static String network() {
        asked++;
        return "198.18." + (asked >> 8) % 256 + "." + asked % 256;
    }

    private static Visitor register(String name) {
        return Visitor.register(instance.origin(), folder, name);
    }

    private static void appoint(String name, String role) {
        operator.put(
                "/admin/v1/staff/" + name,
                JsonObject.builder().put("role", role).build());
    }

    private static String token(String name, List<String> permissions) {
        return operator.post(
                        "/admin/v1/tokens",
                        JsonObject.builder()
                                .put("for", name)
                                .put("name", "test")
                                .put("permissions", permissions)
                                .build())
                .string("token")
                .orElseThrow();
    }
}
