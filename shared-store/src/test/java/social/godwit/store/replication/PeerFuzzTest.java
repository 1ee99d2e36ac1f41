package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.document.VersionRank;
import social.godwit.store.negentropy.Salt;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.StrangerRequest;
import social.godwit.store.stream.StreamCursor;

/** What another instance sends: nothing may throw, and what is read is written back alike. */
class PeerFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void frames(byte[] data) {
        Frame.read(data).ifPresent(frames -> assertThat(Frame.write(frames)).isEqualTo(data));
    }

    @FuzzTest(maxDuration = "60s")
    void records(byte[] data) {
        GatewayRecord.read(data).ifPresent(signed -> assertThat(signed.bytes()).isEqualTo(data));
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)) {
            StrangerRequest.read(map);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void words(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Outcome.parse(text);
        ItemClass.parse(text);
        RecordKind.parse(text);
        Salt.parse(text);
        StreamCursor.parse(text)
                .ifPresent(cursor ->
                        assertThat(StreamCursor.parse(cursor.toString())).contains(cursor));
        VersionRank.parse(text)
                .ifPresent(
                        rank -> assertThat(VersionRank.parse(rank.toString())).contains(rank));
    }
}
