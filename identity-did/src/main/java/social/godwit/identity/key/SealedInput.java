package social.godwit.identity.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import social.godwit.identity.key.SealedFault.Kind;

/**
 * Decrypts a file that {@link SealedOutput} wrote. Every byte that it gives out is proven; a {@link SealedFault} says what is
 * wrong with the rest. The end is reported only when the last chunk was there and nothing follows it.
 */
public final class SealedInput extends InputStream {
    private final InputStream in;
    private final SealedStream stream;
    private byte[] plain = new byte[0];
    private int at;
    private long number;
    private boolean ended;

    /** Reads the header; takes some tenths of a second. */
    public SealedInput(InputStream in, char[] passphrase) throws IOException {
        this.in = in;
        this.stream = SealedStream.of(in.readNBytes(SealedStream.HEADER), passphrase);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (at == plain.length) {
            if (ended) return -1;
            next();
        }
        int count = Math.min(length, plain.length - at);
        System.arraycopy(plain, at, target, offset, count);
        at += count;
        return count;
    }

    private void next() throws IOException {
        byte[] frame = exactly(SealedStream.FRAME);
        ByteBuffer fields = ByteBuffer.wrap(frame);
        byte[] mark = new byte[4];
        fields.get(mark);
        long claimed = fields.getLong();
        byte last = fields.get();
        int length = fields.getInt();
        if (!Arrays.equals(mark, stream.mark())) throw new SealedFault(Kind.FOREIGN);
        if (last < 0 || last > 1 || length < SecretKey.TAG || length > SealedStream.CHUNK + SecretKey.TAG)
            throw new SealedFault(Kind.ALTERED);
        byte[] decrypted = stream.decrypt(claimed, last == 1, exactly(length), frame)
                .orElseThrow(() -> new SealedFault(Kind.ALTERED));
        if (claimed != number) throw new SealedFault(Kind.REORDERED);
        if (last == 1 && in.read() >= 0) throw new SealedFault(Kind.TRAILING);
        plain = decrypted;
        at = 0;
        number++;
        ended = last == 1;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) throw new SealedFault(Kind.TRUNCATED);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        Arrays.fill(plain, (byte) 0);
        in.close();
    }
}
