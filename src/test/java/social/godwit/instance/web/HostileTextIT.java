package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.Reports;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.document.PostDocument;
import social.godwit.instance.client.moderation.DecisionsAboutMe;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;

/**
 * Every page of the app, and every page that these lead to, after strangers and colleagues have filled their fields with texts that
 * want to run, to lead away, to turn the line or to push the page out of the window.
 */
@DisplayName("Hostile texts, on every page")
class HostileTextIT {
    private static final Pattern ROUTE = Pattern.compile("path: '([^']+)'");
    private static final int PAGES_MAX = 150;
    /** What a page may lead to without being one. */
    private static final Pattern NO_PAGE = Pattern.compile(
            "/(\\.well-known|static|client|openapi\\.json|moderation/v1|admin|networks/[^/]+/charter).*");

    private static final int TABS = 4;
    private static final String DRAWN =
            "document.readyState === 'complete' && [...document.querySelectorAll('gw-state')].every(one => one.kind !== 'loading')";
    private static final String FAULTS = """
            () => {
              const bad = [];
              const fine = ['http:', 'https:', 'mailto:', 'blob:'];
              for (const element of document.querySelectorAll('*')) {
                const name = element.localName;
                if (['iframe', 'object', 'embed', 'base', 'math'].includes(name)) bad.push('<' + name + '>');
                if (name === 'script' && (!element.src || new URL(element.src).origin !== location.origin)) bad.push('a script');
                for (const { name: attribute, value } of element.attributes) {
                  if (attribute.startsWith('on')) bad.push(name + ' ' + attribute);
                  if (/^(href|src|action|formaction|poster|data|cite|xlink:href|background)$/.test(attribute)) {
                    const url = URL.parse(value, location.href);
                    const inner = name === 'link' && url?.protocol === 'data:';
                    if (!url || !(fine.includes(url.protocol) || inner)) bad.push(name + ' ' + attribute + '=' + value.slice(0, 60));
                    else if (url.protocol.startsWith('http') && url.origin !== location.origin && attribute !== 'href') bad.push('loads ' + value.slice(0, 60));
                  }
                }
              }
              if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.outerHTML)) {
                const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
                let where = 'an attribute';
                while (walker.nextNode()) if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(walker.currentNode.data)) where = walker.currentNode.parentElement.outerHTML.slice(0, 90);
                bad.push('turns the line: ' + where);
              }
              if (window.ran) bad.push('ran: ' + window.ran);
              return bad;
            }""";

