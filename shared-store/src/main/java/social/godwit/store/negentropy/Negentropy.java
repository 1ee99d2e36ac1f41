package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Range-based set reconciliation, negentropy protocol version 1: one side asks, the other answers, until the side that
 * began knows what each lacks. Byte for byte the messages of the reference implementation, except where a message from a hostile
 * or very unequal side would cost too much; any other implementation goes on from those as well.
 *
 * <p>Nothing is kept between messages, on either side: an answer follows from the message and the set. Both frame limits
 * and sets may change from one message to the next. How many messages there may be is for who carries them to limit: a
 * hostile side can make it go on for ever.
 *
 * <p>What a message may cost: its own bytes and those of the answer, {@value #MAX_RANGES} questions of the set, and {@value
 * Turn#IDS_AT_ONCE} items in memory.
 */
public final class Negentropy {
    /** Bytes that a message may have, whatever the frame limit. */
    public static final int MAX_MESSAGE = 8 << 20;

    /** Ranges that a message may have. */
    public static final int MAX_RANGES = 1 << 18;

    /** The least frame limit, and 0 means none. */
    public static final int MIN_FRAME = 4096;

    private static final int LOWEST_VERSION = 0x60;
    private static final int HIGHEST_VERSION = 0x6F;

    private Negentropy() {}

    /**
     * The first message.
     *
     * @param frameLimit bytes that messages of this side shall not exceed; {@link #MIN_FRAME} at least, or 0 for none
     */
    public static Uni<Step> initiate(ItemSet set, int frameLimit) {
        check(frameLimit);
        return set.unchanging(() -> Turn.opening(set, frameLimit).run());
    }

    /**
     * The first message to a side that very likely has the same: the fingerprint of everything, of 20 bytes, answered by one byte
     * when it has. When not, what follows is as after {@link #initiate}, one round later.
     */
    public static Uni<Step> expectEqual(ItemSet set) {
        return set.before(List.of(Bound.END)).map(all -> {
            var message = new Writer();
            message.fingerprint(Bound.END, all.getFirst());
            return new Step.Next(message.toBytes(), List.of(), List.of());
        });
    }

    /** The answer of the other side to a message: {@link Step.Next} without hashes, or {@link Step.Broken}. */
    public static Uni<Step> respond(ItemSet set, byte[] message, int frameLimit) {
        check(frameLimit);
        Fault fault = fault(message);
        if (fault != null) {
            return Uni.createFrom().item(new Step.Broken(fault));
        }
        return message[0] == Writer.VERSION
                ? set.unchanging(() -> Turn.answering(set, message, frameLimit).run())
                : Uni.createFrom().item(new Step.Next(new byte[] {Writer.VERSION}, List.of(), List.of()));
    }

    /** What the side that began makes of an answer. */
    public static Uni<Step> reconcile(ItemSet set, byte[] message, int frameLimit) {
        check(frameLimit);
        Fault fault = fault(message);
        if (fault == null && message[0] != Writer.VERSION) {
            fault = Fault.VERSION;
        }
        return fault == null
                ? set.unchanging(() -> Turn.concluding(set, message, frameLimit).run())
                : Uni.createFrom().item(new Step.Broken(fault));
    }

    private static void check(int frameLimit) {
        if (frameLimit != 0 && frameLimit < MIN_FRAME) {
            throw new IllegalArgumentException("frame limit " + frameLimit);
        }
    }

    private static @Nullable Fault fault(byte[] message) {
        if (message.length == 0 || message[0] < LOWEST_VERSION || message[0] > HIGHEST_VERSION) {
            return Fault.NOT_NEGENTROPY;
        }
        return message.length > MAX_MESSAGE ? Fault.SIZE : null;
    }
}
