package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.negentropy.Conversation.await;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("P9: a message of a hostile peer")
class HostileMessagesTest {
    private static final ItemSet SET = SealedItems.of(Items.random(new Random(1), 500, 1_000));

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "'', NOT_NEGENTROPY, empty",
        "7b7d, NOT_NEGENTROPY, JSON",
        "5f, NOT_NEGENTROPY, a version below all",
        "70, NOT_NEGENTROPY, a version above all",
        "61 00, TRUNCATED, ends within a bound",
        "61 00 00, TRUNCATED, ends before the mode",
        "61 00 00 01 0102, TRUNCATED, ends within a fingerprint",
        "61 00 00 02 01 aabb, TRUNCATED, ends within an id",
        "61 00 00 02 84e2ad00, TRUNCATED, ten million ids that are not there",
        "61 00 00 02 ffffffffffffffff7f, TRUNCATED, more ids than an int counts",
        "61 8001 00 00, NUMBER, a number with a leading zero",
        "61 ffffffffffffffffff7f 00 00, NUMBER, a number over 63 bits",
        "61 ffffffffffffffff7f 00 00 ffffffffffffffff7f 00 00, NUMBER, seconds that add up to more than 63 bits",
        "61 05 21 00, BOUND, a prefix of 33 bytes",
        "61 00 01 aa 00, BOUND, a prefix after the end",
        "61 05 01 bb 02 00 01 01 aa 02 00, ORDER, goes backwards within a second",
        "61 00 00 00 05 00 00, ORDER, goes on after the end",
        "61 00 00 03, MODE, an unknown mode",
    })
    void isBroken(String hex, Fault fault, String what) {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(await(Negentropy.respond(SET, message, 0))).as(what).isEqualTo(new Step.Broken(fault));
        assertThat(await(Negentropy.reconcile(SET, message, 0))).as(what).isEqualTo(new Step.Broken(fault));
    }

    @Test
    @DisplayName("of another version is answered with ours; an answer of another version is an error")
    void otherVersion() {
        Step answer = await(Negentropy.respond(SET, new byte[] {0x62, 1, 2, 3}, 0));
        assertThat(((Step.Next) answer).message()).containsExactly(0x61);
        assertThat(await(Negentropy.reconcile(SET, new byte[] {0x62}, 0))).isEqualTo(new Step.Broken(Fault.VERSION));
    }

    @Test
    @DisplayName("may be long, but not too long")
    void tooLong() {
        byte[] message = new byte[Negentropy.MAX_MESSAGE + 1];
        message[0] = 0x61;
        assertThat(await(Negentropy.respond(SET, message, 0))).isEqualTo(new Step.Broken(Fault.SIZE));
    }

    @Test
    @DisplayName("has so many ranges at most, skipped ones too, and costs as many questions")
    void tooManyRanges() {
        Counting counting = new Counting();
        assertThat(await(Negentropy.respond(counting, ranges(Negentropy.MAX_RANGES + 1, "01 00 00"), 60_000)))
                .isEqualTo(new Step.Broken(Fault.RANGES));
        assertThat(counting.places).isZero();
        String equal = "01 00 01" + HexFormat.of().formatHex(Tally.NONE.fingerprint());
        assertThat(await(Negentropy.respond(counting, ranges(Negentropy.MAX_RANGES, equal), 60_000)))
                .isInstanceOf(Step.Next.class);
        assertThat(counting.places).isEqualTo(Negentropy.MAX_RANGES);
    }

    private static byte[] ranges(int count, String range) {
        byte[] one = HexFormat.of().parseHex(range.replace(" ", ""));
        var message = new ByteArrayOutputStream();
        message.write(0x61);
        for (int i = 0; i < count; i++) {
            message.writeBytes(one);
        }
        return message.toByteArray();
    }

    @Test
    @DisplayName("that never settles costs one bounded message for each of its own")
    void endlessSplits() {
        Random random = new Random(3);
        Step step = await(Negentropy.initiate(SET, 4_096));
        for (int round = 0; round < 64; round++) {
            byte[] answer = HexFormat.of().parseHex("61000001" + "00".repeat(16));
            answer[4 + random.nextInt(16)] = (byte) random.nextInt();
            step = await(Negentropy.reconcile(SET, answer, 4_096));
            assertThat(((Step.Next) step).message()).hasSizeLessThan(4_096);
        }
    }

    @Property(tries = 3_000)
    @Label("that was altered anywhere is answered or refused")
    void altered(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] message =
                ((Step.Next) await(Negentropy.initiate(SET, 0))).message().clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        bothSides(message);
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAnsweredOrRefused(byte[] message) {
        bothSides(message);
    }

    private static void bothSides(byte[] message) {
        for (Step step : List.of(
                await(Negentropy.respond(SET, message, 4_096)), await(Negentropy.reconcile(SET, message, 4_096)))) {
            if (step instanceof Step.Next next) {
                assertThat(next.message()).hasSizeLessThanOrEqualTo(4_096);
            }
        }
    }

    /** An empty set that counts what it is asked. */
    private static final class Counting implements ItemSet {
        private long places;

        @Override
        public Uni<List<Tally>> before(List<Bound> bounds) {
            places += bounds.size();
            return Uni.createFrom()
                    .item(bounds.stream().map(bound -> Tally.NONE).toList());
        }

        @Override
        public Uni<List<Placed>> at(List<Long> ordinals) {
            return Uni.createFrom().item(List.of());
        }

        @Override
        public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
            return Uni.createFrom()
                    .item(ranges.stream().map(range -> List.<Item>of()).toList());
        }
    }
}