    @TempDir
    static Path folder;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static RunningInstance instance;
    private static Browser browser;
    private static TestOwners owners;
    private static OperatorConnection operator;
    private static Hostile.Server server;
    private static Browser.Person mona;
    private static String network;
    private static String evesActor;
    private static final List<String> posts = new ArrayList<>();
    /** What the doors did not let in. */
    private static final List<String> refused = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        server = new Hostile.Server();
        instance = RunningInstance.start(
                folder, Map.of("GODWIT_MODERATION_LOG_DELAY", "PT0S", "GODWIT_CONTACT", "admin@example.org"));
        owners = new TestOwners(folder, instance.origin());
        operator = owners.operator(folder.resolve("data"));
        mona = browser.person(instance.origin());
        // What is asked for by a made-up address is not there.
        for (int status : List.of(400, 403, 404, 422)) mona.expecting("responded with a status of " + status);
        mona.page().setExtraHTTPHeaders(Map.of("User-Agent", Hostile.plain(190)));
        SignUp.as("mona", mona);
        mona.page().setExtraHTTPHeaders(Map.of());
        operator.put(
                "/admin/v1/staff/mona",
                JsonObject.builder().put("role", "owner").build());
        owners.register("eve");
        owners.register("rita");
    }

    @AfterAll
    static void stop() {
        try {
            if (mona != null) mona.close();
        } finally {
            if (instance != null) instance.close();
            if (browser != null) browser.close();
            if (server != null) server.close();
        }
    }

    @Test
    @DisplayName(
            "nothing runs, nothing leads away or loads from elsewhere, no line is turned, and no page is wider than the window")
    void everyPage() throws IOException {
        strangersWrite();
        staffWrite();
        networkWrites();
        Set<String> wrong = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        visit(mona, new ArrayDeque<>(appPages()), seen, wrong);
        assertAll(
                () -> assertThat(wrong).isEmpty(),
                () -> assertThat(refused)
                        .as("what the doors did not let in")
                        .hasSize(3)
                        .allMatch(
                                one -> one.startsWith("a bad ") && one.contains("no link that others may be sent to")),
                () -> assertThat(seen)
                        .as("also what the server makes")
                        .contains("/about", "/networks", "/moderation/log", "/@eve", "/networks/" + network)
                        .anyMatch(path -> path.startsWith("/@eve/")));
    }

    @Test
    @DisplayName("signing in leads to a page of ours, whatever the address asks for")
    void leadsHome() {
        Page page = mona.page();
        String home = instance.origin() + "/";
        for (String to : List.of(
                "//evil.example",
                "/\\evil.example",
                "/.//evil.example",
                "/..//evil.example/",
                "\t//evil.example",
                "/\n/evil.example",
                "https:evil.example",
                "https://evil.example",
                "https://",
                "http://localhost@evil.example/",
                "javascript:attacked()",
                "data:text/html,x",
                "blob:" + home + "x")) {
            signIn(to);
            page.waitForCondition(() -> !page.url().contains("/sign-in"));
            page.locator("h1").first().waitFor();
            assertThat(page.url()).as(to).startsWith(home);
            assertThat(page.evaluate("window.ran ?? ''")).as(to).isEqualTo("");
        }
        signIn("/devices?a=b");
        page.waitForURL(home + "devices?a=b");
    }

    private static void signIn(String to) {
        mona.open("/sign-in?to=" + encoded(to))
                .page()
                .locator("button:text-is('Continue as mona')")
                .click();
    }

    private static void strangersWrite() {
        try (Owner eve = owners.open("eve")) {
            evesActor = eve.ids().actor();
            attempt(
                    "a bad profile",
                    () -> new Profile(eve).update(List.of(actor -> Hostile.profile(actor, Hostile.LINK))));
            attempt(
                    "a profile",
                    () -> new Profile(eve).update(List.of(actor -> Hostile.profile(actor, server.address()))));
            attempt(
                    "a bad address",
                    () -> new Profile(eve).update(List.of(actor -> actor.with("url", Json.of(Hostile.LINK)))));
            publish(eve, "a bad post", note -> Hostile.post(note, Hostile.LINK));
            publish(eve, "a post", note -> Hostile.post(note, server.address()));
            publish(eve, "a poll", Hostile::poll);
            attempt("a report", () -> new Reports(eve).report("@rita", List.of(), Hostile.text(4_000), false));
        }
        try (Owner rita = owners.open("rita")) {
            attempt("following", () -> new People(rita).follow(server.actor()));
            attempt(
                    "a report about a server",
                    () -> new Reports(rita).report(server.actor(), List.of(server.note()), Hostile.text(4_000), true));
            attempt(
                    "a report about a post",
                    () -> new Reports(rita).report("@eve", List.copyOf(posts), Hostile.text(4_000), false));
        }
    }

    private static void publish(Owner owner, String what, UnaryOperator<JsonObject> change) {
        Instant now = Instant.now();
        var post = new Post(
                owner.newName(),
                now,
                Optional.empty(),
                Audience.PUBLIC,
                new Post.Text(Hostile.text(500), Hostile.html()),
                Optional.empty(),
                "en",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Post.Quotes.ANYONE);
        attempt(what, () -> {
            JsonObject signed = owner.sign(change.apply(PostDocument.of(post, owner.ids())));
            new Publisher(owner)
                    .publish(
                            List.of(owner.sign(Activities.create(owner.ids(), owner.newName(), now, signed))),
                            Publisher.Facts.NONE);
            posts.add(signed.string("id").orElseThrow());
        });
    }

    private static void staffWrite() {
        String eve =
                "account:" + evesActor.substring(evesActor.indexOf("did:key:")).replaceFirst("^", "ap://");
        put("/admin/v1/domains/evil.example", """
                {"stance":"limit","comment":%s,"publicComment":%s}""", Hostile.text(1_500), Hostile.text(1_500));
        post("/admin/v1/announcements", """
                {"texts":{"en":%s,"de":%s}}""", Hostile.text(400), Hostile.text(400));
        post("/admin/v1/invites", """
                {"note":%s}""", Hostile.text(180));
        post("/admin/v1/tokens", """
                {"for":"mona","name":%s}""", Hostile.text(90));
        put("/admin/v1/desk/answers/" + OperatorConnection.segment(Hostile.text(60)), """
                {"text":%s}""", Hostile.text(4_000));
        for (String address : List.of(server.list(), server.address()))
            put("/admin/v1/lists/hostile" + (address.equals(server.list()) ? "" : "-gone"), """
                    {"address":%s}""", address);
        put("/admin/v1/filters/hostile", """
                {"kind":"keyword","values":[%s,%s],"reaction":"flag","rule":"spam"}""", Hostile.plain(190), Hostile.LINK);
        post("/admin/v1/cases/note", """
                {"subject":"%s","text":%%s}""".formatted(eve), Hostile.text(4_000));
        for (String whom : List.of(eve, "account:ap://" + mona.did() + "/actor"))
            for (String measure : List.of("warn", "label"))
                post("/admin/v1/decisions", """
                        {"subject":"%s","measure":"%s","rule":"spam","text":%%s,"facts":%%s}""".formatted(whom, measure), Hostile.text(400), Hostile.text(3_000));
        try (Owner owner = owners.open("eve")) {
            var about = new DecisionsAboutMe(owner);
            attempt(
                    "an appeal",
                    () -> about.appeal(about.all().getFirst().string("decision").orElseThrow(), Hostile.text(3_000)));
        }
    }

    /** A network whose every word is hostile, with a proposal in the same words and somebody vouched for in them. */
    private static void networkWrites() {
        SigningKey key = SigningKey.generate(HostileTextIT::random);
        network = key.did().toString();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JsonObject words = (JsonObject) worded(FirstCharter.of(key.did(), "x", List.of(mona.did()), now));
        JsonObject governance = words.object("governance").orElseThrow();
        List<Json> votes = governance.list("decisions").stream()
                .map(one -> (Json)
                        ((JsonObject) one).with("method", Json.of("vote")).with("memberDays", JsonNumber.of(0)))
                .toList();
        JsonObject charter = words.with("governance", governance.with("decisions", new JsonArray(votes)))
                .with(
                        "verification",
                        JsonObject.builder()
                                .put("issuers", List.of(RoleIssuer.operator(folder)))
                                .put("need", "nothing")
                                .build());
        Charter first = switch (Charter.read(charter)) {
            case CharterReading.Read(Charter read) -> read;
            case CharterReading.Malformed bad -> throw new AssertionError(bad.toString());
        };
        operator.post(
                "/admin/v1/networks/" + network,
                JsonObject.builder()
                        .put(
                                "documents",
                                List.of(SignedAct.sign(new Founding(key.did(), now, first), key)
                                        .document()))
                        .build());
        post("/admin/v1/networks/" + network + "/desk/claims", """
                {"account":"%s","claim":"role","detail":%%s}""".formatted(mona.did()), Hostile.plain(200));
        Page page = mona.open("/networks/" + network + "/membership").page();
        page.locator("button:text-is('Join')").click();
        page.getByText("You are a member.").waitFor();
        mona.open("/networks/" + network + "/edit");
        page.locator("[name^='rule-']:is(input,textarea)").first().fill(Hostile.plain(400));
        page.locator("[name='reason']:is(input,textarea)").first().fill(Hostile.plain(400));
        page.locator("button:text-is('Propose it')").click();
        page.waitForURL("**/proposals");
    }

    /** The same with hostile words wherever a language has some. */
    private static Json worded(Json json) {
        return switch (json) {
            case JsonObject object
            when object.get("en") instanceof JsonString -> object.with("en", Json.of(Hostile.plain(100)));
            case JsonObject object -> {
                var worded = JsonObject.builder();
                object.members().forEach((name, value) -> worded.put(name, worded(value)));
                yield worded.build();
            }
            case JsonArray array ->
                new JsonArray(array.items().stream().map(HostileTextIT::worded).toList());
            default -> json;
        };
    }

    /** Where reading begins, and every page of the app, as its routes say, with what there is and with a hostile text in place of each part and in its query. */
    private static List<String> appPages() throws IOException {
        String hostile = encoded(Hostile.MARKUP);
        List<String> cases = new ArrayList<>();
        mona.page().waitForCondition(() -> cases().size() >= 3);
        for (Json one : cases())
            cases.add(encoded(((JsonObject) one).string("subject").orElseThrow()));
        Map<String, List<String>> parts = Map.of(
                ":did", List.of(network),
                ":subject", cases,
                ":actor",
                        List.of(
                                encoded("ap://" + evesActor.substring(evesActor.indexOf("did:key:"))),
                                encoded(server.actor())),
                ":name", List.of("posts"),
                ":id", List.of("hostile", "hostile-gone"));
        List<String> pages = new ArrayList<>(List.of("/about", "/@eve", "/@mona", "/networks/" + network));
        Path app = Path.of(System.getProperty("basedir", ".")).resolve("main/resources/web/app");
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : files.filter(one -> one.endsWith("routes.ts")).toList()) {
                var route = ROUTE.matcher(Files.readString(file));
                while (route.find()) {
                    String path = route.group(1);
                    var part = Pattern.compile(":\\w+").matcher(path);
                    if (part.find())
                        for (String value : Optional.ofNullable(parts.get(part.group()))
                                .orElseThrow(() -> new AssertionError("what is " + path + "?")))
                            pages.add(path.replace(part.group(), value));
                    else pages.add(path);
                    pages.add(path.replaceAll(":\\w+", hostile) + "?q=" + hostile + "&to=" + encoded(Hostile.LINK)
                            + "&invite=" + hostile + "&days=" + hostile);
                }
            }
        }
        assertThat(pages).hasSizeGreaterThan(40);
        return pages;
    }

    private static List<Json> cases() {
        return operator.get("/admin/v1/cases", Map.of()).list("cases");
    }

    /** Several at a time, since each mostly waits for the server. */
    private static void visit(Browser.Person person, Queue<String> open, Set<String> seen, Set<String> wrong) {
        person.page()
                .context()
                .addInitScript(
                        "window.attacked = () => { window.ran = document.currentScript?.outerHTML ?? 'a handler'; }");
        List<Page> tabs = Stream.generate(person::another).limit(TABS).toList();
        while (!open.isEmpty()) {
            Map<String, Page> round = new LinkedHashMap<>();
            for (Page tab : tabs) {
                while (!open.isEmpty() && !seen.add(open.peek())) open.remove();
                if (!open.isEmpty()) round.put(open.remove(), tab);
            }
            assertThat(seen).as("pages").hasSizeLessThan(PAGES_MAX);
            round.forEach(
                    (path, tab) -> tab.navigate(path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT)));
            round.forEach((path, tab) -> {
                try {
                    look(tab, fault -> wrong.add(path + ": " + fault));
                    links(tab).filter(link -> !seen.contains(link)).forEach(open::add);
                } catch (PlaywrightException e) {
                    wrong.add(path + ": " + e.getMessage().lines().limit(3).toList());
                }
            });
        }
        tabs.forEach(Page::close);
    }

    private static void look(Page page, Consumer<String> fault) {
        page.locator("h1").first().waitFor();
        page.waitForCondition(() -> page.evaluate(DRAWN).equals(true));
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })");
        for (int width : List.of(1280, 360)) {
            page.setViewportSize(width, 800);
            int wide = ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
            if (wide > 0) fault.accept(wide + " wider than " + width);
        }
        for (Object found : (List<?>) page.evaluate(FAULTS)) fault.accept((String) found);
    }

    private static Stream<String> links(Page page) {
        return ((List<?>)
                        page.evaluate(
                                "[...document.querySelectorAll('a[href]:not([download])')].filter(a => a.origin === location.origin).map(a => a.pathname)"))
                .stream()
                        .map(String.class::cast)
                        .filter(link -> !NO_PAGE.matcher(link).matches());
    }

    private static void put(String path, String body, String... texts) {
        attempt(path, () -> operator.put(path, json(body, texts)));
    }

    private static void post(String path, String body, String... texts) {
        attempt(path, () -> operator.post(path, json(body, texts)));
    }

    private static JsonObject json(String body, String... texts) {
        String filled = body.formatted((Object[])
                Stream.of(texts).map(text -> Json.of(text).toString()).toArray(String[]::new));
        if (StrictJson.read(filled.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                instanceof JsonReading.Read(JsonObject object)) return object;
        throw new AssertionError("no JSON: " + filled);
    }

    private static void attempt(String what, Runnable writing) {
        try {
            writing.run();
        } catch (ClientProblem refusal) {
            refused.add(what + " ("
                    + String.valueOf(refusal.getMessage()).lines().findFirst().orElse("") + ")");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
