package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.staff.Permission;

/** Nothing is answered that nobody has thought about, and nothing is described that is not there. */
class AccessTest {
    /** What programs ask for: described in openapi.json. */
    private static final Pattern DESCRIBED = Pattern.compile(
            "(GET|POST|PUT|DELETE) /(admin/v1|api/v\\d/admin|moderation/v1|session|networks|notices|openapi\\.json)\\b.*");

    private static final Set<String> WHO = Stream.concat(
                    Stream.of("operator", "owner", "session", "signature", "anybody"),
                    Stream.of(Permission.values()).map(Permission::word))
            .collect(Collectors.toSet());

    @Test
    @DisplayName("every endpoint in the code stands in openapi.json or in access.txt, and the other way round")
    void everyEndpointIsClassified() {
        Set<String> coded = new TreeSet<>();
        Endpoints.all().keySet().forEach(one -> coded.add(described(one) ? plain(one) : one));
        Set<String> classified = new TreeSet<>();
        Access.described().forEach(one -> classified.add(one.endpoint()));
        Access.others().forEach(one -> classified.add(one.endpoint()));
        assertThat(classified)
                .as(
                        "an endpoint belongs, with who may ask for it, into openapi.json; one of ActivityPub into access.txt")
                .containsExactlyInAnyOrderElementsOf(coded);
        assertThat(Access.described())
                .allSatisfy(one ->
                        assertThat(described(one.endpoint())).as(one.endpoint()).isTrue())
                .allSatisfy(one -> assertThat(WHO).as(one.endpoint()).contains(one.needs()));
        assertThat(Access.others())
                .allSatisfy(
                        one -> assertThat(one.needs()).as(one.endpoint()).isIn("anybody", "owner", "proof", "peer"));
    }

    @Test
    @DisplayName("row 61: every endpoint that takes an id says in ids.txt whose it is, and the other way round")
    void everyIdIsClassified() {
        assertThat(Ids.all().stream().map(Ids::endpoint)).doesNotHaveDuplicates();
        assertThat(Ids.all().stream().map(Ids::endpoint))
                .as("whose is the id that the endpoint takes? Say so in ids.txt, and how its owner asks for it")
                .containsExactlyInAnyOrderElementsOf(Ids.expected());
    }

    @Test
    @DisplayName(
            "openapi.json names the parameters that the code reads, each operation once, and resolves its references")
    void openApiIsTrue() {
        JsonObject document = Access.openApi();
        Set<String> ids = new TreeSet<>();
        Endpoints.all().forEach((endpoint, parameters) -> {
            if (!described(endpoint)) {
                return;
            }
            JsonObject operation = operation(document, plain(endpoint));
            assertThat(ids.add(operation.string("operationId").orElseThrow()))
                    .as("operationId of " + endpoint)
                    .isTrue();
            assertThat(operation.string("summary").orElse("")).as(endpoint).isNotBlank();
            assertThat(operation.list("parameters").stream()
                            .map(one -> ((JsonObject) one).string("in").orElseThrow() + " "
                                    + ((JsonObject) one).string("name").orElseThrow()))
                    .as(endpoint)
                    .containsExactlyInAnyOrderElementsOf(parameters);
        });
        for (String reference : references(document)) {
            JsonObject here = document;
            for (String part : reference.substring(2).split("/")) {
                here = here.object(part).orElseThrow(() -> new AssertionError(reference + " leads nowhere"));
            }
        }
    }

    private static boolean described(String endpoint) {
        return DESCRIBED.matcher(endpoint).matches();
    }

    /** Without the forms of parameters: {@code {list}} for <code>{list: a|b}</code>. */
    private static String plain(String endpoint) {
        return endpoint.replaceAll("\\{(\\w+):[^}]*\\}", "{$1}");
    }

    private static JsonObject operation(JsonObject document, String endpoint) {
        int space = endpoint.indexOf(' ');
        return document.object("paths")
                .flatMap(paths -> paths.object(endpoint.substring(space + 1)))
                .flatMap(path -> path.object(endpoint.substring(0, space).toLowerCase(java.util.Locale.ROOT)))
                .orElseThrow(() -> new AssertionError(endpoint + " is not in openapi.json"));
    }

    private static List<String> references(Json json) {
        return Pattern.compile("\"\\$ref\":\"([^\"]+)\"")
                .matcher(json.toString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
