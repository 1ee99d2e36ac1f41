package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is missing in one language only is found here, without a browser; so is a problem that a page would have to tell in English. */
@DisplayName("The words of the pages")
class CataloguesTest {
    private static final Path WORDS = Path.of("main/resources/web/app/words");
    private static final Pattern MESSAGE = Pattern.compile("^ {2}'?([\\w.-]+)'?:\\s+(.+),$", Pattern.MULTILINE);

    /** Where the answers that pages get are made. */
    private static final List<Path> SOURCES = List.of(
            Path.of("../bridge-activitypub/src/main/java"),
            Path.of("../network-config/src/main/java/social/godwit/network/filter"),
            Path.of("main/java/social/godwit/instance/admin/web"),
            Path.of("main/java/social/godwit/instance/network/web"),
            Path.of("main/java/social/godwit/instance/session"));

    /** What only other servers and programs ask for: no page does. */
    private static final Pattern NO_PAGE = Pattern.compile(
            "/(peering|stream|inbox|relay|oldaddress|webfinger|software|backup|media)/|Mastodon\\w*\\.java|/OwnDomains\\.java"
                    + "|/(StoreResource|ChecksResource|Operators|DocumentRoutes|MisdirectedRequests)\\.java|admin/web/NetworksResource\\.java");

    private static final Pattern PROBLEM = Pattern.compile(
            "\\b(?:Problem\\.of|refused|unfit|invalid|wish|noHome|notNamed|Not)\\(\\s*(?:[\\w.()]+,\\s*)?\"([a-z][a-z0-9-]*)\"");
    private static final Pattern UNNAMED = Pattern.compile("Problem\\.of\\(\\s*[\\w.()]+,\\s*(?!\")\\w+");

    /** Whose callers give the name, each by a method that {@link #PROBLEM} knows. */
    private static final Set<String> PASSED_ON =
            Set.of("BatchReading.java", "Posting.java", "GuestAsks.java", "ModerationAnswers.java", "NetworkDesk.java");

    static List<String> parts() {
        try (Stream<Path> files = Files.list(WORDS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("en.ts"))
                    .map(name -> name.substring(0, name.length() - "en.ts".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "in {0}… are there in both languages, with the same places to fill")
    @MethodSource("parts")
    void both(String part) {
        Map<String, Set<String>> english = places(part + "en.ts");
        assertThat(english).isNotEmpty();
        assertThat(places(part + "de.ts")).isEqualTo(english);
    }

    @Test
    @DisplayName("name every problem that a page can get, and no other")
    void problems() {
        Set<String> named = problems(file -> true).keySet();
        Set<String> met =
                problems(file -> !NO_PAGE.matcher(file.toString()).find()).keySet();
        Set<String> told = places("problems.en.ts").keySet().stream()
                .map(key -> key.substring("problem.".length()))
                .collect(Collectors.toSet());
        assertThat(met).hasSizeGreaterThan(100);
        assertThat(told).containsAll(met);
        assertThat(named).containsAll(told);
    }

    @Test
    @DisplayName("have what they tell from the problem")
    void partsOfProblems() {
        Map<String, String> sources = problems(file -> true);
        places("problems.en.ts")
                .forEach((key, places) -> assertThat(places).allSatisfy(place -> {
                    String name = key.substring("problem.".length());
                    assertThat(Pattern.compile("\"" + place + "\"|\"" + name + "\",\\s*[A-Z]")
                                    .matcher(sources.getOrDefault(name, ""))
                                    .find())
                            .as("%s is given with %s", place, name)
                            .isTrue();
                }));
    }

    @Test
    @DisplayName("are looked for by names that stand in the sources")
    void names() {
        assertThat(sources()
                        .filter(file -> UNNAMED.matcher(text(file)).find())
                        .map(file -> file.getFileName().toString()))
                .isSubsetOf(PASSED_ON);
    }

    /** The problems of these sources by their names, each with the source that makes it. */
    private static Map<String, String> problems(Predicate<Path> wanted) {
        Map<String, String> problems = new TreeMap<>();
        sources()
                .filter(wanted)
                .forEach(file -> PROBLEM.matcher(text(file))
                        .results()
                        .filter(found -> !found.group(1).endsWith("-"))
                        .forEach(found -> problems.merge(found.group(1), text(file), String::concat)));
        return problems;
    }

    private static Stream<Path> sources() {
        return SOURCES.stream().flatMap(folder -> {
            try {
                return Files.walk(folder).filter(file -> file.toString().endsWith(".java"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The messages of a catalogue by their keys, each with the names of its places. */
    private static Map<String, Set<String>> places(String catalogue) {
        Map<String, Set<String>> places = new TreeMap<>();
        MESSAGE.matcher(text(WORDS.resolve(catalogue))).results().forEach(found -> {
            Set<String> names = new TreeSet<>();
            String message = found.group(2);
            assertThat(read(message, 0, names)).as(found.group(1)).isEqualTo(message.length());
            places.put(found.group(1), names);
        });
        return places;
    }

    /** Reads text up to a brace that closes it, or the end, and returns where that is. */
    private static int read(String message, int from, Set<String> names) {
        int at = from;
        while (at < message.length() && message.charAt(at) != '}') {
            at = message.charAt(at) == '{' ? place(message, at + 1, names) : at + 1;
        }
        return at;
    }

    /** Reads a place from behind its brace, {@code name}, {@code name, date} or {@code name, plural, one {…} other {…}}. */
    private static int place(String message, int from, Set<String> names) {
        int at = from;
        while (Character.isLetterOrDigit(message.charAt(at))) {
            at++;
        }
        names.add(message.substring(from, at));
        while (message.charAt(at) != '}') {
            at = message.charAt(at) == '{' ? read(message, at + 1, names) + 1 : at + 1;
        }
        return at + 1;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
