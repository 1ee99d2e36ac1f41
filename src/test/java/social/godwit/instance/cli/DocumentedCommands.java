package social.godwit.instance.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The commands that a page of the documentation tells people to type, so that tests can run them, or see whether they did. */
public final class DocumentedCommands {
    private static final Pattern FENCED = Pattern.compile("(?s)```[a-z]*\n(.*?)```");
    private static final Pattern LINE = Pattern.compile("(?m)^ *(?:\\./)?godwit (.+)$");
    private static final Pattern SPAN = Pattern.compile("`(?:\\./)?godwit\\s+([^`]+)`");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    /** What stands for something of the reader's own, and how that looks: addresses, identities, servers, files, numbers, NAMES. */
    private static final List<String> PLACES = List.of(
            "@\\S+@\\S+",
            "did:key:\\S+",
            "https://\\S+",
            "\\S+\\.(?:godwit|zip|csv|tar)",
            "[a-z]+\\.example",
            "[0-9]+");

    private final String page;
    private final List<String> fenced;
    private final List<String> all;

    private DocumentedCommands(String page, List<String> fenced, List<String> all) {
        this.page = page;
        this.fenced = fenced;
        this.all = all;
    }

    /** Those of a page in {@code docs}. */
    public static DocumentedCommands of(String page) {
        try {
            String text = Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", page));
            List<String> fenced = new ArrayList<>();
            Matcher blocks = FENCED.matcher(text);
            while (blocks.find()) fenced.addAll(found(LINE, blocks.group(1)));
            String rest = FENCED.matcher(text).replaceAll("\n");
            List<String> all = new ArrayList<>(fenced);
            all.addAll(found(SPAN, rest));
            all.addAll(found(Pattern.compile("(?m)^ {4,}(?:\\./)?godwit (.+)$"), rest));
            if (all.isEmpty()) throw new IllegalArgumentException(page + " has no commands");
            return new DocumentedCommands(page, fenced, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).replaceFirst("\\s+#.*$", "").replaceAll("\\s+", " "))
                .toList();
    }

    /** Those in blocks of their own, without {@code ./godwit}, in order. */
    public List<String> blocks() {
        return fenced;
    }

    /** Splits a command as a shell does. */
    public static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toList();
    }

    /**
     * Those of the whole page that none of {@code run} is an instance of: the same words, but for what stands for something of the
     * reader's own.
     */
    public Set<String> notAmong(Collection<List<String>> run, String... except) {
        Set<String> left = new LinkedHashSet<>();
        for (String command : all)
            if (run.stream().noneMatch(instanceOf(words(command)))) left.add(page + ": " + command);
        for (String one : except) left.remove(page + ": " + one);
        return left;
    }

    private static Predicate<List<String>> instanceOf(List<String> documented) {
        return run -> run.size() == documented.size()
                && IntStream.range(0, run.size()).allMatch(n -> stands(documented.get(n), run.get(n)));
    }

    private static boolean stands(String documented, String word) {
        if (documented.equals(word)) return true;
        // NAME, FILE, ORIGIN: anything at all
        if (documented.matches("[A-Z]+")) return true;
        return PLACES.stream().anyMatch(place -> documented.matches(place) && word.matches(wide(place)));
    }

    /** Where tests run, servers have ports, domains and files end otherwise. */
    private static String wide(String place) {
        return place.startsWith("[a-z]") ? "[a-z0-9-]+\\.[a-z]+" : place.startsWith("https") ? "https?://\\S+" : place;
    }
}
