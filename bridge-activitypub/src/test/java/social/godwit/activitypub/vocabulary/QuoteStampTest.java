package social.godwit.activitypub.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Row 58: a permission counts for one pair of posts, and from the quoted one's author. */
class QuoteStampTest {
    private static final String AUTHOR = "https://a.example/users/author";
    private static final String QUOTED = "https://a.example/posts/1";
    private static final String QUOTING = "https://b.example/posts/2";
    private static final JsonObject STAMP = JsonObject.builder()
            .put("type", "QuoteAuthorization")
            .put("attributedTo", AUTHOR)
            .put("interactingObject", QUOTING)
            .put("interactionTarget", QUOTED)
            .build();

    @Test
    void permitsTheOneQuoteThatItNames() {
        assertThat(QuoteStamp.permits(STAMP, QUOTING, QUOTED, AUTHOR)).isTrue();
        assertThat(QuoteStamp.fault(STAMP, AUTHOR)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "type,Note",
        "attributedTo,https://a.example/users/other",
        "attributedTo,https://b.example/users/quoter",
        "interactingObject,https://b.example/posts/3",
        "interactionTarget,https://a.example/posts/9",
        "interactionTarget,",
    })
    void permitsNothingElse(String key, String value) {
        JsonObject other = STAMP.with(key, Json.of(value == null ? "" : value));
        assertThat(QuoteStamp.permits(other, QUOTING, QUOTED, AUTHOR)).isFalse();
    }

    @Test
    void doesNotReadListsOfWhatWouldBePermitted() {
        for (String key : new String[] {"attributedTo", "interactingObject", "interactionTarget"}) {
            JsonObject wide = STAMP.with(key, Json.strings(java.util.List.of(AUTHOR, QUOTING, QUOTED)));
            assertThat(QuoteStamp.permits(wide, QUOTING, QUOTED, AUTHOR))
                    .as(key)
                    .isFalse();
        }
    }

    @Test
    void isFaultyWhereAnOwnerSpeaksForOthers() {
        assertThat(QuoteStamp.fault(STAMP.with("attributedTo", Json.of("https://a.example/users/other")), AUTHOR))
                .isPresent();
        assertThat(QuoteStamp.fault(STAMP.with("interactionTarget", Json.of("https://c.example/posts/1")), AUTHOR))
                .isPresent();
        assertThat(QuoteStamp.fault(STAMP.without("interactingObject"), AUTHOR)).isPresent();
    }
}
