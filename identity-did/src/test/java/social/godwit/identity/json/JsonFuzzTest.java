package social.godwit.identity.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class JsonFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void whateverIsReadHasOneCanonicalForm(byte[] data) {
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read read) {
            byte[] canonical = Jcs.bytes(read.value());
            assertThat(StrictJson.read(canonical, new JsonLimits(1 << 22, 32, 32_768, 1_024, true)))
                    .isInstanceOfSatisfying(
                            JsonReading.Read.class,
                            again -> assertThat(Jcs.bytes(again.value())).isEqualTo(canonical));
        }
    }
}
