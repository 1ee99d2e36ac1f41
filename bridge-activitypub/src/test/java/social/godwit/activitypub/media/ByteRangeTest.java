package social.godwit.activitypub.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.media.ByteRange.Asked;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-9,0,9",
        "bytes=5-,5,99",
        "bytes=-10,90,99",
        "bytes=90-1000,90,99",
        "bytes=-1000,0,99",
        "bytes=99-99,99,99"
    })
    void readsOneRange(String header, long first, long last) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new Asked.Part(new ByteRange(first, last)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void knowsWhatTheFileDoesNotHave(String header) {
        assertThat(ByteRange.parse(header, 100)).isInstanceOf(Asked.Unsatisfiable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=0-1,5-6",
                "items=0-1",
                "bytes=9-5",
                "bytes=99999999999999999999-",
                "bytes=0-1-2"
            })
    void sendsAllOfItWhenTheRangeIsNotUnderstood(String header) {
        assertThat(ByteRange.parse(header, 100)).isInstanceOf(Asked.Whole.class);
    }
}
