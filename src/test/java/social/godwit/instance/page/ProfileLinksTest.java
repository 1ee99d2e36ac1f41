package social.godwit.instance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;

@DisplayName("Links in a profile")
class ProfileLinksTest {
    private static final List<String> ANN = List.of("https://home.example/@ann", "https://home.example/ap/ann");

    private static JsonObject actor(String... values) {
        List<Json> fields = Arrays.stream(values)
                .map(value -> (Json) JsonObject.builder()
                        .put("type", "PropertyValue")
                        .put("name", "Web")
                        .put("value", value)
                        .build())
                .toList();
        return JsonObject.builder().put("attachment", new JsonArray(fields)).build();
    }

    @Test
    void theFirstOfEachFieldCountsAndOnlyWhatCanBeAsked() {
        assertThat(ProfileLinks.links(actor(
                        "no link",
                        "<a href=\"https://blog.example/?a=1&amp;b=2\">b</a> <a href=\"https://second.example/\">s</a>",
                        "<a href=\"javascript:alert(1)\">x</a>",
                        "<a href=\"https:///nowhere\">x</a>",
                        "<a href=\"http://old.example/\">o</a>")))
                .isEqualTo(Map.of(1, "https://blog.example/?a=1&b=2", 4, "http://old.example/"));
    }

    @Test
    void atMostSixteen() {
        String[] many = new String[30];
        Arrays.fill(many, "<a href=\"https://blog.example/\">b</a>");
        assertThat(ProfileLinks.links(actor(many))).hasSize(16);
    }

    @Test
    @DisplayName("each way in which a page fails to point back has words of its own")
    void whatCameOfIt() {
        assertThat(result(200, "<a rel=\"me\" href=\"https://home.example/@ann\">"))
                .isEqualTo("linked");
        assertThat(result(200, "<a href=\"https://home.example/@ann\">")).isEqualTo("without_me");
        assertThat(result(200, "<a rel=\"me\" href=\"https://home.example/@mallory\">"))
                .isEqualTo("elsewhere");
        assertThat(result(200, "<p>nothing</p>")).isEqualTo("none");
        assertThat(result(404, "<a rel=\"me\" href=\"https://home.example/@ann\">"))
                .isEqualTo("error 404");
        assertThat(ProfileLinks.result(new RemoteOutcome.Blocked("private address"), ANN))
                .isEqualTo("unreached");
        assertThat(ProfileLinks.result(new RemoteOutcome.TooLarge(1), ANN)).isEqualTo("unreached");
    }

    private static String result(int status, String page) {
        return ProfileLinks.result(
                new RemoteOutcome.Response(
                        status,
                        Headers.none(),
                        page.getBytes(StandardCharsets.UTF_8),
                        URI.create("https://blog.example/")),
                ANN);
    }
}
