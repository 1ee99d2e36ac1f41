package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.key.SealedFault.Kind;

@DisplayName("A long file under a passphrase")
class SealedStreamTest {
    private static final char[] WORDS = "five words are quite enough".toCharArray();
    private static final int CHUNK = SealedStream.CHUNK;
    private static final int FULL = SealedStream.FRAME + CHUNK + SecretKey.TAG;

    private static byte[] sealed(int length, long seed) {
        var file = new ByteArrayOutputStream();
        try (var out = new SealedOutput(file, WORDS, new SeededRandomness(seed))) {
            out.write(plain(length));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file.toByteArray();
    }

    private static byte[] plain(int length) {
        return new SeededRandomness(length).bytes(length);
    }

    private static byte[] opened(byte[] file) throws IOException {
        try (var in = new SealedInput(new ByteArrayInputStream(file), WORDS)) {
            return in.readAllBytes();
        }
    }

    private static Kind fault(byte[] file) {
        SealedFault fault = catchThrowableOfType(SealedFault.class, () -> opened(file));
        assertThat(fault).as("a broken file was taken").isNotNull();
        return fault.kind();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK})
    void comesBack(int length) throws IOException {
        assertThat(opened(sealed(length, 1))).isEqualTo(plain(length));
    }

    @Test
    @DisplayName("a wrong passphrase, another kind of file and another version are told apart")
    void header() {
        byte[] file = sealed(10, 1);
        assertThat(catchThrowableOfType(
                                SealedFault.class,
                                () -> new SealedInput(new ByteArrayInputStream(file), "guess".toCharArray()))
                        .kind())
                .isEqualTo(Kind.WRONG_PASSPHRASE);
        assertThat(fault(new byte[0])).isEqualTo(Kind.NOT_A_BACKUP);
        assertThat(fault(Arrays.copyOf(file, 30))).isEqualTo(Kind.NOT_A_BACKUP);
        byte[] newer = file.clone();
        newer[8] = 2;
        assertThat(fault(newer)).isEqualTo(Kind.OTHER_VERSION);
        byte[] costly = file.clone();
        costly[9] = 0x7f;
        assertThat(fault(costly)).as("a cost that would only burn memory").isEqualTo(Kind.ALTERED);
    }

    @Test
    @DisplayName("cut off anywhere, at a chunk's end too")
    void truncated() {
        byte[] file = sealed(2 * CHUNK + 100, 1);
        for (int end : new int[] {
            SealedStream.HEADER,
            SealedStream.HEADER + 5,
            SealedStream.HEADER + FULL,
            SealedStream.HEADER + FULL + 20,
            SealedStream.HEADER + 2 * FULL,
            file.length - 1
        }) assertThat(fault(Arrays.copyOf(file, end))).as("cut at %d", end).isEqualTo(Kind.TRUNCATED);
    }

    @Test
    @DisplayName("pieces left out, repeated, exchanged, or taken from another file under the same passphrase")
    void rearranged() {
        byte[] file = sealed(3 * CHUNK, 1);
        byte[] other = sealed(3 * CHUNK, 2);
        assertThat(fault(with(file, 0, 2))).isEqualTo(Kind.REORDERED);
        assertThat(fault(with(file, 0, 0, 1, 2))).isEqualTo(Kind.REORDERED);
        assertThat(fault(with(file, 1, 0, 2))).isEqualTo(Kind.REORDERED);
        byte[] mixed = file.clone();
        System.arraycopy(other, SealedStream.HEADER + FULL, mixed, SealedStream.HEADER + FULL, FULL);
        assertThat(fault(mixed)).isEqualTo(Kind.FOREIGN);
        System.arraycopy(file, SealedStream.HEADER + FULL, mixed, SealedStream.HEADER + FULL, 4);
        assertThat(fault(mixed)).as("under this file's mark").isEqualTo(Kind.ALTERED);
        assertThat(fault(Arrays.copyOf(file, file.length + 1))).isEqualTo(Kind.TRAILING);
    }

    /** The file with these of its full chunks, in this order. */
    private static byte[] with(byte[] file, int... chunks) {
        var out = new ByteArrayOutputStream();
        out.write(file, 0, SealedStream.HEADER);
        for (int chunk : chunks) out.write(file, SealedStream.HEADER + chunk * FULL, FULL);
        return out.toByteArray();
    }

    @Test
    @DisplayName("every byte counts: whichever is changed, nothing but the true bytes before it comes out")
    void altered() {
        byte[] file = sealed(CHUNK + 40, 1);
        Random random = new Random(5);
        for (int i = 0; i < SealedStream.FRAME + 8; i++) {
            int position = SealedStream.HEADER
                    + (i < SealedStream.FRAME ? i : random.nextInt(file.length - SealedStream.HEADER));
            byte[] altered = file.clone();
            altered[position] ^= (byte) (1 << random.nextInt(8));
            assertThat(fault(altered)).as("byte %d", position).isNotNull();
        }
    }
}
