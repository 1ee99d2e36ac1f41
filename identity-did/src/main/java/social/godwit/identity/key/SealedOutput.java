package social.godwit.identity.key;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import social.godwit.identity.Randomness;

/** Encrypts what is written to it under a passphrase, in the form of {@link SealedStream}. Only closing it makes the file whole. */
public final class SealedOutput extends OutputStream {
    private final OutputStream out;
    private final SealedStream stream;
    private final byte[] chunk = new byte[SealedStream.CHUNK];
    private int filled;
    private long number;
    private boolean closed;

    /** Writes the header to {@code out}; takes some tenths of a second. */
    public SealedOutput(OutputStream out, char[] passphrase, Randomness randomness) throws IOException {
        this.out = out;
        this.stream = SealedStream.fresh(passphrase, randomness.bytes(SealedStream.SALT));
        out.write(stream.header());
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            // A full chunk waits until it is known not to be the last.
            if (filled == chunk.length) flushChunk(false);
            int count = Math.min(chunk.length - filled, offset + length - at);
            System.arraycopy(bytes, at, chunk, filled, count);
            filled += count;
            at += count;
        }
    }

    private void flushChunk(boolean last) throws IOException {
        byte[] frame = stream.frame(number, last, filled + SecretKey.TAG);
        out.write(frame);
        out.write(stream.encrypt(number, last, Arrays.copyOf(chunk, filled), frame));
        number++;
        filled = 0;
    }

    /** Writes the last chunk, and closes what is below. */
    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        flushChunk(true);
        Arrays.fill(chunk, (byte) 0);
        out.close();
    }
}
