package social.godwit.activitypub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.activitypub.Instance;

class HttpTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|DOCUMENT",
                "*/*|DOCUMENT",
                "application/activity+json|DOCUMENT",
                "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"|DOCUMENT",
                "application/json|DOCUMENT",
                "image/png|DOCUMENT",
                "nonsense|DOCUMENT",
                "text/html|PAGE",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|PAGE",
                "application/activity+json, text/html;q=0.5|DOCUMENT",
                "text/html, application/activity+json;q=0.5|PAGE",
                "text/html, application/activity+json|DOCUMENT",
                "text/html;q=0|DOCUMENT",
                "text/html;q=nan|DOCUMENT",
            })
    void choosesBetweenDocumentAndPage(String accept, MediaTypes.Face face) {
        assertThat(MediaTypes.choose(Optional.ofNullable(accept))).isEqualTo(face);
    }

    /** FEP-8fcf's own vector. */
    @Test
    void digestsFollowers() {
        assertThat(FollowersDigest.of(
                        List.of("https://testing.example.org/users/1", "https://testing.example.org/users/2")))
                .isEqualTo("c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f");
        assertThat(FollowersDigest.of(List.of())).isEqualTo("0".repeat(64));
    }

    @Test
    @DisplayName("what strangers wrote turns no line and moves no cursor where a problem repeats it")
    void repeatsWordsStraight() {
        String word = "\u202egpj.exe\u2066\u2069\u202c \u001b[2Jx\u009b1m\u007f\u0000";
        assertThat(Problem.of(404, "unknown", "Not Found", "There is no account " + word + " here.")
                        .retryAfter(1)
                        .detail())
                .isEqualTo("There is no account gpj.exe [2Jx1m here.");
    }

    @Test
    void tellsAProblemWhateverItsTextHolds() {
        assertThat(Problem.of(400, "proof", "Bad Request", "a \"b\" \\ \n \ud800 ü")
                        .body())
                .asString()
                .isEqualTo("{\"type\":\"urn:godwit:problem:proof\",\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"a \\\"b\\\" \\\\ \\u000a \\ufffd ü\"}");
        assertThat(Problem.notFound().body())
                .asString()
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}");
    }

    @Test
    @DisplayName("a problem tells the numbers and texts of its detail for themselves too, by name")
    void tellsItsParts() {
        Problem problem = Problem.of(409, "full", "Full", "At most 5 of \"x\".")
                .with("of", "\u202e\"x\"")
                .with("n", 5)
                .retryAfter(1);
        assertThat(problem.body())
                .asString()
                .isEqualTo("{\"type\":\"urn:godwit:problem:full\",\"title\":\"Full\",\"status\":409,"
                        + "\"detail\":\"At most 5 of \\\"x\\\".\",\"n\":5,\"of\":\"\\\"x\\\"\"}");
    }

    @Test
    void readsHeadersWithoutRegardToCase() {
        Headers headers = Headers.of("Host", " a.example ", "X-A", "1", "x-a", "2");
        assertThat(headers.first("HOST")).hasValue("a.example");
        assertThat(headers.all("X-a")).containsExactly("1", "2");
        assertThat(headers.only("x-a")).isEmpty();
        assertThat(headers.with("x-a", "3").only("X-A")).hasValue("3");
        assertThat(headers.toString()).doesNotContain("a.example");
    }

    @Test
    void refusesAHeaderThatEndsItself() {
        assertThatThrownBy(() -> Headers.of("a", "1\r\nb: 2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void answersForItsOwnHostOnly() {
        Origins origins = new InstanceOrigins(new Instance("https://us.example", "1", false, true));
        assertThat(origins.answering("us.example")).hasValue("https://us.example");
        assertThat(origins.answering("US.example:443")).hasValue("https://us.example");
        assertThat(origins.answering("us.example:8443")).isEmpty();
        assertThat(origins.answering("us.example.evil.example")).isEmpty();
        assertThat(origins.answering("")).isEmpty();
        Origins local = new InstanceOrigins(new Instance("http://localhost:8080", "1", true, true));
        assertThat(local.answering("localhost:8080")).hasValue("http://localhost:8080");
        assertThat(local.answering("localhost")).isEmpty();
    }
}
