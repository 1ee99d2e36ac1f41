package social.godwit.identity.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    private static final String HELLO = "zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4";

    /** The check value of FEP-ef61 implementations: "hello world". */
    @Test
    void spellsHashesAsMultihashAndHashlink() {
        Sha256 hash = Sha256.of("hello world".getBytes(StandardCharsets.UTF_8));

        assertThat(hash.multibase()).isEqualTo(HELLO);
        assertThat(hash.hashlink()).isEqualTo("hl:" + HELLO);
        assertThat(hash.hex()).isEqualTo("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9");
        assertThat(Sha256.parseMultibase(HELLO)).contains(hash);
        assertThat(Sha256.parseHashlink("hl:" + HELLO)).contains(hash);
        assertThat(Sha256.parseHex(hash.hex())).contains(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "z",
                "zQm",
                "QmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4",
                "zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L",
                "zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L44",
                "z1QmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4",
                "hl:zQmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4"
            })
    void refusesOtherMultihashes(String text) {
        assertThat(Sha256.parseMultibase(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hl:", "HL:" + HELLO, HELLO, "hl:" + HELLO + ":zxyz", "hl:" + HELLO + "?"})
    void refusesOtherHashlinks(String text) {
        assertThat(Sha256.parseHashlink(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "b9", "B94D27B9934D3E08A52E52D7DA7DABFAC484EFE37A5380EE9088F7ACE2EFCDE9"})
    void refusesOtherHex(String text) {
        assertThat(Sha256.parseHex(text)).isEmpty();
    }

    @Test
    void ordersUnsigned() {
        byte[] high = new byte[32];
        high[0] = (byte) 0x80;
        byte[] low = new byte[32];
        low[0] = 0x7F;

        assertThat(Sha256.ofHash(low)).isLessThan(Sha256.ofHash(high));
    }
}
