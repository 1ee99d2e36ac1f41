package social.godwit.instance.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/**
 * Who may do what: what openapi.json says in {@code x-needs}, and for everything else a table.
 *
 * @param endpoint as {@link Endpoints} has it, without the forms of parameters
 * @param needs a permission, or {@code operator}, {@code owner}, {@code session}, {@code signature}, {@code anybody}, {@code peer},
 *     {@code proof}
 * @param inPerson whether a token cannot do it ({@code x-in-person})
 * @param example a path to ask for
 */
record Access(String endpoint, String needs, boolean inPerson, String example) {
    private static final Pattern LINE =
            Pattern.compile("(\\S+) +(\\S+ (?:\\S*\\{\\w+: [^}]*\\}\\S*|\\S+))(?: +(\\S+))?");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

    String method() {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    String path() {
        return endpoint.substring(endpoint.indexOf(' ') + 1);
    }

    /** Of what openapi.json describes. */
    static List<Access> described() {
        List<Access> all = new ArrayList<>();
        openApi()
                .object("paths")
                .orElseThrow()
                .members()
                .forEach((path, operations) -> ((JsonObject) operations)
                        .members()
                        .forEach((method, operation) -> all.add(new Access(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path,
                                ((JsonObject) operation).string("x-needs").orElse(""),
                                ((JsonObject) operation).get("x-in-person") != null,
                                example(path, (JsonObject) operation)))));
        return all;
    }

    private static String example(String path, JsonObject operation) {
        return PARAMETER
                .matcher(path)
                .replaceAll(name -> operation.list("parameters").stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> one.string("name").equals(java.util.Optional.of(name.group(1))))
                        .flatMap(one -> one.string("example").stream())
                        .findFirst()
                        .orElse(
                                name.group(1).equals("account")
                                                && operation.string("x-needs").equals(java.util.Optional.of("owner"))
                                        ? "\\{account\\}"
                                        : "none"));
    }

    /** Of everything else. */
    static List<Access> others() {
        List<Access> all = new ArrayList<>();
        for (String line : lines("access.txt")) {
            Matcher match = LINE.matcher(line);
            if (!match.matches()) {
                throw new AssertionError("not a line of the table: " + line);
            }
            String path = match.group(2).substring(match.group(2).indexOf(' ') + 1);
            all.add(new Access(match.group(2), match.group(1), false, match.group(3) == null ? path : match.group(3)));
        }
        return all;
    }

    /** The lines of a table; what begins with # is for people. */
    static List<String> lines(String table) {
        return new String(read(table), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    static JsonObject openApi() {
        if (StrictJson.read(read("/openapi.json"), new JsonLimits(1 << 20, 32, 100_000, 100_000, false))
                instanceof JsonReading.Read(JsonObject object)) {
            return object;
        }
        throw new AssertionError("openapi.json is no JSON object");
    }

    static List<String> texts(List<Json> list) {
        return list.stream().map(one -> ((JsonString) one).value()).toList();
    }

    private static byte[] read(String name) {
        try (InputStream file = Access.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
