package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.client.TestOwners.draft;
import static social.godwit.instance.client.TestOwners.eventually;
import static social.godwit.instance.client.TestOwners.fetch;
import static social.godwit.instance.client.TestOwners.surroundings;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.moderation.LabelWishes;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.label.LabelChoices.Choice;

/** Filters and lists at a whole instance: tried before they hold, explained, and taken back. */
class FiltersIT {

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static TestOwners owners;
    private static OperatorConnection operator;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        instance = RunningInstance.start(folder);
        owners = new TestOwners(folder, instance.origin());
        operator = OperatorConnection.of(gateway(), folder.resolve("data/operator.key"), surroundings());
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    @DisplayName(
            "tried on what was posted, then in force: what it finds is hidden with its reason, and shown again by a person")
    void aFilterHoldsBackAndIsOverruled() throws IOException {
        owners.register("carl");
        owners.register("mia");
        try (Owner carl = owners.open("carl")) {
            new Posts(carl).post(draft("Yesterday: buy my PILLS, cheap", Audience.PUBLIC));
            new Posts(carl).post(draft("nothing of that kind", Audience.PUBLIC));
        }
        JsonObject filter = JsonObject.builder()
                .put("kind", "keyword")
                .put("values", List.of("pills"))
                .put("reaction", "hold")
                .put("rule", "spam")
                .build();
        JsonObject tried = operator.post(
                "/admin/v1/dry-run", JsonObject.builder().put("filter", filter).build());
        assertThat(tried.toString())
                .contains("\"posts\":1,", "\"accounts\":1,")
                .doesNotContain("\"ofPosts\":1,")
                .contains("buy my pills cheap");

        operator.put("/admin/v1/filters/pills", filter);
        assertThat(operator.post(
                                "/admin/v1/filters/test",
                                JsonObject.builder().put("text", "(Pills!)").build())
                        .toString())
                .contains("The filter pills (rule spam) found the words \\\"pills\\\".");
        Posts.Published held;
        Posts.Published other;
        try (Owner carl = owners.open("carl")) {
            held = new Posts(carl)
                    .post(draft(
                            "even cheaper pills, @mia@"
                                    + URI.create(instance.origin()).getAuthority(),
                            Audience.PUBLIC));
            other = new Posts(carl).post(draft("spills", Audience.PUBLIC));
        }
        eventually(() -> fetch(held.id()).status() == 404);
        assertThat(fetch(other.id()).status()).isEqualTo(200);

        eventually(() -> operator.get("/admin/v1/cases", Map.of()).toString().contains("\"category\":\"spam\""));
        JsonObject file = (JsonObject) operator.get("/admin/v1/cases", Map.of("category", "spam"))
                .list("cases")
                .getFirst();
        JsonObject shown = operator.get(
                "/admin/v1/cases/one", Map.of("subject", file.string("subject").orElseThrow()));
        assertThat(shown.toString())
                .contains("filter:pills")
                .contains("even cheaper pills")
                .contains("\"automated\":true");
        String decision = decision(shown);
        String before = notifications("mia");
        operator.post(
                "/admin/v1/decisions/" + decision + "/reverse",
                JsonObject.builder().put("reason", "a pharmacist").build());
        eventually(() -> fetch(held.id()).status() == 200);
        // Nobody was told while it was held; now whom it names is.
        assertThat(before).doesNotContain(held.id());
        eventually(() -> notifications("mia").contains(held.id()));
        operator.delete("/admin/v1/filters/pills");
        assertThat(operator.get("/admin/v1/filters", Map.of()).list("filters")).isEmpty();
    }

    private static String decision(JsonObject shown) {
        for (Json item : shown.list("timeline")) {
            if (item instanceof JsonObject entry && entry.string("type").equals(Optional.of("decided"))) {
                return entry.object("details")
                        .flatMap(details -> details.object("decision"))
                        .flatMap(decision -> decision.string("id"))
                        .orElseThrow();
            }
        }
        throw new AssertionError("nothing was decided: " + shown);
    }

