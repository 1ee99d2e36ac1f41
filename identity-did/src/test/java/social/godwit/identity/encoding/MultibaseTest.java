package social.godwit.identity.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Vectors;

class MultibaseTest {
    private static final Pattern ROW = Pattern.compile("(\\S+( \\S+)*?), \"(.*)\"");

    /** Every row of the multibase project's tables: encoding, plain text, encoded text. */
    static Stream<Arguments> rows() {
        return Stream.of("basic", "leading_zero", "two_leading_zeros", "case_insensitivity")
                .flatMap(file -> {
                    String[] lines = Vectors.text("multibase/" + file + ".csv").split("\r?\n");
                    String plain = match(lines[0]).group(3).replace("\\x00", "\0");
                    return Stream.of(lines)
                            .skip(1)
                            .map(MultibaseTest::match)
                            .map(row -> Arguments.of(row.group(1), plain, row.group(3)));
                });
    }

    private static Matcher match(String line) {
        Matcher row = ROW.matcher(line.strip());
        assertThat(row.matches()).as(line).isTrue();
        return row;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsBase58btcAndRefusesEveryOtherEncoding(String encoding, String plain, String encoded) {
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        if (encoding.equals("base58btc")) {
            assertThat(Multibase.decode(encoded)).hasValue(bytes);
            assertThat(Multibase.encode(bytes)).isEqualTo(encoded);
        } else {
            assertThat(Multibase.decode(encoded)).isEmpty();
        }
    }

    /** Vectors of draft-msporny-base58 and Bitcoin's base58_encode_decode.json. */
    @ParameterizedTest
    @CsvSource({
        "61, 2g",
        "626262, a3gV",
        "73696d706c792061206c6f6e6720737472696e67, 2cFupjhnEsSn59qHXstmK2ffpLv2",
        "00eb15231dfceb60925886b67d065299925915aeb172c06647, 1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
        "516b6fcd0f, ABnLTmg",
        "572e4794, 3EFU7m",
        "10c8511e, Rt5zm",
        "00000000000000000000, 1111111111",
        "0000287fb4cd, 11233QC4"
    })
    void knowsBase58(String hex, String text) {
        assertThat(Base58.encode(HexFormat.of().parseHex(hex))).isEqualTo(text);
        assertThat(Base58.decode(text)).hasValue(HexFormat.of().parseHex(hex));
    }

    @Test
    void encodesNothing() {
        assertThat(Multibase.encode(new byte[0])).isEqualTo("z");
        assertThat(Multibase.decode("z")).hasValue(new byte[0]);
        assertThat(Multibase.decode("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"z0", "zO", "zI", "zl", "z a", "z2g ", "z2\u00fcg", "z2\u0131", "Z2g", "z+"})
    void refusesOtherCharacters(String text) {
        assertThat(Multibase.decode(text)).isEmpty();
    }

    @Test
    void refusesWhatWouldTakeTooLong() {
        assertThat(Base58.decode("2".repeat(Base58.MAX_CHARACTERS + 1))).isEmpty();
        assertThat(Base58.decode("2".repeat(Base58.MAX_CHARACTERS))).isPresent();
    }

    @Property(tries = 500)
    void everyByteStringHasOneSpelling(@ForAll byte[] bytes) {
        assertThat(Multibase.decode(Multibase.encode(bytes))).hasValue(bytes);
    }
}
