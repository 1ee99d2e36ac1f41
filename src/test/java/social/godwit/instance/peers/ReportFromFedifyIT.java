package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.instance.web.Browser;
import social.godwit.instance.web.SignUp;

/** A report that an ordinary Fedify server sends, from its Flag to the public log, handled in a browser. */
class ReportFromFedifyIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess godwit;
    private static FedifyPeer fedify;
    private static Browser browser;

    @BeforeAll
    static void start() {
        fedify = FedifyPeer.start(NETWORK, "fedify-reports");
        godwit = GodwitProcess.start(NETWORK, "reported", Map.of("GODWIT_MODERATION_LOG_DELAY", "PT0S"));
        browser = Browser.start(List.of("--host-resolver-rules=MAP "
                + godwit.host().name() + " " + godwit.host().address()));
    }

    @AfterAll
    static void stop() {
        if (browser != null) browser.close();
        if (godwit != null) godwit.close();
        if (fedify != null) fedify.close();
    }

    @Test
    @DisplayName("a new owner handles a report from another server: seen, suspended, and public in the log")
    void fromTheFlagToTheLog() {
        GodwitOwner carl = godwit.account("carl");
        FedifyPeer.Actor ann = fedify.actor("ann");
        var post = carl.post("Buy my pills");
        try (Browser.Person mona = SignUp.as("mona", browser.person(godwit.origin()))) {

            assertThat(godwit.operator("admin", "owner", "mona").status()).isZero();
            ann.report(carl.handle(), "advertisement for pills", post.id());

            Page page = mona.page();
            eventually(() -> assertThat(asked(page, "/admin/v1/cases")).contains("\"openReports\":1"));
            mona.open("/staff/cases");
            page.locator(".case-row a:has-text('@carl')").click();
            page.locator(".post.reported:has-text('Buy my pills')").waitFor();
            assertThat(page.locator(".timeline").innerText()).contains("advertisement for pills", "fedify-reports");
            page.locator("h1").click();
            page.keyboard().press("7");
            page.locator("gw-field[name=facts] textarea").fill("One advertisement, one report");
            page.locator(".statement:has-text('One advertisement, one report')")
                    .first()
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            page.locator("gw-decide .actions button").click();
            page.locator(".tag.resolved").first().waitFor();

            eventually(() -> assertThat(ann.fetch(post.id()))
                    .as("hidden from the other server, too")
                    .isEmpty());
            assertThat(asked(page, "/moderation/v1/log"))
                    .contains("\"action\":\"decided\"", "\"measure\":\"suspend\"")
                    .doesNotContain("mona");
        }
    }

    /** What the server answers to the browser. */
    private static String asked(Page page, String path) {
        return (String) page.evaluate("async path => await (await fetch(path)).text()", path);
    }
}
