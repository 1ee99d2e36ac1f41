package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reports;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.moderation.DecisionsAboutMe;

/** From a report to the log, in the browsers of two moderators. Each test goes on where the one before ended. */
@DisplayName("A moderator in the browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModeratorIT {
    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static Browser browser;
    private static TestOwners owners;
    private static Browser.Person mona;
    private static Browser.Person ann;
    private static String post;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        instance = RunningInstance.start(folder, Map.of("GODWIT_MODERATION_LOG_DELAY", "PT0S"));
        owners = new TestOwners(folder, instance.origin());
        OperatorConnection operator = owners.operator(folder.resolve("data"));
        owners.register("carl");
        owners.register("rita");
        mona = signedUp("mona", operator, "admin");
        ann = signedUp("ann", operator, "moderator");
        post = owners.post("carl", "Buy my pills, only today!").id();
        String again = owners.post("carl", "Pills! Pills! Pills!").id();
        try (Owner rita = owners.open("rita")) {
            new Reports(rita).report("@carl", List.of(post, again), "the same advertisement, again and again", false);
        }
    }

    @AfterAll
    static void stop() {
        try {
            if (mona != null) mona.close();
            if (ann != null) ann.close();
        } finally {
            if (instance != null) instance.close();
            if (browser != null) browser.close();
        }
    }

    /** Somebody signs up in a browser of their own and gets a role. */
    private static Browser.Person signedUp(String name, OperatorConnection operator, String role) {
        Browser.Person person = SignUp.as(name, browser.person(instance.origin()));
        operator.put(
                "/admin/v1/staff/" + name,
                JsonObject.builder().put("role", role).build());
        return person;
    }

    @Test
    @Order(1)
    @DisplayName("sees the report in its context, and what a decision would do, before deciding")
    void theCase() {
        Page page = mona.page();
        page.waitForCondition(() -> page.request().get("/admin/v1/cases").text().contains("\"openReports\":1"));
        mona.open("/staff/cases");
        page.locator(".case-row a:has-text('@carl')").waitFor();
        mona.looksRight("cases");
        page.setViewportSize(1280, 800);
        page.keyboard().press("j");
        page.keyboard().press("k");
        page.keyboard().press("o");
        page.locator("h1:text('@carl')").waitFor();
        page.locator(".post.reported").first().waitFor();
        assertThat(page.locator(".post.reported").allInnerTexts())
                .anyMatch(text -> text.contains("Buy my pills, only today!"))
                .hasSize(2);
        assertThat(page.locator(".timeline").innerText()).contains("@rita", "the same advertisement, again and again");
        page.locator(".effect h3").waitFor();
        assertThat(page.locator(".effect").innerText()).contains("It touches 2 posts");
        assertThat(page.locator(".effect .statement").textContent()).contains("What it does not touch");
        mona.looksRight("case");
    }

    @Test
    @Order(2)
    @DisplayName("labels by a key, suspends, and takes that back again")
    void decides() {
        Page page = mona.page();
        page.setViewportSize(1280, 800);
        page.locator("gw-field[name=resolve] input").uncheck();
        page.locator("h1").click();
        page.keyboard().press("2");
        effect(page, "Label");
        page.keyboard().press("d");
        page.locator(".toast:has-text('Done: Label.')").waitFor();
        page.locator(".decision:has-text('Label')").first().waitFor();

        page.locator("h1").click();
        page.keyboard().press("7");
        effect(page, "Suspend");
        field(page, "facts").fill("The same advertisement twice in a minute");
        effect(page, "The same advertisement twice in a minute");
        page.locator("gw-decide .actions button").click();
        Locator toast = page.locator(".toast:has-text('Done: Suspend.')");
        toast.waitFor();
        hidden();
        toast.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo"))
                .click();
        page.locator(".toast:has-text('Taken back.')").waitFor();
        shown();
    }

    @Test
    @Order(3)
    @DisplayName(
            "suspends for good with its reasons; another moderator answers the appeal, and all of it is in the log")
    void appealed() {
        Page page = mona.page();
        page.locator("gw-field[name=resolve] input").check();
        page.locator("h1").click();
        page.keyboard().press("7");
        field(page, "facts").fill("Twice in a minute");
        effect(page, "Twice in a minute");
        page.locator("gw-decide .actions button").click();
        page.locator(".tag.resolved").first().waitFor();
        hidden();

        String decision;
        try (Owner carl = owners.open("carl")) {
            var about = new DecisionsAboutMe(carl);
            decision = about.all().stream()
                    .filter(one -> one.string("statement").orElse("").contains("Twice in a minute"))
                    .findFirst()
                    .orElseThrow()
                    .string("decision")
                    .orElseThrow();
            about.appeal(decision, "I was hacked");
        }
        mona.open("/staff/appeals");
        assertThat(mona.page().locator(".appeal").innerText()).contains("Somebody else has to answer this.");

        Page anns = ann.open("/staff/appeals").page();
        assertThat(anns.locator(".appeal").innerText()).contains("I was hacked", "@mona");
        ann.looksRight("appeals");
        anns.setViewportSize(1280, 800);
        button(anns, "Take the decision back").click();
        assertThat(anns.locator(".appeal .field-error").innerText()).contains("Write why");
        anns.locator(".appeal textarea").fill("It was not you");
        button(anns, "Take the decision back").click();
        anns.locator("text=No appeal waits.").waitFor();
        shown();

        ann.open("/staff/log");
        anns.locator(".table tbody tr").first().waitFor();
        assertThat(anns.locator(".table").innerText())
                .contains("Decided: Suspend", "Appealed: Suspend", "Appeal granted: Suspend", "Taken back: Suspend")
                .doesNotContain("mona")
                .doesNotContain("hacked");
        ann.looksRight("log");
    }

    @Test
    @Order(4)
    @DisplayName("tries a list of servers before it applies, takes it over, and takes it back")
    void lists() {
        Page page = mona.open("/staff/domains").page();
        page.setViewportSize(1280, 800);
        button(page, "Add a rule").click();
        field(page, "domain").fill("friends.example");
        page.locator("gw-dialog select[name=stance]").selectOption("allow");
        mona.looksRight("domain-rule");
        page.setViewportSize(1280, 800);
        page.locator("dialog[open] .actions button").click();
        page.locator("td:has-text('friends.example')").first().waitFor();

        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "list.csv",
                        "text/csv",
                        ("#domain,#severity\nbad.example,suspend\nworse.example,silence\nfriends.example,suspend\n"
                                        + "worst.example,nonsense\n")
                                .getBytes(StandardCharsets.UTF_8)));
        page.locator("h2:has-text('What “list.csv” would do')").waitFor();
        assertThat(page.locator("section.panel").innerText()).contains("3 rules", "1 line makes no sense");
        mona.looksRight("domains-list");
        page.setViewportSize(1280, 800);
        button(page, "Take over 3 rules").click();
        page.locator("td:has-text('worse.example')").first().waitFor();
        assertThat(page.locator("tr:has-text('friends.example')").innerText()).contains("Deny");
        page.locator("p.bulks button").click();
        page.locator(".toast:has-text('3 rules are as before.')").waitFor();
        assertThat(page.locator("tr:has-text('friends.example')").innerText()).contains("Allow");
        assertThat(page.locator("td:has-text('bad.example')").count()).isZero();
    }

    @Test
    @Order(5)
    @DisplayName("finds everything by keyboard, and accounts and the team look right")
    void otherPages() {
        Page page = mona.open("/staff/accounts").page();
        page.locator("td:has-text('@carl')").first().waitFor();
        mona.looksRight("accounts");
        page.setViewportSize(1280, 800);
        page.keyboard().press("Control+k");
        page.locator("dialog[open] input[type=search]").fill("team");
        page.keyboard().press("Enter");
        page.locator("h1:text('Team')").waitFor();
        page.locator("td:has-text('@ann')").first().waitFor();
        mona.looksRight("team");
        page.setViewportSize(1280, 800);
        page.locator("h1").click();
        page.keyboard().press("?");
        page.locator("dialog[open]:has-text('Keys on this page')").waitFor();
        mona.looksRight("keys");
        page.setViewportSize(1280, 800);
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        page.locator("dialog[open] input[type=search]").fill("carl");
        page.locator("[role=option]:has-text('@carl')").first().click();
        page.locator("h1:text('@carl')").waitFor();
        page.locator("text=What you cannot do here").waitFor();
        mona.looksRight("account");
    }

    @Test
    @Order(6)
    @DisplayName("without a role there is nothing to see, and it says who could help")
    void strangers() {
        try (Browser.Person stranger = browser.person(instance.origin()).expecting("401")) {
            Page page = stranger.open("/staff/cases").page();
            page.locator(".state").first().waitFor();
            assertThat(page.locator(".state").first().innerText()).contains("You are not signed in.");
            stranger.looksRight("cases-signed-out");
        }
    }

    @Test
    @Order(7)
    @DisplayName("left a trace that everybody can read, and the post with its label")
    void everybody() {
        try (Browser.Person stranger = browser.person(instance.origin()).expecting("404")) {
            Page page = stranger.open("/moderation/log").page();
            assertThat(page.locator("main").innerText()).contains("Taken back: not shown", "@carl");
            stranger.looksRight("page-log");
            stranger.open("/@carl").page().locator(".when a").first().click();
            page.locator("article.whole").waitFor();
            stranger.looksRight("page-post");
            stranger.open("/@nobody").looksRight("page-none");
        }
    }

    private static Locator field(Page page, String name) {
        return page.locator("gw-field[name=" + name + "]")
                .locator("input,textarea,select")
                .first();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)))
                .first();
    }

    /** The statement that would be sent holds the text: the preview is that of what is chosen now. */
    private static void effect(Page page, String text) {
        String said = switch (text) {
            case "Label" -> "carries the label";
            case "Suspend" -> "is not shown at";
            default -> text;
        };
        page.locator(".effect .statement:has-text('" + said + "')").waitFor(attached());
    }

    private static Locator.WaitForOptions attached() {
        return new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
    }

    private static int status(String id) {
        return ann.page()
                .request()
                .get(id, RequestOptions.create().setHeader("Accept", "application/activity+json"))
                .status();
    }

    /** Strangers find nothing of Carl; what is public may be served from memory for some seconds. */
    private static void hidden() {
        ann.page().waitForCondition(() -> status(post) == 404);
    }

    private static void shown() {
        ann.page().waitForCondition(() -> status(post) == 200);
    }
}
