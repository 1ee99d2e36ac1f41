package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.PaperKey;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.instance.client.AccountLog;
import social.godwit.instance.client.Approval;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.KeyControl;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Registration;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.TestOwners;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.words.WordList;

/** Accounts in browsers: made, signed in to elsewhere, taken away from a lost device. */
@DisplayName("Somebody with a browser")
class SignUpIT {
    private static final String WORDS = "pelican ladder quiet orbit saddle";

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
    @DisplayName("makes an account, signs in in another browser, and removes the first")
    void from_sign_up_to_a_lost_device() {
        try (Browser.Person first = browser.person(instance.origin())
                        .expecting("404")
                        .expecting("401")
                        .expecting("403");
                Browser.Person second = browser.person(instance.origin()).expecting("403")) {
            String passphrase = signUp(first, "wanda", true);
            assertThat(first.page().locator("main").innerText()).contains("wanda@" + host());
            first.looksRight("signed-in");

            second.open("/sign-in");
            second.looksRight("sign-in");
            signIn(second, "wanda", "quite another passphrase");
            second.page().getByText("The passphrase is wrong").first().waitFor();
            second.looksRight("sign-in-wrong");
            signIn(second, "wanda", passphrase);
            second.page().locator("h1:text('Hello, wanda')").waitFor();

            second.open("/devices");
            Page devices = second.page();
            devices.getByText("This browser").first().waitFor();
            assertThat(devices.locator(".devices > li[data-device]").count()).isEqualTo(2);
            second.looksRight("devices");
            devices.locator(".devices .button.danger").click();
            devices.getByText("Remove this device?").waitFor();
            second.looksRight("devices-ask");
            devices.locator("dialog input").fill("yes");
            devices.locator("dialog .button.danger").click();
            devices.getByText("Type the word as it stands there.").waitFor();
            devices.locator("dialog input").fill("remove");
            devices.locator("dialog .button.danger").click();
            devices.getByText("The device was removed.").waitFor();
            devices.locator(".devices > li[data-device]").nth(1).waitFor(detached());

            first.open("/devices");
            first.page().getByText("You are not signed in.").waitFor();
            first.open("/sign-in");
            // Its keys are of no use any more, and are gone: it does not offer to go on as wanda.
            first.page().locator("gw-field[name=username]").waitFor();
        }
    }

    @Test
    @DisplayName("stays signed in over a reload, signs out, and comes back without a passphrase")
    void sessions() {
        try (Browser.Person person = browser.person(instance.origin()).expecting("404")) {
            signUp(person, "sessa", false);
            Page page = person.page();
            page.reload();
            page.locator("h1:text('Hello, sessa')").waitFor();
            assertThat(page.evaluate("document.cookie")).isEqualTo("");
            choosesWhatALabelDoes(person);
            page.getByRole(AriaRole.BUTTON, named("sessa")).click();
            page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            page.locator("h1:text('An account that is yours')").waitFor();
            page.reload();
            page.locator("h1:text('An account that is yours')").waitFor();
            person.open("/sign-in");
            page.getByRole(AriaRole.BUTTON, named("Continue as sessa")).click();
            page.locator("h1:text('Hello, sessa')").waitFor();
        }
    }

    /** Without a mouse, signed by the key in the browser, and there again after a reload. */
    private static void choosesWhatALabelDoes(Browser.Person person) {
        Page page = person.open("/settings/labels").page();
        String spam = "fieldset[data-kind=instance][data-label=spam]";
        page.locator(spam).waitFor();
        person.looksRight("reader-labels");
        tabTo(page, spam + " input[value='']");
        page.keyboard().press("ArrowDown");
        page.getByText("Saved. It holds from now on.").waitFor();
        page.reload();
        page.locator(spam + " input[value=hide]:checked").waitFor();
    }

