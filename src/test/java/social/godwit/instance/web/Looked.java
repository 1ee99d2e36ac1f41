package social.godwit.instance.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code looked.txt}.
 *
 * @param path of a page, as routes are written
 * @param picture by which a browser test has looked at it
 */
record Looked(String path, String picture) {
    static List<Looked> all() {
        try (InputStream file = Objects.requireNonNull(Looked.class.getResourceAsStream("looked.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("/"))
                    .map(line -> line.split("\\s+", 2))
                    .map(line -> new Looked(line[0], line[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an address's path is this page's. */
    boolean isAt(String address) {
        String pattern = Pattern.compile("(?<=[/@])")
                .splitAsStream(path)
                .map(part -> part.startsWith(":") ? "[^/]+" + (part.endsWith("/") ? "/" : "") : Pattern.quote(part))
                .collect(Collectors.joining());
        return address.matches(pattern);
    }
}
