package social.godwit.instance.web;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import social.godwit.identity.did.Did;

/**
 * The system's Chromium, driven by a test. Each {@link Person} is a browser of its own, and is closed with the assertion that nothing
 * went wrong in it: no error in the console, no refusal by the page's policy, no request to anybody else.
 */
public final class Browser implements AutoCloseable {
    /** Long enough for a machine that does much else. */
    private static final int PATIENCE_MILLIS = 90_000;

    private static final List<Integer> WIDTHS = List.of(360, 1280);
    private static final int HEIGHT = 800;
    private static final Set<String> SERIOUS = Set.of("serious", "critical");
    private static final Path PICTURES = Path.of(System.getProperty("basedir", "."), "target", "screenshots");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Starts Chromium; where there is none the test is skipped with a message, and fails in continuous integration. */
    public static Browser start() {
        return start(List.of());
    }

    /** With further arguments for Chromium, for example where names lead. */
    public static Browser start(List<String> more) {
        Path program = Path.of(System.getenv().getOrDefault("GODWIT_CHROMIUM", "/usr/bin/chromium"));
        if (!Files.isExecutable(program)) {
            String message = "There is no Chromium at " + program + ": install it, or name another in GODWIT_CHROMIUM.";
            if ("true".equals(System.getenv("CI"))) Assertions.fail(message);
            Assumptions.abort(message);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setTimeout(PATIENCE_MILLIS)
                                .setExecutablePath(program)
                                .setArgs(Stream.concat(
                                                Stream.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
                                                more.stream())
                                        .toList())));
    }

    /** A browser that knows nothing yet, for the app at this origin. */
    public Person person(String origin) {
        return new Person(
                chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setBaseURL(origin)
                        .setLocale("en-GB")
                        // Certificates of tests are signed by the tests' own authority.
                        .setIgnoreHTTPSErrors(true)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setViewportSize(1280, HEIGHT)),
                origin);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    /** Somebody with a browser. */
    public static final class Person implements AutoCloseable {
        private final BrowserContext context;
        private final String origin;
        private final Page page;
        private final List<String> troubles = new CopyOnWriteArrayList<>();
        private final List<String> expected = new ArrayList<>();

        private Person(BrowserContext context, String origin) {
            this.context = context;
            this.origin = origin;
            context.setDefaultTimeout(PATIENCE_MILLIS);
            context.onPage(this::watch);
            this.page = context.newPage();
        }

        private void watch(Page opened) {
            opened.onConsoleMessage(message -> {
                if (message.type().equals("error")) troubles.add(message.text() + " at " + message.location());
            });
            opened.onPageError(error -> troubles.add("thrown: " + error));
            opened.onRequest(request -> {
                String url = request.url();
                if (!url.startsWith(origin + "/") && !url.startsWith("data:") && !url.startsWith("blob:"))
                    troubles.add("asked somebody else: " + url);
            });
        }

        /** The page that is open. */
        public Page page() {
            return page;
        }

        /** Another page in the same browser. */
        public Page another() {
            return context.newPage();
        }

        /** Who is signed in. */
        public Did did() {
            return Did.parse((String) page.evaluate("fetch('/session').then(a => a.json()).then(s => s.account.did)"))
                    .orElseThrow();
        }

        /** Opens an address of the app, and waits until it has drawn a heading. */
        public Person open(String path) {
            page.navigate(path);
            page.locator("main h1").first().waitFor();
            return this;
        }

        /** Opens an address, and loads it anew until something is there that comes some moments after it was said. */
        public Person open(String path, String awaited) {
            open(path);
            page.waitForCondition(() -> page.locator(awaited).count() > 0 || reloaded(awaited));
            return this;
        }

        private boolean reloaded(String awaited) {
            page.reload();
            page.locator("main h1").first().waitFor();
            return page.locator(awaited).count() > 0;
        }

        /** Failed requests show in the console: those whose line holds {@code text} are meant, and no trouble. */
        public Person expecting(String text) {
            expected.add(text);
            return this;
        }

        /**
         * Asserts that axe finds nothing serious on the page as it is and that no words are missing, and takes its pictures: light and
         * dark, 360 and 1,280 pixels wide.
         *
         * @param name of the pictures; where {@code looked.txt} has it, this must be the page that stands there
         */
        public void looksRight(String name) {
            String path = URI.create(page.url()).getRawPath();
            List<Looked> meant = Looked.all().stream()
                    .filter(one -> one.picture().equals(name))
                    .toList();
            Assertions.assertTrue(
                    meant.isEmpty() || meant.stream().anyMatch(one -> one.isAt(path)), path + " is none of " + meant);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                for (int width : WIDTHS) {
                    page.setViewportSize(width, HEIGHT);
                    String shot = name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width;
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(PICTURES.resolve(shot + ".png"))
                            .setFullPage(true));
                    Object wide = page.evaluate("document.documentElement.scrollWidth - innerWidth");
                    Assertions.assertTrue(((Number) wide).intValue() <= 0, shot + " is wider than the window");
                }
                accessible(name + " " + scheme);
            }
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(null));
            Assertions.assertFalse(page.locator("body").innerText().contains("⟦"), name + " lacks words");
        }

        private void accessible(String name) {
            List<String> found = new ArrayList<>();
            for (Rule rule : new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                    .setLegacyMode(true)
                    .analyze()
                    .getViolations())
                if (SERIOUS.contains(rule.getImpact()))
                    rule.getNodes().forEach(node -> found.add(rule.getId() + ": " + node.getHtml()));
            Assertions.assertEquals(List.of(), found, name);
        }

        @Override
        public void close() {
            context.close();
            List<String> left = troubles.stream()
                    .filter(trouble -> expected.stream().noneMatch(trouble::contains))
                    .toList();
            Assertions.assertEquals(List.of(), left, "what went wrong in the browser");
        }
    }
}
