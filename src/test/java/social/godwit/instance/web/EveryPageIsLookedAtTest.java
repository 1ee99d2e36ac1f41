package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A page that no browser test looks at is found here, without a browser. */
@DisplayName("Every page")
class EveryPageIsLookedAtTest {
    private static final Path ROUTES = Path.of("main/resources/web/app");
    private static final Path TESTS = Path.of("test/java/social/godwit/instance/web");
    private static final Path ACCESS = Path.of("test/resources/social/godwit/instance/session/access.txt");
    private static final Pattern ROUTE = Pattern.compile("path: '([^']+)'");
    private static final Pattern LOOK = Pattern.compile("looksRight\\(\"([^\"]+)\"\\)");
    private static final Pattern PAGE = Pattern.compile("HEAD (?:~.*\\s+)?(/\\S*)");

    private final List<Looked> looked = Looked.all();

    @Test
    @DisplayName("of the app has its line, and its picture")
    void app() {
        assertThat(found(ROUTES, "routes.ts", ROUTE))
                .hasSizeGreaterThan(20)
                .allSatisfy(path -> assertThat(looked).extracting(Looked::path).contains(path));
    }

    @Test
    @DisplayName("that the server makes has its line, and its picture")
    void server() {
        assertThat(found(ACCESS.getParent(), "access.txt", PAGE))
                .filteredOn(path -> !path.startsWith("/.well-known/"))
                .hasSizeGreaterThan(4)
                .map(path -> path.replace("{account}", "did:key:z6Mk"))
                .allSatisfy(path -> assertThat(looked).anyMatch(one -> one.isAt(path)));
    }

    @Test
    @DisplayName("with a line is looked at by a test")
    void pictures() {
        assertThat(found(TESTS, "IT.java", LOOK))
                .containsAll(looked.stream().map(Looked::picture).toList());
    }

    private static List<String> found(Path folder, String ending, Pattern pattern) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .flatMap(file -> pattern.matcher(text(file)).results())
                    .map(result -> result.group(1))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
