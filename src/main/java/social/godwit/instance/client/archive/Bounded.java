package social.godwit.instance.client.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import social.godwit.instance.client.ClientProblem;

/** A stream that ends with a problem where it becomes longer than it may be. */
final class Bounded extends FilterInputStream {
    private final String name;
    private final long max;
    private long left;

    Bounded(InputStream in, String name, long max) {
        super(in);
        this.name = name;
        this.max = max;
        this.left = max;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0) count(1);
        return one;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = in.read(to, offset, (int) Math.min(length, left + 1));
        if (read > 0) count(read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left + 1));
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) throw new ClientProblem(name + " in the archive is larger than " + (max >> 20) + " MB.");
    }
}
