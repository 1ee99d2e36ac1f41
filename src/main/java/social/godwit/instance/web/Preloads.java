package social.godwit.instance.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files each page of the app will ask for, so that the document can name them and a browser fetches all at once, instead of one
 * after another as each is found in the one before. Read from the bundle itself: its imports, and the routes that the parts export
 * ({@code routes.ts}) with their words. What is not recognised is merely fetched later.
 *
 * @param always what every page needs: what the first script imports
 * @param words the catalogue that every page needs, by language
 * @param pages by their order in the bundle
 */
record Preloads(Set<String> always, Map<String, String> words, List<Page> pages) {
    /** A page: the addresses it answers to, its files, and the words of its part. */
    record Page(Pattern path, Set<String> files, Map<String, String> words) {}

    private static final Pattern STATIC = Pattern.compile("(?:from|import)\\s*\"([^\"]+\\.js)\"");
    private static final String LOADER = ":\\(\\)=>import\\(\"([^\"]+)\"\\)";

    /** In this order in the bundle: a part's words, the beginning of its list of routes, each route. */
    private static final Pattern PARTS = Pattern.compile(
            "\\{(?<words>[a-z]{2}" + LOADER + "(?:,[a-z]{2}" + LOADER
                    + ")*)\\}(?<followed>,[\\w$]+=\\[(?=\\{path:))?|(?<begin>=\\[)(?=\\{path:)|path:\"(?<path>[^\"]*)\",load:\\(\\)=>import\\(\"(?<file>[^\"]+)\"\\)");

    private static final Pattern LANGUAGE = Pattern.compile("([a-z]{2})" + LOADER);
    private static final Pattern PLACE = Pattern.compile(":[A-Za-z]+(\\*?)|[^:]+");

    /**
     * @param script path of the first script
     * @param read the text of a file of the bundle, empty when there is none
     */
    static Preloads of(String script, UnaryOperator<String> read) {
        Map<String, String> texts = new HashMap<>();
        return read(script, file -> texts.computeIfAbsent(file, read));
    }

    private static Preloads read(String script, UnaryOperator<String> read) {
        Map<String, String> words = Map.of();
        Map<String, String> own = Map.of();
        List<Page> pages = new ArrayList<>();
        Matcher parts = PARTS.matcher(read.apply(script));
        while (parts.find()) {
            if (parts.group("words") != null) {
                if (parts.group("followed") == null) words = catalogue(parts.group("words"));
                else own = catalogue(parts.group("words"));
            } else if (parts.group("begin") != null) {
                own = Map.of();
            } else {
                pages.add(new Page(pattern(parts.group("path")), imported(parts.group("file"), read), own));
            }
        }
        return new Preloads(imported(script, read), words, pages);
    }

    /** What the page at this path will need in this language, the page's own files last. */
    Set<String> at(String path, String language) {
        Set<String> files = new LinkedHashSet<>(always);
        Stream.ofNullable(words.get(language)).forEach(files::add);
        pages.stream()
                .filter(page -> page.path().matcher(path).matches())
                .findFirst()
                .ifPresent(page -> {
                    files.addAll(page.files());
                    Stream.ofNullable(page.words().get(language)).forEach(files::add);
                });
        return files;
    }

    private static Map<String, String> catalogue(String text) {
        Map<String, String> files = new TreeMap<>();
        Matcher language = LANGUAGE.matcher(text);
        while (language.find()) files.put(language.group(1), language.group(2));
        return files;
    }

    /** A file and all that it imports before it runs. */
    private static Set<String> imported(String file, UnaryOperator<String> read) {
        Set<String> files = new LinkedHashSet<>();
        collect(file, read, files);
        return files;
    }

    private static void collect(String file, UnaryOperator<String> read, Set<String> files) {
        if (!files.add(file)) return;
        Matcher imports = STATIC.matcher(read.apply(file));
        while (imports.find()) collect(imports.group(1), read, files);
    }

    /** As the app's router reads paths: a part after a colon is one segment, and with a star the rest. */
    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        Matcher parts = PLACE.matcher(path);
        while (parts.find())
            regex.append(
                    !parts.group().startsWith(":")
                            ? Pattern.quote(parts.group())
                            : parts.group(1).isEmpty() ? "[^/]+" : ".+");
        return Pattern.compile(regex + "/?");
    }
}
