package social.godwit.network.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.log.LogStretch.From;

@DisplayName("Leafing through the moderation log")
class LogStretchTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int LEAF = 3;

    /** Entries 1 to 8; 8 is too young to be shown. */
    private static final LogStore LOG = new LogStore() {
        @Override
        public Uni<Void> append(Function<LogChain.Head, JsonObject> next) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<List<JsonObject>> page(long after, Instant before, int limit) {
            return some(LongStream.rangeClosed(1, 7).filter(number -> number > after), limit);
        }

        @Override
        public Uni<List<JsonObject>> latest(long below, Instant before, int limit) {
            return some(LongStream.rangeClosed(1, 7).map(number -> 8 - number).filter(number -> number < below), limit);
        }

        private static Uni<List<JsonObject>> some(LongStream numbers, int limit) {
            return Uni.createFrom()
                    .item(numbers.limit(limit)
                            .mapToObj(number ->
                                    JsonObject.builder().put("number", number).build())
                            .toList());
        }

        @Override
        public Uni<List<Figure>> figures(Instant from, Instant to) {
            throw new UnsupportedOperationException();
        }
    };

    private static String read(From from) {
        LogStretch stretch = LogStretch.read(LOG, from, NOW, LEAF).await().indefinitely();
        return stretch.entries().stream().map(LogStretch::number).toList()
                + (stretch.newer() ? " newer" : "")
                + (stretch.older() ? " older" : "");
    }

    @Test
    @DisplayName("begins with the newest, goes back to the first entry and forth again, and misses none")
    void leaves() {
        assertThat(read(new From.Newest())).isEqualTo("[7, 6, 5] older");
        assertThat(read(new From.Below(5))).isEqualTo("[4, 3, 2] newer older");
        assertThat(read(new From.Below(2))).isEqualTo("[1] newer");
        assertThat(read(new From.Above(1))).isEqualTo("[4, 3, 2] newer older");
        assertThat(read(new From.Above(4))).isEqualTo("[7, 6, 5] older");
    }

    @Test
    @DisplayName("shows a whole page where there is one, and nothing where there is nothing")
    void edges() {
        assertThat(read(new From.Above(6))).isEqualTo("[7, 6, 5] older");
        assertThat(read(new From.Above(99))).isEqualTo("[7, 6, 5] older");
        assertThat(read(new From.Below(99))).isEqualTo("[7, 6, 5] older");
        assertThat(read(new From.Below(1))).isEqualTo("[] newer");
    }

    @Test
    @DisplayName("reads its place out of an address")
    void address() {
        assertThat(From.of(Optional.of(3L), Optional.of(5L))).isEqualTo(new From.Below(3));
        assertThat(From.of(Optional.empty(), Optional.of(5L))).isEqualTo(new From.Above(5));
        assertThat(From.of(Optional.empty(), Optional.empty())).isEqualTo(new From.Newest());
    }
}
