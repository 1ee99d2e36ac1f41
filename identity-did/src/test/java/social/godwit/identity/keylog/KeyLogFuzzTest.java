package social.godwit.identity.keylog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;

/** Entries by strangers: none may throw, each is written back alike, and no list of them breaks a log. */
class KeyLogFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void entriesAndLogs(byte[] data) {
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                && read.value() instanceof JsonObject map) {
            check(map);
        }
    }

    private static void check(JsonObject map) {
        KeyLogForm.parse(map).ifPresent(entry -> assertThat(entry.hash()).isEqualTo(ContentId.hash(map)));
        List<KeyLogEntry> entries = new ArrayList<>();
        for (Json item : map.list("entries")) {
            if (item instanceof JsonObject one) {
                KeyLogForm.parse(one).ifPresent(entries::add);
            }
        }
        entries.stream()
                .filter(Genesis.class::isInstance)
                .map(Genesis.class::cast)
                .findFirst()
                .ifPresent(genesis -> assertThat(KeyLog.fold(genesis, entries, Map.of(), Instant.MAX)
                                .account())
                        .isEqualTo(genesis.account()));
    }
}
