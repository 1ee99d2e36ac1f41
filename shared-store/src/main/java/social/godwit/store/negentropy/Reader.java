package social.godwit.store.negentropy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;

/** A message that is being read, a range at a time; nothing is taken in that the message's own bytes do not back. */
final class Reader {
    private final byte[] bytes;
    private int at = 1;
    private Bound last = Bound.START;
    private boolean ended;
    private int ranges;

    /** Past the version. */
    Reader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A range that the other side sent, up to a bound. */
    sealed interface Received {
        /** Where it ends. */
        Bound to();
    }

    /** The sender does not want to talk about it. */
    record Skipped(Bound to) implements Received {}

    /** The sender's items have this fingerprint. */
    @SuppressWarnings("ArrayRecordComponent")
    record Fingerprint(Bound to, byte[] fingerprint) implements Received {}

    /** The sender's items are these, {@code count} times 32 bytes from there on. */
    record Ids(Bound to, int count, int at) implements Received {}

    /** The message breaks the protocol. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        final Fault fault;

        Malformed(Fault fault) {
            super(fault.toString(), null, false, false);
            this.fault = fault;
        }
    }

    /** The next range, skipped ones that follow each other as one. */
    Optional<Received> next() throws Malformed {
        Optional<Received> range = one();
        while (range.isPresent() && range.get() instanceof Skipped && at < bytes.length && isSkip()) {
            range = one();
        }
        return range;
    }

    private boolean isSkip() throws Malformed {
        int here = at;
        Bound before = last;
        boolean endedBefore = ended;
        bound();
        boolean skip = number() == Writer.SKIP;
        at = here;
        last = before;
        ended = endedBefore;
        return skip;
    }

    private Optional<Received> one() throws Malformed {
        if (at == bytes.length) {
            return Optional.empty();
        }
        if (++ranges > Negentropy.MAX_RANGES) {
            throw new Malformed(Fault.RANGES);
        }
        Bound to = bound();
        long mode = number();
        if (mode == Writer.SKIP) {
            return Optional.of(new Skipped(to));
        }
        if (mode == Writer.FINGERPRINT) {
            return Optional.of(new Fingerprint(to, take(Tally.FINGERPRINT)));
        }
        if (mode == Writer.ID_LIST) {
            long count = number();
            if (count > (bytes.length - at) / Sha256.LENGTH) {
                throw new Malformed(Fault.TRUNCATED);
            }
            int from = at;
            at += (int) count * Sha256.LENGTH;
            return Optional.of(new Ids(to, (int) count, from));
        }
        throw new Malformed(Fault.MODE);
    }

    /** The ids of a list. */
    Set<Sha256> ids(Ids list) {
        Set<Sha256> ids = HashSet.newHashSet(list.count());
        for (int i = 0; i < list.count(); i++) {
            int from = list.at() + i * Sha256.LENGTH;
            ids.add(Sha256.ofHash(Arrays.copyOfRange(bytes, from, from + Sha256.LENGTH)));
        }
        return ids;
    }

    private Bound bound() throws Malformed {
        long offset = number();
        long length = number();
        if (length > Sha256.LENGTH) {
            throw new Malformed(Fault.BOUND);
        }
        byte[] prefix = take((int) length);
        if (offset == 0) {
            if (length > 0) {
                throw new Malformed(Fault.BOUND);
            }
            ended = true;
            last = Bound.END;
            return last;
        }
        long second = last.second() + offset - 1;
        if (ended || second < last.second() || second == Bound.END.second()) {
            throw new Malformed(ended ? Fault.ORDER : Fault.NUMBER);
        }
        Bound bound = new Bound(second, prefix);
        if (bound.compareTo(last) < 0) {
            throw new Malformed(Fault.ORDER);
        }
        last = bound;
        return bound;
    }

    private byte[] take(int length) throws Malformed {
        if (length > bytes.length - at) {
            throw new Malformed(Fault.TRUNCATED);
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private long number() throws Malformed {
        long number = 0;
        for (int digits = 1; at < bytes.length; digits++) {
            int digit = bytes[at++];
            if (digits > Varint.LONGEST || (digits == 1 && digit == (byte) 0x80)) {
                throw new Malformed(Fault.NUMBER);
            }
            number = (number << 7) | (digit & 0x7F);
            if (digit >= 0) {
                return number;
            }
        }
        throw new Malformed(Fault.TRUNCATED);
    }
}