    @Test
    @DisplayName(
            "a list is a draft until it is applied; what it drops is taken back; what failed is said; leaving undoes it")
    void aListIsFollowed() throws IOException {
        var served =
                new String[] {"#domain,#severity,#public_comment\nbad.example,suspend,spam\nloud.example,silence,\n"};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = served[0].getBytes(StandardCharsets.UTF_8);
            String tag = "\"" + served[0].hashCode() + "\"";
            exchange.getResponseHeaders().add("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(served[0].isEmpty() ? 503 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            JsonObject wish = JsonObject.builder()
                    .put("address", "http://localhost:" + server.getAddress().getPort() + "/list.csv")
                    .build();
            assertThat(operator.put("/admin/v1/lists/watch", wish).toString()).contains("\"fault\":\"\"");
            assertThat(operator.get("/admin/v1/lists/watch/preview", Map.of()).toString())
                    .contains("\"add\":2,", "\"change\":0,", "\"drop\":0,");
            assertThat(domains()).doesNotContain("bad.example");
            operator.post("/admin/v1/lists/watch/apply", JsonObject.empty());
            assertThat(domains()).contains("bad.example").contains("loud.example");
            assertThat(operator.post("/admin/v1/lists/watch/sync", JsonObject.empty())
                            .toString())
                    .as("unchanged")
                    .contains("\"failures\":0");

            served[0] = "#domain,#severity\nloud.example,suspend\n";
            operator.post("/admin/v1/lists/watch/sync", JsonObject.empty());
            assertThat(operator.post("/admin/v1/lists/watch/apply", JsonObject.empty())
                            .toString())
                    .contains("\"add\":0,", "\"change\":1,", "\"drop\":1,");
            assertThat(domains()).doesNotContain("bad.example").contains("deny");

            served[0] = "";
            assertThat(operator.post("/admin/v1/lists/watch/sync", JsonObject.empty())
                            .toString())
                    .contains("\"failures\":1")
                    .contains("503");
            assertThat(domains()).contains("loud.example");
            operator.delete("/admin/v1/lists/watch?undo=true");
            assertThat(domains()).doesNotContain("loud.example");
            assertThatThrownBy(() -> operator.get("/admin/v1/lists/watch/preview", Map.of()))
                    .isInstanceOf(ClientProblem.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    @DisplayName("whoever is decided about, or written to, reads it among the notifications; so do those who reported")
    void whatIsDecidedIsTold() {
        owners.register("dora");
        owners.register("rosa");
        operator.put(
                "/admin/v1/desk/routes/other",
                JsonObject.builder().put("text", "did:key:somebody").build());
        String actor;
        try (Owner dora = owners.open("dora")) {
            actor = dora.ids().actor();
        }
        String subject = "account:ap://" + actor.substring(actor.indexOf("did:key:"));
        try (Owner rosa = owners.open("rosa")) {
            new Reports(rosa).report("@dora", List.of(), "is rude", false);
        }
        eventually(() -> operator.get("/admin/v1/cases", Map.of("assignee", "did:key:somebody"))
                .toString()
                .contains(subject));
        operator.delete("/admin/v1/desk/routes/other");
        operator.post(
                "/admin/v1/decisions",
                JsonObject.builder()
                        .put("subject", subject)
                        .put("measure", "warn")
                        .put("text", "be kind")
                        .put("rule", "kindness")
                        .build());
        operator.post("/admin/v1/cases/message", message(subject, "subject", "Talk to us if you disagree"));
        operator.post("/admin/v1/cases/message", message(subject, "reporters", "Thank you, we have warned her"));
        assertThat(notifications("dora"))
                .contains("be kind")
                .contains("appeal until")
                .contains("Talk to us if you disagree")
                .doesNotContain("Thank you");
        assertThat(notifications("rosa"))
                .contains("Thank you, we have warned her")
                .doesNotContain("Talk to us");
        assertThatThrownBy(() ->
                        operator.post("/admin/v1/cases/message", message("domain:nobody.example", "subject", "hello")))
                .as("nobody is there to read it")
                .isInstanceOf(ClientProblem.class);
    }

    private static JsonObject message(String subject, String to, String text) {
        return JsonObject.builder()
                .put("subject", subject)
                .put("to", to)
                .put("text", text)
                .build();
    }

    private static String notifications(String name) {
        try (Owner owner = owners.open(name)) {
            return new Views(owner).page("notifications", Map.of()).toString();
        }
    }

    @Test
    @DisplayName("a label is a signed document that another instance can take: proposed, and gone when it is withdrawn")
    void labelsAreDocuments() throws IOException {
        String target = "account:https://elsewhere.example/users/loud";
        String decision = operator.post(
                        "/admin/v1/decisions",
                        JsonObject.builder()
                                .put("subject", target)
                                .put("measure", "label")
                                .put("text", "loud voice")
                                .put("rule", "spam")
                                .build())
                .object("decision")
                .flatMap(made -> made.string("id"))
                .orElseThrow();
        String documents = "/moderation/v1/documents";
        JsonObject page = operator.get(documents, Map.of());
        assertThat(page.toString())
                .contains("\"type\":\"Label\"")
                .contains("loud voice")
                .contains("eddsa-jcs-2022")
                .doesNotContain("withdrawn");
        // Another address that shows the same documents: nobody fetches from itself.
        HttpServer mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.createContext("/", exchange -> {
            String after = exchange.getRequestURI().getQuery().replace("after=", "");
            byte[] body =
                    operator.get(documents, Map.of("after", after)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        mirror.start();
        operator.put(
                "/admin/v1/labelers/" + page.string("instance").orElseThrow(),
                JsonObject.builder()
                        .put("origin", "http://localhost:" + mirror.getAddress().getPort())
                        .put("trust", "suggest")
                        .build());
        eventually(() -> operator.get("/admin/v1/cases/one", Map.of("subject", target))
                .toString()
                .contains("labeler:" + page.string("instance").orElseThrow()));
        operator.post(
                "/admin/v1/decisions/" + decision + "/reverse",
                JsonObject.builder().put("reason", "not that loud").build());
        assertThat(operator.get(documents, Map.of()).toString()).contains("withdrawn");
        mirror.stop(0);
    }

    @Test
    @DisplayName(
            "what a label does is each reader's choice, signed and kept with the account; nobody else sees it differently")
    void readersChoose() {
        owners.register("pete");
        owners.register("rita");
        owners.register("rolf");
        Posts.Published advert;
        String actor;
        try (Owner pete = owners.open("pete")) {
            advert = new Posts(pete).post(draft("a very good offer", Audience.PUBLIC));
            actor = pete.ids().actor();
        }
        operator.post(
                "/admin/v1/decisions",
                JsonObject.builder()
                        .put("subject", "account:" + canonical(actor))
                        .put("target", "post:" + canonical(advert.id()))
                        .put("measure", "label")
                        .put("text", "spam")
                        .put("rule", "spam")
                        .build());
        assertThat(local("rita"))
                .as("the server's own network says that what is spam is folded")
                .contains("\"summary\":\"spam\"");

        try (Owner rita = owners.open("rita")) {
            LabelWishes wishes = new LabelWishes(rita);
            assertThat(wishes.known().labels())
                    .filteredOn(one ->
                            one.kind().equals("instance") && one.key().label().equals("spam"))
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.effect()).isEqualTo("warn");
                        assertThat(one.choice()).isEmpty();
                    });
            wishes.choose("spam", Optional.of("here"), Optional.of(Choice.HIDE));
        }
        assertThat(local("rita")).doesNotContain("a very good offer");
        assertThat(local("rolf")).contains("a very good offer");
        try (Owner rita = owners.open("rita")) {
            LabelWishes wishes = new LabelWishes(rita);
            assertThat(wishes.known().choices().choices()).hasSize(1);
            wishes.choose("spam", Optional.of("here"), Optional.of(Choice.IGNORE));
        }
        assertThat(local("rita")).contains("a very good offer").doesNotContain("\"summary\":\"spam\"");
        try (Owner rita = owners.open("rita");
                Owner rolf = owners.open("rolf")) {
            String choices = LabelChoices.id(rita.did()).at(gateway());
            assertThat(fetch(choices).status())
                    .as("nobody else reads what was chosen")
                    .isEqualTo(404);
            assertThat(new Lookup(rita).own(choices)).isPresent();
            new LabelWishes(rita).choose("spam", Optional.of("here"), Optional.empty());
            assertThatThrownBy(
                            () -> new LabelWishes(rolf).choose("no-such", Optional.empty(), Optional.of(Choice.HIDE)))
                    .isInstanceOf(ClientProblem.class);
        }
        assertThat(local("rita")).contains("\"summary\":\"spam\"");
    }

    private static String local(String name) {
        try (Owner owner = owners.open(name)) {
            return new Views(owner).page("local", Map.of()).toString();
        }
    }

    private static String canonical(String id) {
        return PortableId.parse(id).orElseThrow().canonical();
    }

    private static String domains() {
        return operator.get("/admin/v1/domains", Map.of()).toString();
    }

    private static Origin gateway() {
        return Origin.parse(instance.origin()).orElseThrow();
    }
}
