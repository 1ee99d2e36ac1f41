package social.godwit.activitypub.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteDocument;
import social.godwit.identity.json.JsonObject;

@Timeout(20)
class ConversationTest {
    private final Map<String, String> web = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private final Conversation.Keeper keeper = new Conversation.Keeper() {
        @Override
        public Uni<Optional<JsonObject>> known(String id) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<Boolean> keep(RemoteDocument document, JsonObject post) {
            kept.add(document.id());
            return Uni.createFrom().item(true);
        }
    };

    @Test
    void climbsToTheRootAndTakesTheAnswersOfEveryPage() {
        post("https://a.example/1", null, null);
        post("https://a.example/2", "https://a.example/1", "\"https://a.example/2/replies\"");
        web.put(
                "https://a.example/2/replies",
                "{\"type\":\"Collection\",\"first\":{\"type\":\"CollectionPage\",\"items\":[\"https://b.example/3\"],"
                        + "\"next\":\"https://a.example/2/replies?page=2\"}}");
        web.put(
                "https://a.example/2/replies?page=2",
                "{\"type\":\"CollectionPage\",\"items\":[{\"id\":\"https://c.example/4\",\"type\":\"Note\"}]}");
        post("https://b.example/3", "https://a.example/2", null);
        post("https://c.example/4", "https://a.example/2", null);
        fetch("https://a.example/2");
        assertThat(kept)
                .containsExactlyInAnyOrder(
                        "https://a.example/1", "https://a.example/2", "https://b.example/3", "https://c.example/4");
    }

    @Test
    @DisplayName("row 44: a chain of ten thousand answers, and a circle")
    void isBoundedUpwards() {
        for (int i = 0; i < 10_000; i++) {
            post("https://a.example/" + i, "https://a.example/" + (i + 1), null);
        }
        fetch("https://a.example/0");
        assertThat(asked).hasSizeLessThanOrEqualTo(Budget.ANCESTORS_MAX + 1);
        asked.clear();
        post("https://a.example/x", "https://a.example/y", null);
        post("https://a.example/y", "https://a.example/x", null);
        fetch("https://a.example/x");
        assertThat(asked).containsExactly("https://a.example/x", "https://a.example/y");
    }

    @Test
    @DisplayName("row 43: pages that lead to themselves, to others, without end, and pages of a million items")
    void isBoundedDownwards() {
        post("https://a.example/1", null, "\"https://a.example/r0\"");
        for (int i = 0; i < 1_000; i++) {
            String items = IntStream.range(0, 1_000)
                    .mapToObj(item -> "\"https://many" + item + ".example/" + item + "\"")
                    .collect(Collectors.joining(","));
            web.put(
                    "https://a.example/r" + i,
                    "{\"items\":[" + items + "],\"next\":\"https://a.example/r" + (i + 1) + "\"}");
        }
        fetch("https://a.example/1");
        assertThat(asked).hasSizeLessThanOrEqualTo(Budget.DOCUMENTS_MAX + Budget.PAGES_MAX);
        asked.clear();
        post("https://a.example/2", null, "\"https://a.example/loop\"");
        web.put("https://a.example/loop", "{\"items\":[],\"next\":\"https://a.example/loop\"}");
        fetch("https://a.example/2");
        assertThat(asked).containsExactly("https://a.example/2", "https://a.example/loop");
    }

    @Test
    @DisplayName("row 43: a page of another origin is not a page of this collection")
    void asksNobodyElseForPages() {
        post("https://a.example/1", null, "\"https://victim.example/replies\"");
        post("https://a.example/2", null, "{\"first\":\"https://victim.example/page\"}");
        fetch("https://a.example/1");
        fetch("https://a.example/2");
        assertThat(asked).containsExactly("https://a.example/1", "https://a.example/2");
    }

    @Test
    void stopsWhenItTakesTooLong() {
        for (int i = 0; i < 40; i++) {
            post("https://a.example/" + i, "https://a.example/" + (i + 1), null);
        }
        new Conversation(source(() -> now = now.plusSeconds(10)), () -> now, keeper)
                .fetch("https://a.example/0")
                .await()
                .indefinitely();
        assertThat(asked).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void keepsNothingThatIsNoPost() {
        web.put("https://a.example/1", "{\"id\":\"https://a.example/1\",\"type\":\"Person\",\"inbox\":\"x\"}");
        fetch("https://a.example/1");
        assertThat(kept).isEmpty();
    }

    private void fetch(String id) {
        new Conversation(source(() -> {}), () -> now, keeper).fetch(id).await().indefinitely();
    }

    private Conversation.Source source(Runnable asking) {
        return new Conversation.Source() {
            @Override
            public Uni<DocumentLookup> post(String id) {
                asking.run();
                return answer(id);
            }

            @Override
            public Uni<DocumentLookup> collection(String url, String owner) {
                asking.run();
                return answer(url);
            }
        };
    }

    private void post(String id, String inReplyTo, String replies) {
        web.put(
                id,
                "{\"id\":\"" + id + "\",\"type\":\"Note\""
                        + (inReplyTo == null ? "" : ",\"inReplyTo\":\"" + inReplyTo + "\"")
                        + (replies == null ? "" : ",\"replies\":" + replies) + "}");
    }

    private Uni<DocumentLookup> answer(String id) {
        asked.add(id);
        String text = web.get(id);
        return Uni.createFrom()
                .item(
                        text == null
                                ? new DocumentLookup.NotFound("404")
                                : new DocumentLookup.Found(new RemoteDocument(
                                        id, text.getBytes(StandardCharsets.UTF_8), URI.create("https://a.example/"))));
    }
}
