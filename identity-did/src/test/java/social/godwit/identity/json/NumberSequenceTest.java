package social.godwit.identity.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import social.godwit.identity.Vectors;
import social.godwit.identity.encoding.Sha256;

/**
 * The million numbers that the authors of RFC 8785 publish as an algorithm with checkpoints (cyberphone/json-canonicalization,
 * {@code testdata/README.md}): edge cases, the smallest normal numbers, then a chain of SHA-256.
 */
class NumberSequenceTest {
    private static final Map<Integer, String> CHECKPOINTS = Map.of(
            1_000, "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
            10_000, "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
            100_000, "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
            1_000_000, "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16");

    private final long[] edgeCases = Vectors.text("jcs/es6-static-numbers.txt")
            .lines()
            .mapToLong(line -> Long.parseUnsignedLong(line, 16))
            .toArray();
    private byte[] block = new byte[32];
    private ByteBuffer left = ByteBuffer.allocate(0);

    @Test
    void writesAMillionNumbersAsEcmaScriptDoes() throws CloneNotSupportedException {
        MessageDigest digest = Sha256.digest();
        for (int line = 1; line <= 1_000_000; line++) {
            long bits = next(line - 1);
            String text = Long.toHexString(bits) + "," + EcmaScriptNumber.text(Double.longBitsToDouble(bits)) + "\n";
            digest.update(text.getBytes(StandardCharsets.US_ASCII));
            if (CHECKPOINTS.containsKey(line)) {
                byte[] soFar = ((MessageDigest) digest.clone()).digest();
                assertThat(HexFormat.of().formatHex(soFar)).as("%d lines", line).isEqualTo(CHECKPOINTS.get(line));
            }
        }
    }

    private long next(int index) {
        if (index < edgeCases.length) {
            return edgeCases[index];
        }
        if (index < edgeCases.length + 2_000) {
            return 0x0010_0000_0000_0000L + index - edgeCases.length;
        }
        while (true) {
            if (!left.hasRemaining()) {
                block = Sha256.of(block).bytes();
                left = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            }
            long bits = left.getLong();
            double value = Double.longBitsToDouble(bits);
            if (value != 0 && Double.isFinite(value)) {
                return bits;
            }
        }
    }
}
