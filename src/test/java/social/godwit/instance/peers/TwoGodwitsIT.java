package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.instance.web.Browser;

/** Two instances of Godwit that know each other only through the network. */
class TwoGodwitsIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess here;
    private static GodwitProcess there;

    @BeforeAll
    static void start() {
        here = GodwitProcess.start(NETWORK, "godwit");
        there = GodwitProcess.start(NETWORK, "godwit");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {here, there}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    void peopleOfTwoInstancesFollowPostReplyAndReact() {
        var alice = here.account("alice");
        var bob = there.account("bob");
        bob.follow(alice.handle());
        eventually(() ->
                assertThat(GodwitOwner.names(bob.following(), alice.actor())).isTrue());
        eventually(() ->
                assertThat(GodwitOwner.names(alice.followers(), bob.actor())).isTrue());

        var post = alice.post("From one Godwit to another");
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("one Godwit")));
        bob.like(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Like", bob.actor(), post.id()))
                .isTrue());
        var reply = bob.reply(post.id(), "And back");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.notifications(), reply.id())).isTrue());

        alice.edit(post.id(), "From one Godwit to another, edited");
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("edited")));
        alice.delete(post.id());
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id())
                        .filter(note -> !note.path("type").asText().equals("Tombstone")))
                .isEmpty());
    }

    @Test
    @DisplayName("somebody with an account at one signs in at the other without a passphrase, let in from home")
    void guests() {
        GodwitOwner gina = here.account("gina");
        String hosts = Stream.of(here, there)
                .map(one -> "MAP " + one.host().name() + " " + one.host().address())
                .collect(Collectors.joining(","));
        try (Browser browser = Browser.start(List.of("--host-resolver-rules=" + hosts));
                Browser.Person first =
                        browser.person(there.origin()).expecting("404").expecting("403");
                Browser.Person second = browser.person(there.origin()).expecting("404");
                Browser.Person home = browser.person(here.origin())) {
            String code = asGuest(first, gina);
            first.looksRight("sign-in-guest");
            for (List<String> wrong : List.of(List.<String>of(), List.of("--at", "https://evil.example"))) {
                List<String> words = new ArrayList<>(List.of("account", "approve", code));
                words.addAll(wrong);
                assertThatThrownBy(() -> gina.run(words.toArray(String[]::new)))
                        .as("the address of the page that asks has to be said")
                        .hasMessageContaining("wants to be signed in as you at " + there.origin());
            }
            gina.run("account", "approve", code, "--at", there.origin());
            Page page = first.page();
            page.locator("h1:text('Hello, gina')").waitFor();
            first.open("/decisions");
            page.getByText("Nothing was decided").first().waitFor();
            first.open("/devices");
            page.locator("[data-session]").waitFor();
            first.looksRight("devices-guest");
            assertThat(page.evaluate("async () => (await fetch('/admin/v1/cases')).status"))
                    .as("no role here")
                    .isEqualTo(403);

            gina.run("account", "approve", asDevice(home, "gina"));
            home.page().locator("h1:text('Hello, gina')").waitFor();
            String other = asGuest(second, gina);
            Page at = home.open("/approve?code=" + other).page();
            at.getByRole(AriaRole.BUTTON, named("Look for it")).click();
            at.getByText("wants to be signed in at").first().waitFor();
            at.locator("input[name=at]").fill("evil.example");
            at.getByRole(AriaRole.BUTTON, named("Sign it in")).click();
            at.getByText("that page is trying to deceive you").waitFor();
            home.looksRight("approve-guest");
            at.locator("input[name=at]").fill(there.origin() + "/sign-in");
            at.getByRole(AriaRole.BUTTON, named("Sign it in")).click();
            at.getByText("That browser is signed in at").waitFor();
            second.page().locator("h1:text('Hello, gina')").waitFor();
        }
    }

    /** The code that a browser shows which wants to be signed in as somebody of another server. */
    private static String asGuest(Browser.Person person, GodwitOwner who) {
        Page page = person.open("/sign-in").page();
        page.locator("input[name=username]").fill(who.handle());
        page.locator("input[name=username]").press("Tab");
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
        return page.locator(".code strong").innerText();
    }

    private static String asDevice(Browser.Person person, String name) {
        Page page = person.open("/sign-in").page();
        page.locator("input[name=username]").fill(name);
        page.getByRole(AriaRole.BUTTON, named("Use another device")).click();
        return page.locator(".code strong").innerText();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
