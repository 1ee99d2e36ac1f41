package social.godwit.store.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * A place in the stream: how far each of its partitions was read.
 *
 * @param numbers of the last event that was read, {@value #PARTITIONS} of them; 0 before the first
 */
public record StreamCursor(List<Long> numbers) {
    /** Accounts are spread over so many partitions, each with an order of its own. */
    public static final int PARTITIONS = 16;

    /** Before everything. */
    public static final StreamCursor START = new StreamCursor(java.util.Collections.nCopies(PARTITIONS, 0L));

    private static final int RADIX = 36;

    /** Checks the number of partitions. */
    public StreamCursor {
        numbers = List.copyOf(numbers);
        if (numbers.size() != PARTITIONS || numbers.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("not a cursor: " + numbers);
        }
    }

    /** The partition of an account: the low four bits of the first byte of its DID's SHA-256. */
    public static int partition(Did account) {
        return Sha256.of(account.toString().getBytes(StandardCharsets.US_ASCII)).bytes()[0] & (PARTITIONS - 1);
    }

    /** The place after that event. */
    StreamCursor with(int partition, long number) {
        List<Long> moved = new ArrayList<>(numbers);
        moved.set(partition, number);
        return new StreamCursor(moved);
    }

    /** Whether nothing before {@code other} is unread. */
    public boolean reaches(StreamCursor other) {
        for (int i = 0; i < PARTITIONS; i++) {
            if (numbers.get(i) < other.numbers.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reads {@link #toString}. */
    public static Optional<StreamCursor> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTITIONS) {
            return Optional.empty();
        }
        List<Long> numbers = new ArrayList<>();
        for (String part : parts) {
            if (!part.matches("0|[1-9a-z][0-9a-z]{0,10}")) {
                return Optional.empty();
            }
            numbers.add(Long.parseLong(part, RADIX));
        }
        return Optional.of(new StreamCursor(numbers));
    }

    /** The numbers in base 36, with dots between. */
    @Override
    public String toString() {
        return numbers.stream().map(number -> Long.toString(number, RADIX)).collect(Collectors.joining("."));
    }
}