    @Test
    @DisplayName("has the same account at the command line, both ways")
    void command_line() {
        try (Browser.Person person = browser.person(instance.origin()).expecting("404")) {
            String passphrase = signUp(person, "kira", false);
            var signIn = new SignIn(TestOwners.surroundings(), Optional.of(origin()));
            SignIn.Opened opened = signIn.open(signIn.find("kira@" + host()), passphrase.toCharArray());
            try (HomeFolder home = HomeFolder.open(folder.resolve("kira"))) {
                JsonObject told = signIn.takeOver(opened, home, passphrase.toCharArray());
                assertThat(told.string("handle")).contains("kira@" + host());
            }
        }
        try (HomeFolder home = HomeFolder.open(folder.resolve("tom"))) {
            KeyRing keys = KeyRing.generate(TestOwners.surroundings().randomness());
            new Registration(home, keys, TestOwners.surroundings()).register("tom", origin(), Optional.empty());
            try (Owner owner = Owner.of(home, keys, TestOwners.surroundings(), Optional.empty())) {
                var upload = new KeyBagUpload(owner);
                assertThat(upload.renew(PassphraseKey.of(WORDS.toCharArray(), owner.did()), Optional.empty()))
                        .isEmpty();
            }
        }
        try (Browser.Person person = browser.person(instance.origin())) {
            person.open("/sign-in");
            signIn(person, "@tom@" + host(), WORDS);
            person.page().locator("h1:text('Hello, tom')").waitFor();
        }
    }

