package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.JsonObject;

class CaseLinesTest {
    private static final String MONA = "did:key:mona";
    private static final String CARL = "ap://did:key:carl/actor";
    private static final JsonObject ANSWER = JsonObject.builder()
            .put(
                    "people",
                    JsonObject.builder()
                            .put(MONA, named("mona@here.example"))
                            .put(CARL, named("carl@here.example"))
                            .build())
            .build();

    @Test
    @DisplayName("a case is told by what the other commands take, and then by whom it is about and what waits in it")
    void aCaseOfTheQueue() {
        JsonObject file = JsonObject.builder()
                .put("subject", "account:" + CARL)
                .put("category", "spam")
                .put("openReports", 1)
                .put("status", "open")
                .put("waitingSince", "2026-11-26T13:25:20.699006Z")
                .put("assignee", MONA)
                .build();
        assertThat(CaseLines.queued(file, ANSWER)).isEqualTo("""
                account:ap://did:key:carl/actor
                  @carl@here.example, spam, 1 open report, waits since 2026-11-26 13:25 UTC, @mona@here.example has it""");
    }

    @Test
    @DisplayName(
            "what was reported is told in words: no document, no escape of the terminal, nobody's key where there is a name")
    void aReport() {
        JsonObject details = JsonObject.builder()
                .put("category", "spam")
                .put("comment", "pills\u001b[2J")
                .put(
                        "evidence",
                        List.of(JsonObject.builder()
                                .put("post", "ap://did:key:carl/objects/1")
                                .put("copy", "{\"type\":\"Note\",\"content\":\"<p>Buy my <b>pills</b></p>\"}")
                                .build()))
                .build();
        assertThat(CaseLines.entry(entry("reported", MONA, details), ANSWER)).isEqualTo("""
                2026-11-26 13:25 UTC  @mona@here.example reported it: spam
                  pills\ufffd[2J
                  the post ap://did:key:carl/objects/1: Buy my pills""");
    }

    @Test
    @DisplayName("a decision is told with the number by which it is taken back")
    void aDecision() {
        JsonObject decision = JsonObject.builder()
                .put("id", "1a40")
                .put("measure", "suspend")
                .put("rule", JsonObject.builder().put("rule", "no-spam").build())
                .put("facts", "One advertisement.")
                .build();
        JsonObject details = JsonObject.builder().put("decision", decision).build();
        assertThat(CaseLines.entry(entry("decided", "operator", details), ANSWER))
                .isEqualTo("""
                2026-11-26 13:25 UTC  operator decided: suspend, rule no-spam; decision 1a40
                  One advertisement.""");
    }

    @Test
    void whoTakesACaseIsNotSaidToGiveItToThemselves() {
        JsonObject details = JsonObject.builder().put("to", MONA).build();
        assertThat(CaseLines.entry(entry("assigned", MONA, details), ANSWER)).endsWith("@mona@here.example took it");
        assertThat(CaseLines.entry(entry("assigned", "operator", details), ANSWER))
                .endsWith("operator gave it to @mona@here.example");
    }

    private static JsonObject entry(String type, String by, JsonObject details) {
        return JsonObject.builder()
                .put("at", "2026-11-26T13:25:20.699006Z")
                .put("by", by)
                .put("type", type)
                .put("details", details)
                .build();
    }

    private static JsonObject named(String handle) {
        return JsonObject.builder().put("handle", handle).build();
    }
}
