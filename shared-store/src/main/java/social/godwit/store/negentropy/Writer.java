package social.godwit.store.negentropy;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** A message that is being written; seconds are differences to the bound before. */
final class Writer {
    /** Version 1 of the protocol. */
    static final int VERSION = 0x61;

    static final int SKIP = 0;
    static final int FINGERPRINT = 1;
    static final int ID_LIST = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long lastSecond;

    Writer() {
        bytes.write(VERSION);
    }

    /** Writes into a draft of what may follow. */
    private Writer(long lastSecond) {
        this.lastSecond = lastSecond;
    }

    /** An empty part that continues this message once it is {@linkplain #append appended}. */
    Writer draft() {
        return new Writer(lastSecond);
    }

    void append(Writer draft) {
        bytes.writeBytes(draft.bytes.toByteArray());
        lastSecond = draft.lastSecond;
    }

    int size() {
        return bytes.size();
    }

    /** Whether there is nothing but the version. */
    boolean isEmpty() {
        return bytes.size() == 1;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    void skip(Bound to) {
        bound(to);
        number(SKIP);
    }

    void fingerprint(Bound to, Tally tally) {
        bound(to);
        number(FINGERPRINT);
        bytes.writeBytes(tally.fingerprint());
    }

    void ids(Bound to, List<Item> items) {
        bound(to);
        number(ID_LIST);
        number(items.size());
        items.forEach(item -> bytes.writeBytes(item.hash().bytes()));
    }

    private void bound(Bound bound) {
        if (bound.second() == Bound.END.second()) {
            number(0);
        } else {
            number(1 + bound.second() - lastSecond);
        }
        lastSecond = bound.second();
        number(bound.prefix().length);
        bytes.writeBytes(bound.prefix());
    }

    private void number(long number) {
        bytes.writeBytes(Varint.encode(number));
    }
}
