package social.godwit.instance.web;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** Makes an account in a browser, as somebody would who writes down the recovery words. */
public final class SignUp {
    static final String PASSPHRASE = "a lamp beside the quiet river";

    private SignUp() {}

    /** The same person, who is signed in as {@code name} now. */
    public static Browser.Person as(String name, Browser.Person person) {
        // That nobody has the name yet is a 404, which the console shows.
        Page page =
                person.expecting("/client/v1/account?handle=").open("/sign-up").page();
        field(page, "username").fill(name);
        field(page, "passphrase").fill(PASSPHRASE);
        button(page, "Continue").click();
        page.locator(".kit li").first().waitFor();
        List<String> words = page.locator(".kit li").allInnerTexts();
        button(page, "Continue").click();
        for (String asked : List.of("word0", "word1")) {
            String label = page.locator("gw-field[name=" + asked + "] label").innerText();
            field(page, asked).fill(words.get(Integer.parseInt(label.replaceAll("\\D", "")) - 1));
        }
        field(page, "again").fill(PASSPHRASE);
        button(page, "Create account").click();
        page.locator("text=People find you as").first().waitFor();
        return person;
    }

    private static Locator field(Page page, String name) {
        return page.locator("gw-field[name=" + name + "] input");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
