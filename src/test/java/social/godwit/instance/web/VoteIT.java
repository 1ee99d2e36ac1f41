package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.client.TestOwners.draft;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Posts;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.Surroundings;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.network.HostedNetworks;
import social.godwit.instance.client.network.Participation;
import social.godwit.instance.session.InstanceDatabase;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;

/** Three people change the rules of their network, each in a browser of their own. Each test goes on where the one before ended. */
@DisplayName("The rules of a network, changed in three browsers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VoteIT {
    /** Long enough for three people on a slow machine; what is decided without a vote comes meanwhile. */
    private static final int VOTE_SECONDS = 75;

    /** So many times as long as it took to propose they have for their votes, where that is more. */
    private static final int VOTE_TIMES = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static Browser browser;
    private static Browser.Person ann;
    private static Browser.Person ben;
    private static Browser.Person cat;
    private static Browser.Person dan;
    private static int voteSeconds = VOTE_SECONDS;
    private static String network;
    private static String harbour;
    private static String club;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        instance = RunningInstance.start(folder, Map.of("GODWIT_CONTACT", "admin@example.org"));
        ann = signedUp("ann");
        ben = signedUp("ben");
        cat = signedUp("cat");
        dan = signedUp("dan");
        network = founded(ann.did());
        harbour = harbour();
        club = club();
    }

    @AfterAll
    static void stop() {
        try {
            for (Browser.Person person : new Browser.Person[] {ann, ben, cat, dan}) {
                if (person != null) person.close();
            }
        } finally {
            if (instance != null) instance.close();
            if (browser != null) browser.close();
        }
    }

    private static Browser.Person signedUp(String name) {
        return SignUp.as(name, browser.person(instance.origin()));
    }

    private static Locator field(Page page, String name) {
        return page.locator("[name='" + name + "']:is(input,select,textarea)").first();
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static OperatorConnection operator() {
        return OperatorConnection.of(
                Origin.parse(instance.origin()).orElseThrow(),
                folder.resolve("data/operator.key"),
                new Surroundings(InstantSource.system(), VoteIT::random, new GatewayConnection("test"), words -> {}));
    }

    /**
     * A network of Ann's, where members vote about everything, what they decide holds at once, the operator vouches for roles, and a
     * filter holds what promises money.
     */
    private static String founded(Did steward) {
        SigningKey key = SigningKey.generate(VoteIT::random);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JsonObject charter = FirstCharter.of(key.did(), "Our town", List.of(steward), now);
        JsonObject governance = charter.object("governance").orElseThrow();
        List<Json> decisions = governance.list("decisions").stream()
                .map(one -> (Json) ((JsonObject) one)
                        .with("method", Json.of("vote"))
                        .with("memberDays", JsonNumber.of(0))
                        .with("openDays", JsonNumber.of(0))
                        .with("majority", JsonNumber.of(60))
                        .with("delayDays", JsonNumber.of(0)))
                .toList();
        JsonObject verification = JsonObject.builder()
                .put("issuers", List.of(RoleIssuer.operator(folder)))
                .put("need", "nothing")
                .build();
        JsonObject filter = JsonObject.builder()
                .put("id", "money")
                .put("kind", "keyword")
                .put("value", "free money")
                .put("reaction", "hold")
                .put("rule", "no-spam")
                .build();
        host(
                key,
                now,
                charter.with("governance", governance.with("decisions", new JsonArray(decisions)))
                        .with(
                                "moderation",
                                charter.object("moderation")
                                        .orElseThrow()
                                        .with("filters", new JsonArray(List.of(filter))))
                        .with("verification", verification));
        return "/networks/" + key.did();
    }

    /**
     * A network of Ann's and Ben's, who decide together about everything, and at once; they let newcomers in, and Cat follows them one
     * day.
     */
    private static String harbour() {
        SigningKey key = SigningKey.generate(VoteIT::random);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JsonObject charter = FirstCharter.of(key.did(), "Our harbour", List.of(ann.did(), ben.did()), now);
        JsonObject governance = charter.object("governance").orElseThrow();
        List<Json> decisions = governance.list("decisions").stream()
                .map(one -> (Json) ((JsonObject) one)
                        .with("memberDays", JsonNumber.of(0))
                        .with("openDays", JsonNumber.of(0))
                        .with("delayDays", JsonNumber.of(0)))
                .toList();
        decisions = List.of(decisions.getFirst(), ((JsonObject) decisions.getLast()).with("method", Json.of("both")));
        JsonObject emergency = governance.object("emergency").orElseThrow().with("threshold", JsonNumber.of(2));
        JsonObject succession = JsonObject.builder()
                .put("silentDays", 90)
                .put("heirs", List.of(cat.did().toString()))
                .put("threshold", 1)
                .build();
        JsonObject joining =
                JsonObject.builder().put("door", "request").put("vouches", 0).build();
        host(
                key,
                now,
                charter.with("joining", joining)
                        .with(
                                "governance",
                                governance
                                        .with("decisions", new JsonArray(decisions))
                                        .with("emergency", emergency)
                                        .with("succession", succession)));
        return "/networks/" + key.did();
    }

    /** A network of Ann's where everybody comes in for whom one member vouches. */
    private static String club() {
        SigningKey key = SigningKey.generate(VoteIT::random);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        host(
                key,
                now,
                FirstCharter.of(key.did(), "Our club", List.of(ann.did()), now)
                        .with(
                                "joining",
                                JsonObject.builder()
                                        .put("door", "open")
                                        .put("vouches", 1)
                                        .build()));
        return "/networks/" + key.did();
    }

    private static void host(SigningKey key, Instant now, JsonObject charter) {
        Charter first = switch (Charter.read(charter)) {
            case CharterReading.Read(Charter read) -> read;
            case CharterReading.Malformed bad -> throw new AssertionError(bad.toString());
        };
        SignedAct act = SignedAct.sign(new Founding(key.did(), now, first), key);
        operator()
                .post(
                        "/admin/v1/networks/" + key.did(),
                        JsonObject.builder()
                                .put("documents", List.of(act.document()))
                                .build());
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Test
    @Order(1)
    @DisplayName("all three read the rules and join, with one button")
    void join() {
        for (Browser.Person person : List.of(ann, ben, cat)) {
            Page page = person.open(network).page();
            assertThat(page.locator("main").innerText())
                    .contains("Treat people with respect", "What is hidden", "How to leave", "Who decides");
            page.getByText("Join or leave").click();
            press(page, "Join");
            page.getByText("You are a member.").waitFor();
        }
        ann.looksRight("network-membership");
    }

    @Test
    @Order(2)
    @DisplayName("Ann sees in words what she changes and who decides, before she proposes it")
    void propose() {
        long begun = System.nanoTime();
        Page page = ann.open(network + "/edit").page();
        page.setViewportSize(1280, 800);
        page.getByText("Nothing yet.").waitFor();
        field(page, "rule-be-kind").fill("Be kind and patient.");
        page.locator(".changes ins:has-text('Be kind and patient.')").waitFor();
        assertThat(page.locator(".changes").innerText())
                .contains("Rules › be-kind › Text › en", "Treat people with respect: no harassment");
        assertThat(page.locator("form").innerText()).contains("the members: 60 % of the votes");
        field(page, "closes")
                .fill(LocalDateTime.now()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plusSeconds(voteSeconds)
                        .toString());
        field(page, "closes").blur();
        field(page, "rule-no-spam").fill("لا رسائل مزعجة");
        assertThat(field(page, "rule-no-spam").evaluate("field => getComputedStyle(field).direction"))
                .as("what is written from right to left is shown so")
                .isEqualTo("rtl");
        field(page, "rule-no-spam").fill("No spam, no deception, no automated accounts that do not say so.");
        press(page, "Propose it");
        page.getByText("Say why: those who decide want to know.").waitFor();
        field(page, "reason").fill("Patience is missing");
        ann.looksRight("charter-editor");
        int took = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        voteSeconds = Math.max(VOTE_SECONDS, VOTE_TIMES * took);
        field(page, "closes")
                .fill(LocalDateTime.now()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .plusSeconds(voteSeconds)
                        .toString());
        field(page, "closes").blur();
        press(page, "Propose it");
        page.locator("h2:has-text('Patience is missing')").waitFor();
    }

    @Test
    @Order(3)
    @DisplayName("everybody votes, and sees the votes of the others come in, counted by their own browser")
    void vote() {
        Map<Browser.Person, String> choices = Map.of(ann, "yes", ben, "yes", cat, "no");
        for (Browser.Person person : List.of(ann, ben, cat)) {
            Page voting = person.open(network + "/proposals").page();
            voting.locator("[data-choice=" + choices.get(person) + "]").click();
            voting.getByText("You have voted.").waitFor();
        }
        ann.page()
                .locator(".tally-text:has-text('2 for, 1 against, 0 abstained, of 3 voters.')")
                .waitFor();
        assertThat(ann.page().locator("main").innerText())
                .contains("0 of these votes are confirmed by those who count, 3 not yet");
        ann.looksRight("proposals");
        Page page = dan.open(network + "/proposals").page();
        page.getByText("You are not on the list of voters").waitFor();
        assertThat(page.locator("[data-choice]").count())
                .as("who is no member is not asked for a vote that nobody counts")
                .isZero();
        try (Browser.Person stranger = browser.person(instance.origin())) {
            page = stranger.open(network, "main:has-text('2 for, 1 against, 0 abstained, of 3 voters.')")
                    .page();
            assertThat(page.locator("main").innerText()).contains("Patience is missing", "Be kind and patient.");
            stranger.looksRight("network-with-proposal");
        }
    }

    @Test
    @Order(4)
    @DisplayName(
            "what takes two stewards: Ann asks, Ben is told above every page, agrees, and it is in force until they end it")
    void emergency() throws IOException, SQLException {
        Page page = ann.open(harbour + "/stewards").page();
        page.locator("[data-form=emergency] summary").click();
        field(page, "power").selectOption("hold-newcomers");
        field(page, "reason").fill("A wave of spam");
        ann.looksRight("stewards-emergency");
        press(page, "Ask the other stewards");
        page.getByText("Not in force: more stewards have to agree.").waitFor();
        try (Browser.Person stranger = browser.person(instance.origin()).open(harbour)) {
            assertThat(stranger.page().locator(".duties").innerText())
                    .contains("Something to be done at once:", "A wave of spam", "1 of 2 signed: ann", "Asked: ben");
        }

        notice(
                ben,
                "Our harbour: another steward wants to do something at once, and asks you to agree. “A wave of spam”");
        page = ben.open("/").page();
        page.locator(".notice a:has-text('See what it is')").click();
        page.locator("[data-duty=emergency]").waitFor();
        ben.looksRight("stewards");
        press(page, "Agree");
        page.locator("[data-emergency=in-force]").waitFor();
        page.getByText("Nothing waits for your signature.").waitFor();
        page.locator(".notice").waitFor(detached());
        try (Browser.Person stranger = browser.person(instance.origin()).open(harbour)) {
            assertThat(stranger.page().locator("main").innerText())
                    .contains("A wave of spam", "In an emergency, until");
        }

        page = ann.open(harbour + "/stewards").page();
        page.locator("[data-emergency=in-force] input").fill("The wave is over");
        press(page, "End it now");
        page.locator("[data-duty=report] textarea").fill("Three accounts waited for a day.");
        press(page, "Account for it");
        page.getByText("Nothing waits for your signature.").waitFor();
        assertThat(page.locator("[data-emergency=ended]").innerText()).contains("Three accounts waited for a day.");
        notice(ben, "Our harbour: a steward has said what came of an emergency. “Three accounts waited for a day.”");
    }

    /** Waits until somebody finds this among the notifications, where it stands once. */
    private static void notice(Browser.Person person, String begins) throws IOException, SQLException {
        try (Connection database = InstanceDatabase.of(folder.resolve("data"));
                PreparedStatement count = database.prepareStatement(
                        "select count(*) from notification where account = ? and starts_with(content, ?)")) {
            count.setString(1, person.did().toString());
            count.setString(2, begins);
            person.page().waitForCondition(() -> first(count) == 1);
        }
    }

    private static long first(PreparedStatement query) {
        try (ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(5)
    @DisplayName("Cat asks to join, and a steward lets her in; both confirm who may vote")
    void lists() {
        Page page = cat.open(harbour + "/membership").page();
        press(page, "Join");
        page.getByText("You have asked to join.").waitFor();
        page = ben.open(harbour + "/stewards").page();
        press(page, "Let them in");
        page.getByText("1 member may vote now.").waitFor();
        press(page, "Confirm who may vote");
        page.locator("[data-duty=voters]").waitFor();
        page = ann.open(harbour + "/stewards").page();
        page.getByText("This server counts the same.").waitFor();
        press(page, "Confirm this list");
        page.getByText("Nothing waits for your signature.").waitFor();
        page = cat.open(harbour + "/membership").page();
        page.getByText("You are a member.").waitFor();
    }

    @Test
    @Order(6)
    @DisplayName("a change of the rules takes both stewards; an heir proposes other stewards and nothing else")
    void twoStewards() {
        Page page = ben.open(harbour + "/edit").page();
        field(page, "rule-be-kind").fill("Be kind and patient.");
        field(page, "reason").fill("Patience is missing");
        press(page, "Propose it");
        page.getByText("1 steward has agreed; it takes 2.").waitFor();
        page = ann.open(harbour + "/stewards").page();
        page.getByText("Read it and decide").click();
        page.locator(".changes ins:has-text('Be kind and patient.')").waitFor();
        press(page, "Agree as a steward");
        page.getByText("Nothing waits for a decision.").waitFor();

        page = cat.open(harbour + "/edit").page();
        page.getByText("version 2").waitFor();
        field(page, "person").fill(instance.origin() + "/@cat");
        press(page, "Add");
        page.locator(".changes:has-text('Stewards')").waitFor();
        assertThat(page.locator("form").innerText()).contains("The heir may name new stewards and change nothing else");
        field(page, "reason").fill("Nobody answers");
        cat.looksRight("charter-editor-heir");
        field(page, "name").fill("Cat's harbour");
        page.getByText("As an heir you can propose who the stewards are").waitFor();
        field(page, "name").fill("Our harbour");
        press(page, "Propose it");
        page.getByText("Nothing waits for a decision.").waitFor();

        page = ann.open(harbour + "/stewards").page();
        page.getByText("Others are to be stewards, because all of you are silent")
                .waitFor();
        press(page, "I am still here");
        page.getByText("Nothing waits for your signature.").waitFor();
        page = cat.open(harbour + "/proposals").page();
        page.getByText("1 heir has agreed; it takes 1.").waitFor();
        assertThat(page.locator("main").innerText()).contains("A steward is still there.");
        cat.looksRight("proposals-heir");
    }

    @Test
    @Order(7)
    @DisplayName("after the end Ann confirms the count, the new rules hold, and everybody can read how that came about")
    void decided() {
        Page page = ann.open(network + "/proposals").page();
        page.setViewportSize(1280, 800);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Confirm the count"))
                .click(new Locator.ClickOptions().setTimeout((voteSeconds + 90) * 1_000));
        page.getByText("Nothing waits for a decision.").waitFor();
        try (Browser.Person stranger = browser.person(instance.origin())) {
            Page read = stranger.open(network).page();
            assertThat(read.locator("main").innerText()).contains("Version 2 of the rules", "Be kind and patient.");
            read.locator("summary:has-text('Version 2')").click();
            assertThat(read.locator("main").innerText()).contains("Treat people with respect: no harassment");
            stranger.looksRight("network");
            stranger.open("/networks").looksRight("page-networks");
            stranger.open("/about").looksRight("page-about");
            stranger.open("/@ann").looksRight("page-profile");
            stranger.open(network + "?lang=de").looksRight("network-german");
        }
    }

    @Test
    @Order(8)
    @DisplayName("Cat, who was outvoted, leaves at once")
    void leave() {
        Page page = cat.open(network + "/membership").page();
        press(page, "Leave");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Join").setExact(true))
                .waitFor();
    }

    @Test
    @Order(9)
    @DisplayName("what somebody vouches for stands on the profile: what, who says so, until when, and what it means")
    void badge() {
        operator()
                .post(
                        "/admin/v1" + network + "/desk/claims",
                        JsonObject.builder()
                                .put("account", ben.did().toString())
                                .put("claim", "role")
                                .put("detail", "Town clerk")
                                .put("days", 100)
                                .build());
        operator()
                .put(
                        "/admin/v1/staff/ben",
                        JsonObject.builder().put("role", "verifier").build());
        assertThat(vouched(ben, ben.did())).as("for himself").isEqualTo(409);
        assertThat(vouched(ben, cat.did())).as("for somebody else").isEqualTo(200);
        try (Browser.Person stranger = browser.person(instance.origin())) {
            Page page = stranger.open("/@ben", ".badges").page();
            page.locator("summary:has-text('Role')").click();
            assertThat(page.locator(".badges").innerText())
                    .contains(
                            "The issuer confirms this role: Town clerk", "Said by whoever runs localhost", "Our town");
            stranger.looksRight("profile-with-badge");
        }
    }

    private static int vouched(Browser.Person by, Did account) {
        return by.page()
                .request()
                .post(
                        "/admin/v1" + network + "/desk/claims",
                        RequestOptions.create()
                                .setHeader("Origin", instance.origin())
                                .setData(Map.of("account", account.toString(), "claim", "role", "days", 100)))
                .status();
    }

    @Test
    @Order(10)
    @DisplayName(
            "a post that a filter holds is read and released by a steward, in one place; nobody else is told of it")
    void held() {
        TestOwners owners = new TestOwners(folder, instance.origin());
        owners.register("dot");
        Did town = Did.parse(network.substring("/networks/".length())).orElseThrow();
        String held = network + "/held?account=";
        try (Owner dot = owners.open("dot")) {
            new Participation(dot)
                    .join(
                            town,
                            new HostedNetworks(Origin.parse(instance.origin()).orElseThrow(), dot.surroundings())
                                    .charter(town));
            new Posts(dot).post(draft("Harbour news: free money for whoever mends the pier", Audience.PUBLIC));
            assertThat(dot.gateways()
                            .get(held + dot.did(), "application/json")
                            .answer()
                            .status())
                    .isEqualTo(403);
        }
        Page page = ann.page();
        page.waitForCondition(() -> {
            ann.open(network + "/stewards");
            page.getByText("Posts that a filter holds").waitFor();
            page.locator("gw-held :is(article, .none)").first().waitFor();
            return page.locator("gw-held article").count() > 0;
        });
        page.locator("gw-held summary").click();
        assertThat(page.locator("gw-held article").innerText())
                .contains(
                        "dot", "Held by the filter money; the rule: No spam", "free money for whoever mends the pier");
        ann.looksRight("stewards-held");
        assertThat(timeline()).doesNotContain("mends the pier");
        press(page, "Release it");
        page.locator("gw-held .none").waitFor();
        assertThat(timeline()).contains("mends the pier");
        page.route(
                instance.origin() + "/networks",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"networks\":[{}]}")));
        ann.open(network + "/stewards")
                .page()
                .getByText("This server hosts no other network")
                .waitFor();
        page.unroute(instance.origin() + "/networks");
    }

    /** What a stranger is shown of the town. */
    private static String timeline() {
        return ann.page().request().get(network + "/timeline").text();
    }

    @Test
    @Order(11)
    @DisplayName("who is vouched for comes in, and vouches for the next; who waits sees how many do")
    void vouch() {
        waits(cat);
        vouches(ann, "cat");
        cat.open(club + "/membership").page().getByText("You are a member.").waitFor();
        waits(ben);
        vouches(cat, "ben");
        ben.open(club + "/membership").page().getByText("You are a member.").waitFor();
    }

    private static void waits(Browser.Person person) {
        Page page = person.open(club + "/membership").page();
        page.getByText("A member has to vouch for you.").waitFor();
        press(page, "Join");
        page.getByText("Nobody vouches for you yet; it takes 1.").waitFor();
        assertThat(page.getByText("I vouch for them").count()).isZero();
    }

    private static void vouches(Browser.Person person, String newcomer) {
        Page page = person.open(club + "/membership").page();
        page.locator(".duty:has-text('" + newcomer + "')").waitFor();
        if (newcomer.equals("ben")) person.looksRight("vouch");
        press(page, "I vouch for them");
        page.getByText("Nobody waits for it now.").waitFor();
    }

    @Test
    @Order(12)
    @DisplayName(
            "Ann is hidden here: strangers find nothing, and she reads why, that it is hers all the same, and appeals")
    void hidden() {
        operator()
                .post(
                        "/admin/v1/decisions",
                        JsonObject.builder()
                                .put("subject", "account:ap://" + ann.did() + "/actor")
                                .put("measure", "suspend")
                                .put("rule", "no-spam")
                                .put("facts", "Forty equal posts in an hour.")
                                .build());
        Page page = ann.open("/decisions").page();
        page.waitForCondition(() -> browserless("/@ann") == 404);
        page.getByText("Hidden on this server. You still have it, and other servers may show it.")
                .waitFor();
        page.locator("summary:has-text('What, why')").click();
        assertThat(page.locator(".statement").innerText()).contains("Forty equal posts in an hour.");
        press(page, "Appeal");
        field(page, "text").fill("They were forty different birds.");
        ann.looksRight("decisions");
        List<Route> late = new CopyOnWriteArrayList<>();
        page.route("**/decisions", late::add);
        press(page, "Send the appeal");
        page.getByText("Your appeal is with the moderators.").waitFor();
        assertThat(page.locator("article button").count())
                .as("one appeal, also before the server has told it")
                .isZero();
        page.waitForCondition(() -> !late.isEmpty());
        late.forEach(Route::resume);
        page.unroute("**/decisions");
        page.getByText("Nobody has answered yet.").waitFor();
        assertThat(page.locator("article").innerText()).contains("You appealed", "They were forty different birds.");
        assertThat(page.locator("article button").count()).as("one appeal").isZero();
        ann.open("/");
        page.getByText("This server hides your account").waitFor();
    }

    @Test
    @Order(13)
    @DisplayName("whoever reads German is told in German, and who decides is shown just that")
    void statementInGerman() {
        Page page = ann.page();
        page.evaluate("localStorage.setItem('godwit.language', 'de')");
        ann.open("/decisions");
        page.locator(".statement[lang=de]").waitFor(attached());
        assertThat(page.locator(".statement").textContent())
                .contains("Was entschieden wurde: dein Konto wird bei", "Forty equal posts in an hour.");
        JsonObject preview = operator()
                .post(
                        "/admin/v1/decisions/preview",
                        JsonObject.builder()
                                .put("subject", "account:ap://" + ann.did() + "/actor")
                                .put("measure", "limit")
                                .put("rule", "no-spam")
                                .put("facts", "Again.")
                                .build());
        assertThat(preview.string("statement").orElseThrow()).contains("nur denen gezeigt, die folgen", "Again.");
        assertThat(preview.string("statementLanguage")).contains("de");
    }

    @Test
    @Order(14)
    @DisplayName(
            "What moderators decided, and that it was taken back, is said at the start until it is read, and leads to it")
    void told() {
        Page page = ann.page();
        page.evaluate("localStorage.setItem('godwit.language', 'en')");
        ann.open("/");
        page.locator("a[href='/notifications'] .tag:has-text('new')").first().waitFor();
        page.locator(".places a[href='/notifications']").click();
        Locator told = page.locator("li[data-told=moderation]");
        told.locator(".tag:has-text('New')").waitFor();
        told.locator("summary").click();
        told.getByText("Forty equal posts in an hour.").waitFor();
        ann.looksRight("notifications");
        ann.open("/notifications");
        told.waitFor();
        assertThat(told.locator(".tag").count()).as("read before").isZero();
        told.getByText("The decision, and how to appeal").click();
        page.locator("h1:has-text('Decisions about you')").waitFor();
        operator()
                .post(
                        "/admin/v1/decisions/" + page.locator("article").getAttribute("data-decision") + "/reverse",
                        JsonObject.builder().put("reason", "They were birds.").build());
        ann.open("/");
        page.getByText("The moderators of this server have something to tell you.")
                .waitFor();
        page.getByText("Read it").click();
        told.first().getByText("They were birds.").waitFor();
        assertThat(told.locator(".tag").count()).as("new is the newest alone").isOne();
        ann.open("/");
        page.locator(".places a[href='/notifications']").waitFor();
        page.waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(page.getByText("something to tell you").count()).isZero();
    }

    @Test
    @Order(15)
    @DisplayName(
            "older notifications come when they are asked for, and what people wrote is shown as the text that it is")
    void olderOnes() {
        Page page = ann.page();
        page.route(
                "**/notifications?limit=30",
                route -> answer(route, "a", "<p>Hello<br>&lt;b&gt; &amp; all</p>", ", \"next\": \"/?before=m1\""));
        page.route("**/notifications?limit=30&before=m1", route -> answer(route, "b", "<p>Before</p>", ""));
        ann.open("/notifications");
        assertThat(page.locator("li[data-told=reply]").innerText()).contains("@ben@club answered you", "Hello");
        page.locator("li[data-told=reply] summary").click();
        page.getByText("<b> & all").waitFor();
        press(page, "Older ones");
        page.getByText("Before").waitFor();
        assertThat(page.locator("li[data-told=reply]").count()).isEqualTo(2);
        assertThat(page.getByText("Older ones").count()).isZero();
        page.unroute("**/notifications?limit=30");
        page.unroute("**/notifications?limit=30&before=m1");
    }

    private static void answer(Route route, String id, String content, String next) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody("""
                {"orderedItems": [{"notification": "reply", "id": "%s", "published": "2026-01-01T00:00:00Z", "actor": "https://club/ben",
                  "handle": "ben@club", "object": {"content": "%s", "url": "https://club/@ben/1"}}]%s}""".formatted(
                                id, content, next)));
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
    }

    private static Locator.WaitForOptions detached() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
    }

    /** The status that a stranger without a browser gets for a page. */
    private static int browserless(String path) {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            return stranger.page()
                    .request()
                    .get(path, RequestOptions.create().setHeader("Accept", "text/html"))
                    .status();
        }
    }
}
