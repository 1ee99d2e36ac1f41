package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
import social.godwit.instance.client.ServerNotices;
import social.godwit.instance.client.TestOwners;

/** What whoever runs a server looks at each morning, and what they tell everybody. Each test goes on where the one before ended. */
@DisplayName("An admin in the browser")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OverviewIT {
    private static final int FIRST_PAGE_MAX = 150_000;

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static Browser browser;
    private static TestOwners owners;
    private static OperatorConnection operator;
    private static Browser.Person olga;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        instance = RunningInstance.start(folder);
        owners = new TestOwners(folder, instance.origin());
        operator = owners.operator(folder.resolve("data"));
        owners.register("carl");
        owners.register("rita");
        owners.post("carl", "Good morning");
        olga = SignUp.as("olga", browser.person(instance.origin()));
        operator.put(
                "/admin/v1/staff/olga",
                JsonObject.builder().put("role", "owner").build());
    }

    @AfterAll
    static void stop() {
        try {
            if (olga != null) olga.close();
        } finally {
            if (instance != null) instance.close();
            if (browser != null) browser.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName("sees figures, each with a table behind it; the page weighs little, and its files come all at once")
    void overview() {
        Page page = olga.another();
        var bytes = new AtomicInteger();
        // With a route there is no cache: all of it is sent, as to somebody who opens it for the first time.
        page.route("**/*", Route::resume);
        page.onResponse(response -> {
            if (!response.headers().getOrDefault("content-type", "").startsWith("text/event-stream"))
                bytes.addAndGet(response.request().sizes().responseBodySize);
        });
        page.navigate("/staff");
        page.locator("[data-figure=accounts] .figure-number").waitFor();
        Object ready = page.evaluate("performance.now()");
        System.out.printf("dashboard: %,d bytes, figures shown after %s ms%n", bytes.get(), ready);
        assertThat(bytes.get()).isBetween(10_000, FIRST_PAGE_MAX);
        assertThat(page.evaluate("""
                        performance.getEntriesByType('resource').map(one => new URL(one.name).pathname).filter(path =>
                            path.endsWith('.js') && !document.querySelector(`head [href="${path}"], head [src="${path}"]`))"""))
                .as("files that were asked for only after others had come")
                .isEqualTo(List.of());
        assertThat(page.locator("[data-figure=accounts] .figure-number").innerText())
                .isEqualTo("3");
        page.close();

        olga.open("/staff")
                .page()
                .locator("[data-figure=accounts] .figure-number")
                .waitFor();
        Locator chart = olga.page().locator("[data-figure=storage-documents] gw-chart");
        chart.locator("summary").click();
        chart.locator("tbody tr").first().waitFor();
        assertThat(chart.locator("tbody tr").count()).isEqualTo(30);
        chart.locator("summary").click();
        button("7 days").click();
        olga.page().waitForURL("**/staff?days=7");
        olga.page()
                .locator(
                        "[data-figure=posts] svg[aria-label*='7 days'], [data-figure=posts] svg[aria-label*='nothing']")
                .waitFor();
        olga.looksRight("overview");
    }

    @Test
    @Order(2)
    @DisplayName("sees a report arrive without doing anything")
    void live() {
        Page page = olga.open("/staff").page();
        page.getByText("Nothing waits for you.").waitFor();
        try (Owner rita = owners.open("rita")) {
            new Reports(rita).report("@carl", List.of(), "every morning the same", false);
        }
        page.getByText("1 open case").waitFor();
        assertThat(page.locator(".waiting a").first().getAttribute("href")).isEqualTo("/staff/cases");
    }

    @Test
    @Order(3)
    @DisplayName("sees what would be lost with this server, and the list behind each figure")
    void health() {
        Page page = olga.open("/staff/health").page();
        page.getByText("3 accounts with 0 followers").waitFor();
        page.locator("gw-table tr:has-text('carl')").waitFor();
        olga.looksRight("health");
        page.setViewportSize(1280, 800);
        button("Stuck moves").click();
        page.getByText("No move is stuck.").waitFor();
        olga.open("/staff/hosts").page().getByText("Every server answers.").waitFor();
        olga.looksRight("hosts");
        olga.open("/staff/figures/posts?days=90").page().locator("gw-chart svg").waitFor();
        olga.looksRight("figure");
    }

    @Test
    @Order(4)
    @DisplayName("closes sign-up at once, makes an invitation and ends it")
    void signUp() {
        Page page = olga.open("/staff/sign-up").page();
        page.locator("input[value=invite]").check();
        page.locator(".toast:has-text('It holds at once')").waitFor();
        assertThat(registrations()).isEqualTo("invite");
        page.locator("gw-field[name=uses] input").fill("3");
        page.locator("gw-field[name=note] input").fill("for friends");
        button("Make a code").click();
        page.locator(".made code").waitFor();
        page.locator("gw-table tr:has-text('for friends')").waitFor();
        olga.looksRight("registrations");
        page.setViewportSize(1280, 800);
        page.evaluate(
                "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject() } })");
        button("Copy").click();
        page.locator(".toast:has-text('did not allow copying')").waitFor();
        button("End the invitation for friends").click();
        page.locator("gw-state:has-text('There are no invitations.')").waitFor();
        page.getByText("Decided here; the configuration says: Everybody.").waitFor();
        page.locator("input[value=closed]").check();
        page.waitForCondition(() -> registrations().equals("closed"));
        button("Go by the configuration again").click();
        page.getByText("As the server is configured.").waitFor();
        assertThat(registrations()).isEqualTo("open");
    }

    @Test
    @Order(5)
    @DisplayName("tells everybody something: on their pages, and in their command line once")
    void announcements() {
        Page page = olga.open("/staff/announcements").page();
        button("Announce").click();
        page.getByText("Write what you want to say.").waitFor();
        page.locator("gw-field[name=en] textarea").fill("We are back on <Sunday>.");
        page.locator("gw-field[name=de] textarea").fill("Am Sonntag sind wir zurück.");
        button("Announce").click();
        page.locator("gw-notices:has-text('We are back on <Sunday>.')").waitFor();
        olga.looksRight("announcements");
        page.setViewportSize(1280, 800);
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.open("/");
            stranger.page()
                    .locator("gw-notices:has-text('We are back on <Sunday>.')")
                    .waitFor();
            stranger.looksRight("start-announcement");
            stranger.page().locator("gw-notices button").click();
            stranger.open("/");
            assertThat(stranger.page().locator("gw-notices .notice").count()).isZero();
        }
        try (Owner carl = owners.open("carl")) {
            assertThat(ServerNotices.due(carl)).singleElement().asString().contains("We are back on <Sunday>.");
            assertThat(ServerNotices.due(carl)).isEmpty();
        }
        button("Take back").click();
        page.getByText("Nothing is announced.").waitFor();
        page.locator(".toast button:has-text('Undo')").click();
        page.locator(".announcements li").waitFor();
    }

    @Test
    @Order(6)
    @DisplayName("announces that the server closes, which everybody sees, and takes it back")
    void shutdown() {
        Page page = olga.open("/staff/shutdown").page();
        olga.looksRight("shutdown");
        page.setViewportSize(1280, 800);
        page.locator("gw-field[name=deadline] input").fill("2031-03-31");
        page.locator("gw-field[name=home] input").fill("http://localhost:1");
        page.locator("gw-field[name=home] input").blur();
        page.getByText("No server for accounts like these answers there.").waitFor();
        button("Announce").click();
        page.locator(".form-error:has-text('Type localhost')").waitFor();
        page.locator("gw-field[name=typed] input").fill(instance.origin().substring("http://".length()));
        button("Announce").click();
        page.locator("gw-notices:has-text('This server closes on March 31, 2031.')")
                .waitFor();
        olga.looksRight("shutdown-announced");
        page.setViewportSize(1280, 800);
        assertThat(registrations()).isEqualTo("closed");
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.open("/@carl")
                    .page()
                    .getByText("This server closes on March 31, 2031.")
                    .waitFor();
        }
        try (Owner rita = owners.open("rita")) {
            assertThat(ServerNotices.due(rita))
                    .anyMatch(said -> said.contains("March 31, 2031")
                            && said.contains("godwit move run --to http://localhost:1"));
        }
        button("Take the announcement back").click();
        page.waitForCondition(() -> registrations().equals("open"));
        page.locator("gw-notices:not(:has-text('This server closes'))").waitFor();
    }

    @Test
    @Order(7)
    @DisplayName("reads the settings, and what is wrong with them")
    void settings() {
        Page page = olga.open("/staff/settings").page();
        page.locator("gw-table tr:has-text('GODWIT_ORIGIN')").waitFor();
        page.locator(".finding:has-text('durability')").waitFor();
        olga.looksRight("settings");
    }

    @Test
    @Order(8)
    @DisplayName("shows none of it to somebody without the role")
    void forbidden() {
        try (Browser.Person stranger = browser.person(instance.origin()).expecting("401")) {
            for (String path : List.of("/staff", "/staff/health", "/staff/shutdown", "/staff/settings")) {
                stranger.open(path)
                        .page()
                        .getByText("You are not signed in.")
                        .first()
                        .waitFor();
            }
            stranger.page().waitForLoadState(LoadState.DOMCONTENTLOADED);
        }
        operator.put(
                "/admin/v1/staff/olga",
                JsonObject.builder().put("role", "verifier").build());
        olga.expecting("403");
        olga.open("/staff/shutdown")
                .page()
                .getByText("This is not open to you.")
                .first()
                .waitFor();
    }

    @Test
    @Order(9)
    @DisplayName("tells of cases only those who may see them")
    void liveForWhoMay() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.open("/");
            assertThat(stranger.page().request().get("/admin/v1/events").status())
                    .isEqualTo(401);
        }
        Page page = olga.open("/staff/health").page();
        page.evaluate("""
                window.heard = [];
                const line = new EventSource('/admin/v1/events');
                for (const kind of ['case', 'account']) line.addEventListener(kind, () => heard.push(kind));
                new Promise(opened => line.addEventListener('open', opened))""");
        try (Owner carl = owners.open("carl")) {
            new Reports(carl).report("@rita", List.of(), "too many reports", false);
        }
        page.waitForCondition(
                () -> operator.get("/admin/v1/cases", Map.of()).list("cases").size() == 2);
        owners.register("nina");
        page.waitForCondition(() -> page.evaluate("heard.includes('account')").equals(true));
        assertThat(page.evaluate("heard.includes('case')")).isEqualTo(false);
    }

    private static Locator button(String name) {
        return olga.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Who may register, as programs are told. */
    private static String registrations() {
        String answer = olga.page().request().get("/.well-known/apgateway").text();
        return answer.replaceAll("(?s).*\"registrations\":\"([a-z]+)\".*", "$1");
    }
}
