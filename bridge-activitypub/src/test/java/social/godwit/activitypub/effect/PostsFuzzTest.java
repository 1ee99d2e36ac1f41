package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.html.Sanitizer;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Imported;
import social.godwit.activitypub.vocabulary.QuoteStamp;
import social.godwit.activitypub.vocabulary.Respelt;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Posts and their words by strangers: none may throw, and what is read keeps within what the database holds. */
class PostsFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void posts(byte[] data) {
        if (!(StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject activity))) {
            return;
        }
        JsonObject object = activity.object("object").orElse(activity);
        String author = object.id("attributedTo").map(Ids::compared).orElse("");
        Posts.read(object, activity, "", author, Optional.empty(), false, NOW).ifPresent(row -> {
            assertThat(Ids.origin(row.id())).isEqualTo(Ids.origin(author));
            assertThat(row.published()).isBetween(YEAR_ONE, NOW);
            assertThat(row.versionTime()).isBetween(YEAR_ONE, NOW);
        });
        Posts.poll(object, "https://far.test/poll", author, false).ifPresent(poll -> {
            assertThat(poll.tallies()).hasSameSizeAs(poll.options()).allMatch(votes -> votes >= 0);
            poll.closes().ifPresent(end -> assertThat(end).isAfterOrEqualTo(YEAR_ONE));
        });
        Posts.mentions(object).forEach(id -> assertThat(Ids.compared(id)).isEqualTo(id));
        Posts.looksLikeVote(object);
        assertThat(Posts.wordsDiffer(object, object)).isFalse();
        Audience.of(object).ids().forEach(Ids::compared);
        Imported.account(object);
        Imported.page(object);
        Imported.brings(activity);
        Respelt.is(activity);
        QuoteStamp.fault(object, author);
        Types.time(object, "published")
                .ifPresent(
                        time -> assertThat(time).isBetween(YEAR_ONE, Instant.parse("9999-12-31T23:59:59.999999999Z")));
        object.string("content").ifPresent(PostsFuzzTest::harmless);
    }

    @FuzzTest(maxDuration = "60s")
    void html(String html) {
        harmless(html);
    }

    /** What is left has nothing that runs, loads or styles. */
    private static void harmless(String html) {
        String safe = Sanitizer.sanitized(html);
        assertThat(safe.toLowerCase(Locale.ROOT))
                .doesNotContain("<script", "<img", "<iframe", "<style", "<svg", "<form")
                .doesNotContainPattern("<[^>]*\\s(on[a-z]+|style|src|srcdoc|action|formaction)\\s*=")
                .doesNotContainPattern("href\\s*=\\s*[\"']?\\s*(javascript|data|vbscript):");
        String line = PlainText.line(html, 80);
        assertThat(line.length()).isLessThanOrEqualTo(81);
        assertThat(line).doesNotContain("\n");
    }
}
