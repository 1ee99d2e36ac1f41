package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.did.Origin;

@DisplayName("What a server refuses, in words")
class AnswersTest {
    private static final Origin THERE = Origin.parse("https://there.example").orElseThrow();

    @Test
    @DisplayName("whose account is suspended learns where to read why, and where to appeal")
    void suspended() {
        ClientProblem problem = refusal("""
                {"type": "urn:godwit:problem:suspended", "title": "Forbidden", "detail": "this account is suspended here"}""");
        assertThat(problem)
                .hasMessage("Publishing failed: https://there.example refused. This account is suspended here.");
        assertThat(problem.next().orElseThrow()).contains("godwit account decisions");
    }

    @Test
    @DisplayName("any other refusal of the kind says that the account may not")
    void forbidden() {
        assertThat(refusal("{\"title\": \"Forbidden\"}").next().orElseThrow()).contains("may not do that");
    }

    @ParameterizedTest(name = "begins with “{1}” where the server says “{0}”")
    @CsvSource(
            delimiter = '|',
            value = {
                "a newer version is there | A newer version is there.",
                "the key is none of this account's | The key is none of this account's.",
                "did:key:z6Mk is not heeded here. | did:key:z6Mk is not heeded here.",
                "ap://did:key:z6Mk/actor is no activity | ap://did:key:z6Mk/actor is no activity.",
                "/actor/outbox takes activities | /actor/outbox takes activities.",
                "publicComment is too long | publicComment is too long.",
                "b.example has no role here. | b.example has no role here."
            })
    void begins(String detail, String said) {
        assertThat(refusal("{\"detail\":\"" + detail + "\"}")).hasMessageEndingWith("refused. " + said);
    }

    private static ClientProblem refusal(String body) {
        return Answers.refusal(
                new GatewayAnswer(403, Map.of(), body.getBytes(StandardCharsets.UTF_8)), THERE, "Publishing");
    }
}
