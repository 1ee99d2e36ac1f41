package social.godwit.instance.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whose the ids are that an endpoint takes, as ids.txt says.
 *
 * @param endpoint as {@link Endpoints} has it, or {@code VIEW} and the name of an owner's view
 * @param example how the owner asks for it; of what belongs to one person only
 * @param by the test that shows it, in place of an example
 */
record Ids(String whose, String endpoint, String example, String body, String by) {
    private static final Set<String> KINDS = Set.of("public", "account", "peer", "staff", "own");
    private static final Pattern LINE = Pattern.compile("(\\S+) +(\\S+ \\S.*?)(?:  +(\\S.*))?");
    private static final Pattern WORD = Pattern.compile("\\{(\\w+)\\}");
    private static final Pattern VIEW = Pattern.compile("case \"([a-z-]+)\"");

    Ids {
        if (!KINDS.contains(whose)) throw new AssertionError("whose? " + whose + " of " + endpoint);
        if (whose.equals("own") == (example.isEmpty() && by.isEmpty()))
            throw new AssertionError("an example belongs to what somebody owns: " + endpoint);
    }

    String method() {
        String verb = endpoint.substring(0, endpoint.indexOf(' '));
        return verb.equals("VIEW") ? "GET" : verb;
    }

    static List<Ids> all() {
        return Access.lines("ids.txt").stream().map(Ids::line).toList();
    }

    private static Ids line(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) throw new AssertionError("not a line of the table: " + line);
        String rest = match.group(3) == null ? "" : match.group(3);
        String by = rest.startsWith("by ") ? rest.substring("by ".length()) : "";
        String[] request = (by.isEmpty() ? rest : "").split(" \\| ", 2);
        return new Ids(match.group(1), match.group(2), request[0], request.length > 1 ? request[1] : "", by);
    }

    /** Which endpoints take an id: by their path, and the views of owners, which lie behind one endpoint. */
    static Set<String> expected() {
        Set<String> all = Endpoints.all().keySet().stream()
                .filter(endpoint -> endpoint.matches(".* (~.*|.*[{*].*)"))
                .collect(Collectors.toCollection(TreeSet::new));
        Matcher view = VIEW.matcher(source("view/OwnerViews.java"));
        while (view.find()) all.add("VIEW " + view.group(1));
        return all;
    }

    private static String source(String name) {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."))
                    .resolve("../bridge-activitypub/src/main/java/social/godwit/activitypub")
                    .resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of ids in the example and in the body. */
    Set<String> names() {
        return WORD.matcher(example + body)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("me"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
