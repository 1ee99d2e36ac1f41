package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.instance.client.RunningInstance;

/** The frame of the app: what the server sends for it, and what everybody can do with it. */
@DisplayName("The app")
class AppIT {
    private static final int FIRST_PAGE_MAX = 150_000;

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        instance = RunningInstance.start(folder);
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
        if (browser != null) browser.close();
    }

    @Test
    @DisplayName("greets strangers, in light and dark, narrow and wide")
    void start_page() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.open("/");
            assertThat(stranger.page().locator("h1").innerText()).isEqualTo("An account that is yours");
            stranger.looksRight("start");
        }
    }

    @Test
    @DisplayName("comes with a policy that lets nothing in, and weighs little")
    void headers_and_weight() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            var bytes = new AtomicInteger();
            stranger.page()
                    .onResponse(response -> bytes.addAndGet(response.request().sizes().responseBodySize));
            stranger.open("/");
            stranger.page().waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);
            APIResponse answer = stranger.page().request().get("/staff/cases");
            assertThat(answer.headers().get("content-security-policy"))
                    .contains(
                            "default-src 'none'",
                            "script-src 'self';",
                            "frame-ancestors 'none'",
                            "require-trusted-types-for 'script'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers())
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("cross-origin-opener-policy", "same-origin");
            assertThat(answer.text())
                    .doesNotContain("<style")
                    .doesNotContain(" style=")
                    .doesNotContain("javascript:");
            assertThat(bytes.get()).isBetween(10_000, FIRST_PAGE_MAX);
        }
    }

    @Test
    @DisplayName("says so when the line breaks in the midst of an answer, and shows the page when it is tried again")
    void broken_answers() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.page().addInitScript("""
                    const real = fetch; window.broken = true;
                    window.fetch = (path, options) => broken && path === '/.well-known/apgateway'
                        ? Promise.resolve(new Response(new ReadableStream({ start: body => body.error(new TypeError('cut off')) })))
                        : real(path, options);
                    """);
            Page page = stranger.open("/sign-up").page();
            page.getByText("This server cannot be reached.").waitFor();
            page.evaluate("window.broken = false");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again"))
                    .click();
            page.locator("input[name=username]").waitFor();
        }
    }

    @Test
    @DisplayName("shows another network when its address is opened from the same page of the one before")
    void another_network() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            stranger.expecting("404");
            String own = stranger.page()
                    .request()
                    .get("/networks", RequestOptions.create().setHeader("Accept", "application/json"))
                    .text()
                    .replaceAll("(?s).*?(did:key:[A-Za-z0-9]+).*", "$1");
            Page page = stranger.open("/networks/" + own + "/membership").page();
            page.locator("main .lead a").waitFor();
            page.evaluate("document.querySelector('main .lead a').href = '/networks/did:key:z6Mk/membership'");
            page.locator("main .lead a").click();
            page.getByText("There is nothing here.").waitFor();
            assertThat(page.locator("main .lead").count()).isZero();
        }
    }

    @Test
    @DisplayName("leaves JSON at /networks to programs")
    void networks_for_programs() {
        try (Browser.Person program = browser.person(instance.origin())) {
            APIResponse answer = program.page()
                    .request()
                    .get("/networks", RequestOptions.create().setHeader("Accept", "application/json"));
            assertThat(answer.headers().get("content-type")).startsWith("application/json");
        }
    }

    @Test
    @DisplayName("goes back to the same place, and moves the focus to the heading")
    void navigation() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            Page page = stranger.open("/").page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Create an account"))
                    .click();
            page.locator("h1:text('Create an account')").waitFor();
            assertThat(page.url()).endsWith("/sign-up");
            assertThat(page.evaluate("document.activeElement.localName")).isEqualTo("h1");
            page.goBack();
            page.locator("h1:text('An account that is yours')").waitFor();
            page.navigate("/staff/no/such/page");
            page.locator("h1:text('No such page')").waitFor();
            page.navigate("/devices");
            page.getByText("You are not signed in.").waitFor();
        }
    }

    @Test
    @DisplayName("speaks German and turns dark when asked, and still does after a reload")
    void language_and_theme() {
        try (Browser.Person stranger = browser.person(instance.origin())) {
            Page page = stranger.open("/").page();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menu"))
                    .click();
            page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("Deutsch"))
                    .click();
            page.locator("h1:text('Ein Konto, das dir gehört')").waitFor();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Menü"))
                    .click();
            page.getByRole(AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("Dunkel"))
                    .click();
            page.reload();
            page.locator("h1:text('Ein Konto, das dir gehört')").waitFor();
            assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                    .isEqualTo("rgb(22, 24, 29)");
            stranger.looksRight("start-german");
        }
    }
}