    @Test
    @DisplayName(
            "whose connection breaks while the account is made has it all the same: tried again, or after a reload")
    void interrupted() {
        try (Browser.Person person = browser.person(instance.origin())
                .expecting("404")
                .expecting("409")
                .expecting("ERR_FAILED")) {
            Page page = person.page();
            page.route("**/keybag", route -> route.abort());
            String passphrase = fill(person, "broken", false);
            page.getByText("Check your connection").first().waitFor();
            page.unroute("**/keybag");
            page.route("**/actor/outbox", route -> route.abort());
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            check(page);
            page.locator("input[name=again]").fill(passphrase);
            page.getByRole(AriaRole.BUTTON, named("Create account")).click();
            page.getByText("Check your connection").first().waitFor();
            page.unroute("**/actor/outbox");
            person.open("/sign-in");
            page.getByRole(AriaRole.BUTTON, named("Continue as broken")).click();
            page.locator("h1:text('Hello, broken')").waitFor();
            var signIn = new SignIn(TestOwners.surroundings(), Optional.of(origin()));
            SignIn.Opened opened = signIn.open(signIn.find("broken@" + host()), passphrase.toCharArray());
            assertThat(opened.account().actor().has("publicKey"))
                    .as("its home's key is listed")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("is let in by another device that the code was typed at, without a passphrase")
    void approved() {
        try (HomeFolder home = HomeFolder.open(folder.resolve("ada"))) {
            KeyRing keys = KeyRing.generate(TestOwners.surroundings().randomness());
            new Registration(home, keys, TestOwners.surroundings()).register("ada", origin(), Optional.empty());
            try (Owner owner = Owner.of(home, keys, TestOwners.surroundings(), Optional.empty());
                    Browser.Person person = browser.person(instance.origin())) {
                Page page = person.open("/sign-in").page();
                page.locator("input[name=username]").fill("ada");
                page.getByRole(AriaRole.BUTTON, named("Use another device")).click();
                String code = page.locator(".code strong").innerText();
                person.looksRight("sign-in-approve");
                assertThatThrownBy(() -> new Approval(owner).approve("2222-2222-2222", Optional.empty()))
                        .isInstanceOf(ClientProblem.class)
                        .hasMessageContaining("No device with this code");
                assertThat(page.locator("h1").innerText()).isEqualTo("Sign in");
                assertThatThrownBy(() -> new Approval(owner).approve(code, Origin.parse("https://evil.example")))
                        .isInstanceOf(ClientProblem.class)
                        .hasMessageContaining("at your own server");
                new Approval(owner).approve(code.toUpperCase(java.util.Locale.ROOT), Optional.empty());
                page.locator("h1:text('Hello, ada')").waitFor();
                person.open("/devices");
                page.locator(".devices > li[data-device]").nth(1).waitFor();
            }
        }
    }

    @Test
    @DisplayName(
            "lets another browser in with the passphrase, sends a stranger away, and sees and ends where it is signed in")
    void approves() {
        try (Browser.Person first =
                        browser.person(instance.origin()).expecting("404").expecting("403");
                Browser.Person second =
                        browser.person(instance.origin()).expecting("404").expecting("401");
                Browser.Person stranger = browser.person(instance.origin()).expecting("404")) {
            String passphrase = signUp(first, "olga", false);
            Page at = first.open("/approve").page();
            enter(at, "2222-2222-2222");
            at.getByText("No browser with this code waits for you").waitFor();
            first.looksRight("approve-unknown");

            enter(at, waiting(stranger, "olga"));
            at.getByText("It will be one of your devices").waitFor();
            at.getByRole(AriaRole.BUTTON, named("Refuse")).click();
            at.getByText("That browser was sent away").waitFor();
            stranger.page().getByText("This browser was not let in").waitFor();

            String code = waiting(second, "olga");
            at = first.open("/approve?code=" + code).page();
            at.getByRole(AriaRole.BUTTON, named("Look for it")).click();
            at.getByText("It will be one of your devices").waitFor();
            assertThat(at.locator(".facts").innerText()).contains("Chrome on Linux", code);
            at.locator("input[name=passphrase]").fill("not the passphrase");
            at.getByRole(AriaRole.BUTTON, named("Let it in")).click();
            at.getByText("The passphrase is wrong").waitFor();
            first.looksRight("approve");
            at.locator("input[name=passphrase]").fill(passphrase);
            at.getByRole(AriaRole.BUTTON, named("Let it in")).click();
            at.getByText("That browser is signed in, and is one of your devices now.")
                    .waitFor();
            second.page().locator("h1:text('Hello, olga')").waitFor();

            at = first.open("/devices").page();
            at.locator("[data-session]").nth(1).waitFor();
            assertThat(at.locator("[data-device]").count()).isEqualTo(2);
            assertThat(at.locator("[data-session]:has-text('This browser')").count())
                    .isEqualTo(1);
            first.looksRight("devices-sessions");
            at.locator("[data-session] button").click();
            at.locator("[data-session]").nth(1).waitFor(detached());
            assertThat(second.page().evaluate("async () => (await fetch('/session')).status"))
                    .isEqualTo(401);
        }
    }

    @Test
    @DisplayName("changes the passphrase: the old one opens nothing any more, the new one also at the command line")
    void passphrase() {
        try (Browser.Person person = browser.person(instance.origin())
                .expecting("403")
                .expecting("404")
                .expecting("ERR_FAILED")) {
            String before = signUp(person, "paula", false);
            Page page = person.open("/devices/passphrase").page();
            page.locator("gw-new-passphrase input").waitFor();
            page.locator("gw-new-passphrase input").fill(WORDS);
            page.locator("input[name=before]").fill("not the passphrase");
            page.locator("input[name=again]").fill(WORDS);
            page.getByRole(AriaRole.BUTTON, named("Change passphrase")).click();
            page.getByText("This is not your passphrase until now").waitFor();
            person.looksRight("passphrase");
            page.locator("input[name=before]").fill(before);
            // The answer is lost, not the change: tried again, it is found to be done.
            page.route("**/keybag", route -> {
                boolean change = route.request().url().contains("did:key");
                if (change) route.fetch();
                if (change) route.abort();
                else route.resume();
            });
            page.getByRole(AriaRole.BUTTON, named("Change passphrase")).click();
            page.getByText("Check your connection").first().waitFor();
            page.unroute("**/keybag");
            page.getByRole(AriaRole.BUTTON, named("Change passphrase")).click();
            page.getByText("Your passphrase was changed").waitFor();
            person.looksRight("passphrase-done");
            var signIn = new SignIn(TestOwners.surroundings(), Optional.of(origin()));
            SignIn.Account paula = signIn.find("paula@" + host());
            assertThat(signIn.open(paula, WORDS.toCharArray()).account().did()).isEqualTo(paula.did());
            assertThatThrownBy(() -> signIn.open(paula, before.toCharArray())).isInstanceOf(ClientProblem.class);
        }
    }

    private static void enter(Page page, String code) {
        if (page.locator("input[name=code]").count() == 0) page.navigate("/approve");
        page.locator("input[name=code]").fill(code);
        page.getByRole(AriaRole.BUTTON, named("Look for it")).click();
    }

    /** The code that a browser shows which waits for the account. */
    private static String waiting(Browser.Person person, String name) {
        Page page = person.open("/sign-in").page();
        page.locator("input[name=username]").fill(name);
        page.getByRole(AriaRole.BUTTON, named("Use another device")).click();
        return page.locator(".code strong").innerText();
    }

    @Test
    @DisplayName("makes a recovery kit anew: with the old one at once, and without any in thirty days")
    void kit() {
        try (Browser.Person person =
                browser.person(instance.origin()).expecting("403").expecting("404")) {
            Page page = person.open("/sign-up").page();
            page.locator("gw-field[name=passphrase] input").waitFor();
            page.locator("input[name=username]").fill("kitty");
            page.locator("input[name=passphrase]").fill(WORDS);
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            List<String> old = check(page);
            page.locator("input[name=again]").fill(WORDS);
            page.getByRole(AriaRole.BUTTON, named("Create account")).click();
            page.locator("h1:text('Hello, kitty')").waitFor();

            person.open("/devices").page().getByText("New recovery kit").click();
            page.getByText("I have the old kit").waitFor();
            person.looksRight("kit");
            page.getByText("I have the old kit").click();
            List<String> wrong = new ArrayList<>(old);
            wrong.set(3, "bycicle");
            byPaper(page, wrong);
            page.getByText("Word 4 is missing").waitFor();
            person.looksRight("kit-old");
            byPaper(
                    page,
                    old.stream()
                            .map(word -> word.substring(0, Math.min(4, word.length())))
                            .toList());
            List<String> next = check(page);
            assertThat(next).isNotEqualTo(old);
            page.getByText("Make this my recovery kit").click();
            page.getByText("Your new recovery kit counts.").waitFor();

            person.open("/devices/kit").page().getByText("I have the old kit").click();
            byPaper(page, old);
            page.getByText("These are not the words of the kit that counts now").waitFor();
            byPaper(page, next);
            page.locator(".kit").waitFor();

            person.open("/devices/kit").page().getByText("The old kit is lost").click();
            byPassphrase(page, "not the passphrase");
            page.getByText("This is not your passphrase").waitFor();
            person.looksRight("kit-lost");
            byPassphrase(page, WORDS);
            List<String> later = check(page);
            page.getByText("Make this my recovery kit").click();
            page.getByText("Your new recovery kit is announced.").waitFor();
            person.open("/devices/kit")
                    .page()
                    .getByText("made without the old one")
                    .waitFor();
            assertThat(page.getByText("The old kit is lost").count()).isZero();

            KeyLog log = logOf("kitty");
            assertThat(log.recoveryCommitment()).isEqualTo(commitment(next));
            assertThat(log.pending()).hasSize(1);

            page.getByText("I have the old kit").click();
            byPaper(page, next);
            List<String> last = check(page);
            page.getByText("Make this my recovery kit").click();
            page.getByText("Your new recovery kit counts.").waitFor();
            log = logOf("kitty");
            assertThat(log.recoveryCommitment()).isEqualTo(commitment(last)).isNotEqualTo(commitment(later));
            assertThat(log.pending()).as("the old kit's word has stopped it").isEmpty();
        }
    }

    private static void byPaper(Page page, List<String> words) {
        page.locator("textarea[name=old]").fill(String.join(" ", words));
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
    }

    private static void byPassphrase(Page page, String passphrase) {
        page.locator("input[name=passphrase]").fill(passphrase);
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
    }

    private static Sha256 commitment(List<String> words) {
        return KeyLogEntry.commitment(PaperKey.key(words.stream()
                        .map(word -> WordList.number(word).orElseThrow())
                        .toList())
                .orElseThrow()
                .publicKey());
    }

    /** The key log of somebody here, as the command line reads and judges it. */
    private static KeyLog logOf(String name) {
        var surroundings = TestOwners.surroundings();
        var signIn = new SignIn(surroundings, Optional.of(origin()));
        SignIn.Account found = signIn.find(name + "@" + host());
        return new KeyControl(AccountLog.of(found.did(), found.actor(), surroundings), Optional.empty(), surroundings)
                .state();
    }

    @Test
    @DisplayName("is told what to correct, and where")
    void mistakes() {
        try (Browser.Person person =
                browser.person(instance.origin()).expecting("404").expecting("502")) {
            Page page = person.open("/sign-up").page();
            page.locator("gw-field[name=passphrase] input").fill("aaaaaaaaaa");
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            page.getByText("There are 2 things to correct:").waitFor();
            assertThat(page.locator("gw-field[name=username] input").getAttribute("aria-invalid"))
                    .isEqualTo("true");
            person.looksRight("sign-up-mistakes");
            page.locator("gw-field[name=username] input").fill("not a name");
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            page.getByText("A name has letters a to z").first().waitFor();
            person.open("/sign-in");
            signIn(person, "nobody-at-all", "whatever it is");
            page.getByText("This server knows no account of that name.").waitFor();
            page.locator("input[name=username]").fill("someone@elsewhere.example");
            page.locator("input[name=username]").press("Tab");
            page.getByText("No passphrase is asked for here").waitFor();
            assertThat(page.locator("input[name=passphrase]").count())
                    .as("only a server of the account asks for its passphrase")
                    .isZero();
            person.looksRight("sign-in-elsewhere");
            page.getByRole(AriaRole.BUTTON, named("Continue")).click();
            page.getByText("does not answer")
                    .or(page.getByText("no account of this name"))
                    .first()
                    .waitFor();
        }
    }

    @Test
    @DisplayName("needs no mouse")
    void keyboard_only() {
        try (Browser.Person person = browser.person(instance.origin()).expecting("404")) {
            Page page = person.open("/").page();
            tabTo(page, "a[href='/sign-up'].button");
            page.keyboard().press("Enter");
            page.locator("gw-field[name=passphrase] input").waitFor();
            tabTo(page, "input[name=username]");
            page.keyboard().type("keyla");
            String passphrase = suggested(page);
            page.keyboard().press("Enter");
            page.locator(".kit").waitFor();
            List<String> words = page.locator(".kit li").allInnerTexts();
            tabTo(page, "main .button");
            page.keyboard().press("Enter");
            page.locator("gw-field[name=word0]").waitFor();
            for (String field : List.of("word0", "word1")) {
                tabTo(page, "input[name=" + field + "]");
                page.keyboard().type(asked(page, field, words));
            }
            tabTo(page, "input[name=again]");
            page.keyboard().type(passphrase);
            page.keyboard().press("Enter");
            page.locator("h1:text('Hello, keyla')").waitFor();
        }
    }

    private static String signUp(Browser.Person person, String name, boolean pictures) {
        String passphrase = fill(person, name, pictures);
        person.page().locator("h1:text('Hello, " + name + "')").waitFor();
        return passphrase;
    }

    /** Fills in everything and asks for the account; returns the passphrase that was suggested. */
    private static String fill(Browser.Person person, String name, boolean pictures) {
        Page page = person.open("/sign-up").page();
        String passphrase = suggested(page);
        if (pictures) person.looksRight("sign-up");
        page.locator("input[name=username]").fill(name);
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
        page.locator(".kit").waitFor();
        if (pictures) person.looksRight("sign-up-kit");
        check(page);
        page.locator("input[name=again]").fill(passphrase);
        if (pictures) person.looksRight("sign-up-check");
        page.getByRole(AriaRole.BUTTON, named("Create account")).click();
        return passphrase;
    }

    /** The passphrase that the page suggests, once it has its words. */
    private static String suggested(Page page) {
        Locator field = page.locator("input[name=passphrase]");
        page.waitForCondition(() -> field.inputValue().split(" ").length == 5);
        return field.inputValue();
    }

    /** From the kit to the question for two of its words, with the answers; the words. */
    private static List<String> check(Page page) {
        page.locator(".kit").waitFor();
        List<String> words = page.locator(".kit li").allInnerTexts();
        assertThat(words).hasSize(24);
        page.getByRole(AriaRole.BUTTON, named("Continue")).click();
        for (String field : List.of("word0", "word1"))
            page.locator("input[name=" + field + "]").fill(asked(page, field, words));
        return words;
    }

    private static void signIn(Browser.Person person, String handle, String passphrase) {
        Page page = person.page();
        page.locator("input[name=username]").fill(handle);
        page.locator("input[name=passphrase]").fill(passphrase);
        page.locator("main .actions button:not(.plain)").click();
    }

    /** The word of the kit that a field asks for. */
    private static String asked(Page page, String field, List<String> words) {
        String label = page.locator("gw-field[name=" + field + "] label").innerText();
        return words.get(Integer.parseInt(label.replaceAll("\\D", "")) - 1);
    }

    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < 40; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate("s => document.activeElement.matches(s)", selector))) return;
        }
        throw new AssertionError("the Tab key does not reach " + selector);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(false);
    }

    private static Locator.WaitForOptions detached() {
        return new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED);
    }

    private static Origin origin() {
        return Origin.parse(instance.origin()).orElseThrow();
    }

    private static String host() {
        return origin().authority();
    }
}
