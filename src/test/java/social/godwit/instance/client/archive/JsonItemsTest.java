package social.godwit.instance.client.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collection larger than memory, item by item. */
class JsonItemsTest {
    @Test
    @DisplayName("Items are found wherever the collection has them, whatever their texts look like")
    void findsItems() throws IOException {
        List<String> items = items(
                "\uFEFF {\"@context\": [\"x\", {\"orderedItems\": [9]}], \"n\":-1.5e3 , \"t\":\"]}\\\"\",\n"
                        + "\"orderedItems\" : [ {\"a\":\"}],\\\\\"} , \"https://x.example/1\",17,null, [1,[2]] ,{\"b\":{\"c\":[{}]}}], \"z\":1}");
        assertThat(items)
                .containsExactly(
                        "{\"a\":\"}],\\\\\"}",
                        "https://x.example/1",
                        "no object",
                        "no object",
                        "no object",
                        "{\"b\":{\"c\":[{}]}}");
    }

    @Test
    @DisplayName("What is not strict JSON is told, and does not hide what follows")
    void goesOnAfterWhatIsUnreadable() throws IOException {
        List<String> items = items("{\"orderedItems\":[{\"a\":1,\"a\":2},{\"b\":tru},{\"c\":3}]}");
        assertThat(items).hasSize(3);
        assertThat(items.get(0)).startsWith("Malformed");
        assertThat(items.get(1)).startsWith("Malformed");
        assertThat(items.get(2)).isEqualTo("{\"c\":3}");
    }

    @Test
    @DisplayName("An item over a megabyte is passed over without being kept")
    void passesOverHugeItems() throws IOException {
        List<String> items = items("{\"orderedItems\":[{\"a\":\"" + "x".repeat(3 << 20) + "\"},{\"b\":1}]}");
        assertThat(items).containsExactly("larger than 1 MB", "{\"b\":1}");
    }

    @Test
    void hasNoItemsWithoutTheMember() throws IOException {
        assertThat(items("{\"totalItems\":0}")).isEmpty();
        assertThat(items("{\"orderedItems\":[]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "{",
                "{\"orderedItems\"",
                "{\"orderedItems\":[",
                "{\"orderedItems\":[{}",
                "{\"orderedItems\":[{},",
                "{\"orderedItems\":[,]}",
                "{\"orderedItems\":[{} {}]}",
                "{\"orderedItems\":[\"a",
                "{\"orderedItems\":[}]",
                "{a:1}",
                "{\"a\":,\"orderedItems\":[]}"
            })
    @DisplayName("What is cut off or broken is no end of the collection")
    void refusesWhatIsBroken(String text) {
        assertThatThrownBy(() -> items(text)).isInstanceOf(IOException.class);
    }

    private static List<String> items(String text) throws IOException {
        List<String> all = new ArrayList<>();
        try (var items = new JsonItems(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (Optional<JsonItems.Item> item = items.next(); item.isPresent(); item = items.next())
                all.add(
                        switch (item.get()) {
                            case JsonItems.Item.Whole whole -> whole.json().toString();
                            case JsonItems.Item.Id id -> id.id();
                            case JsonItems.Item.Unreadable unreadable -> unreadable.why();
                        });
        }
        return all;
    }
}
