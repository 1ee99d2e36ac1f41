package social.godwit.instance.web;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The app's identity code on an open page, as a module by itself. */
record IdentityInBrowser(Page page, String module) {
    private static final Path FILES = Path.of("target", "web-bundler", "prod", "dist", "static", "bundle");

    static IdentityInBrowser on(Page page) {
        Path folder = Path.of(System.getProperty("basedir", ".")).resolve(FILES);
        try (Stream<Path> files = Files.list(folder)) {
            String name = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.matches("identity-\\w+\\.js"))
                    .findAny()
                    .orElseThrow();
            return new IdentityInBrowser(page, "/static/bundle/" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the body of an asynchronous function of {@code m}, the module, and of {@code a}, the arguments. */
    Object run(String body, Object... arguments) {
        List<Object> list = new ArrayList<>(List.of(arguments));
        return page.evaluate(
                "async ({ module, a }) => { const m = await import(module); " + body + " }",
                Map.of("module", module, "a", list));
    }

    String text(String body, Object... arguments) {
        return (String) run(body, arguments);
    }
}
