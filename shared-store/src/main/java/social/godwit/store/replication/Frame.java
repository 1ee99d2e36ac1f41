package social.godwit.store.replication;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/** A piece of a body that carries records: kind (1 byte), length (4 bytes, big-endian), content. */
public sealed interface Frame {
    /** Most frames in a body. */
    int MAX_FRAMES = 1_000;

    /** Longest content in bytes. */
    int MAX_CONTENT = 1 << 20;

    /** Bytes before the content. */
    int HEADER = 5;

    /** A document, verbatim. */
    @SuppressWarnings("ArrayRecordComponent")
    record Document(byte[] bytes) implements Frame {}

    /** A gateway record, verbatim. */
    @SuppressWarnings("ArrayRecordComponent")
    record GatewayRecord(byte[] bytes) implements Frame {}

    /**
     * Only the hash is left there.
     *
     * @param reason 1 erased, 2 purged
     * @param second proof time in seconds since 1970
     */
    record Gone(Sha256 hash, int reason, long second, ItemClass itemClass) implements Frame {}

    /** Not there, or not for the one who asks. */
    record Absent(Sha256 hash) implements Frame {}

    /** A negentropy message on one account and class; an empty one: not there, or not for the one who asks. */
    @SuppressWarnings("ArrayRecordComponent")
    record Items(Did account, ItemClass itemClass, byte[] message) implements Frame {}

    /** The hash of a document that can be had. */
    record Offer(Did account, Sha256 hash) implements Frame {}

    /** Bytes in a body. */
    default int size() {
        return HEADER + content().length;
    }

    /** The content as bytes. */
    default byte[] content() {
        return switch (this) {
            case Document document -> document.bytes;
            case GatewayRecord record -> record.bytes;
            case Gone gone -> {
                byte[] name = ascii(gone.itemClass.wireName());
                yield ByteBuffer.allocate(Sha256.LENGTH + 9 + name.length)
                        .put(gone.hash.bytes())
                        .put((byte) gone.reason)
                        .putLong(gone.second)
                        .put(name)
                        .array();
            }
            case Absent absent -> absent.hash.bytes();
            case Items items -> {
                byte[] head = ascii(items.account + "\0" + items.itemClass.wireName() + "\0");
                yield ByteBuffer.allocate(head.length + items.message.length)
                        .put(head)
                        .put(items.message)
                        .array();
            }
            case Offer offer -> {
                byte[] head = ascii(offer.account + "\0");
                yield ByteBuffer.allocate(head.length + Sha256.LENGTH)
                        .put(head)
                        .put(offer.hash.bytes())
                        .array();
            }
        };
    }

    /** The kind as it is written. */
    default int kind() {
        return switch (this) {
            case Document document -> 1;
            case GatewayRecord record -> 2;
            case Gone gone -> 3;
            case Absent absent -> 4;
            case Items items -> 5;
            case Offer offer -> 6;
        };
    }

    /** Writes frames one after the other. */
    static byte[] write(List<? extends Frame> frames) {
        var out = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            byte[] content = frame.content();
            out.write(frame.kind());
            out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    /** Reads a body; nothing when it is not in bounds, has a kind or content out of form, or more frames than allowed. */
    static Optional<List<Frame>> read(byte[] body) {
        if (body.length > PeerRequest.MAX_BODY) {
            return Optional.empty();
        }
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER || frames.size() == MAX_FRAMES) {
                return Optional.empty();
            }
            int kind = in.get();
            int length = in.getInt();
            if (length < 0 || length > MAX_CONTENT || length > in.remaining()) {
                return Optional.empty();
            }
            byte[] content = new byte[length];
            in.get(content);
            Optional<Frame> frame = read(kind, content);
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            frames.add(frame.get());
        }
        return Optional.of(List.copyOf(frames));
    }

    private static Optional<Frame> read(int kind, byte[] content) {
        return switch (kind) {
            case 1 -> Optional.of(new Document(content));
            case 2 -> Optional.of(new GatewayRecord(content));
            case 3 -> gone(content);
            case 4 ->
                content.length == Sha256.LENGTH ? Optional.of(new Absent(Sha256.ofHash(content))) : Optional.empty();
            case 5 -> items(content);
            case 6 -> offer(content);
            default -> Optional.empty();
        };
    }

    private static Optional<Frame> gone(byte[] content) {
        int fixed = Sha256.LENGTH + 9;
        if (content.length <= fixed) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(content, Sha256.LENGTH, 9);
        int reason = in.get();
        long second = in.getLong();
        if (reason != 1 && reason != 2) {
            return Optional.empty();
        }
        return ItemClass.parse(text(content, fixed, content.length))
                .map(itemClass ->
                        new Gone(Sha256.ofHash(Arrays.copyOf(content, Sha256.LENGTH)), reason, second, itemClass));
    }

    private static Optional<Frame> items(byte[] content) {
        int first = zero(content, 0);
        int second = first < 0 ? -1 : zero(content, first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOfRange(content, second + 1, content.length);
        return Did.parse(text(content, 0, first))
                .flatMap(account -> ItemClass.parse(text(content, first + 1, second))
                        .map(itemClass -> new Items(account, itemClass, message)));
    }

    private static Optional<Frame> offer(byte[] content) {
        int zero = zero(content, 0);
        if (zero < 0 || content.length - zero - 1 != Sha256.LENGTH) {
            return Optional.empty();
        }
        return Did.parse(text(content, 0, zero))
                .map(account ->
                        new Offer(account, Sha256.ofHash(Arrays.copyOfRange(content, zero + 1, content.length))));
    }

    /** Where the next zero byte is, no farther than a DID or the name of a class is long; -1 when there is none. */
    private static int zero(byte[] content, int from) {
        for (int i = from; i < content.length && i - from <= 100; i++) {
            if (content[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] content, int from, int to) {
        return new String(content, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
