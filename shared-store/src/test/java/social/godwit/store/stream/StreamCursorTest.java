package social.godwit.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCursorTest {
    @Test
    void readsWhatItWrites() {
        StreamCursor cursor = StreamCursor.START.with(0, 35).with(15, 1L << 50);
        assertThat(cursor.toString()).startsWith("z.0.").endsWith("." + Long.toString(1L << 50, 36));
        assertThat(StreamCursor.parse(cursor.toString())).contains(cursor);
        assertThat(cursor.reaches(StreamCursor.START)).isTrue();
        assertThat(StreamCursor.START.reaches(cursor)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "00.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "-1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "A.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "zzzzzzzzzzzz.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
                "1..0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"
            })
    void takesNothingElseForACursor(String text) {
        assertThat(StreamCursor.parse(text)).isEmpty();
    }
}
