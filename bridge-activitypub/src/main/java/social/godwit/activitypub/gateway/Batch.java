package social.godwit.activitypub.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The documents of one request body, each with its bytes exactly as they came: those bytes are kept, served and delivered.
 * Either the body is one document, or it is a batch of {@code application/x-ndjson}, one document a line.
 */
public final class Batch {
    /** The most documents of one batch. */
    public static final int DOCUMENTS_MAX = 500;

    /** The longest body, in bytes. */
    public static final int BYTES_MAX = 4 << 20;

    private Batch() {}

    /** Cuts a batch at its line ends; empty lines and carriage returns before a line end are passed over. */
    public static List<byte[]> lines(byte[] body) {
        List<byte[]> documents = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int last = end > start && body[end - 1] == '\r' ? end - 1 : end;
            if (last > start) {
                documents.add(Arrays.copyOfRange(body, start, last));
            }
            start = end + 1;
        }
        return documents;
    }
}
