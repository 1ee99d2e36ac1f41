package social.godwit.identity.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.key.RsaKeyPair;

class MultikeyTest {
    private static final String ED25519 = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
    private static final String RSA =
            "z4MXj1wBzi9jUstyPMS4jQqB6KdJaiatPkAtVtGc6bQEQEEsKTic4G7Rou3iBf9vPmT5dbkm9qsZsuVNjq8HCuW1w24nhBFGkRE4cd2Uf2tfrB3N7h4mnyPp1BF3ZttHTYv3DLUPi1zMdkULiow3M1GfXkoC6DoxDUm1jmN6GBj22SjVsr6dxezRVQc7aj9TxE7JLbMH1wh5X3kA58H3DFW8rnYMakFGbca5CB2Jf6CnGQZmL7o5uJAdTwXfy2iiiyPxXEGerMhHwhjTA1mKYobyk2CpeEcmvynADfNZ5MBvcCS7m3XkFCMNUYBS9NQ3fze6vMSUPsNa6GVYmKx2x6JrdEjCk3qRMMmyjnjCMfR4pXbRMZa3i";

    /** FEP-521a feature file. */
    @Test
    void readsAndWritesTheEd25519KeyOfFep521a() {
        byte[] bytes = HexFormat.of().parseHex("2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6");

        assertThat(Multikey.parse(ED25519)).contains(Ed25519PublicKey.of(bytes));
        assertThat(Ed25519PublicKey.of(bytes).multibase()).isEqualTo(ED25519);
    }

    /** FEP-521a feature file. */
    @Test
    void readsAndWritesTheRsaKeyOfFep521a() {
        RsaPublicKey key = (RsaPublicKey) Multikey.parse(RSA).orElseThrow();

        assertThat(key.bits()).isEqualTo(2048);
        assertThat(key.multibase()).isEqualTo(RSA);
        assertThat(RsaPublicKey.fromPem(key.pem())).contains(key);
        assertThat(RsaPublicKey.of(key.jca())).contains(key);
    }

    @Test
    @DisplayName("P1: other multicodecs, lengths and spellings are no keys")
    void refusesOtherKeys() {
        byte[] good = Multibase.decode(ED25519).orElseThrow();
        byte[] otherCodec = good.clone();
        otherCodec[0] = (byte) 0xEC; // X25519
        byte[] longVarint = new byte[good.length + 1];
        longVarint[0] = (byte) 0xED;
        longVarint[1] = (byte) 0x81;
        System.arraycopy(good, 2, longVarint, 3, 32);
        byte[] tooLong = java.util.Arrays.copyOf(good, good.length + 1);
        byte[] tooShort = java.util.Arrays.copyOf(good, good.length - 1);

        for (byte[] bad : new byte[][] {otherCodec, longVarint, tooLong, tooShort, new byte[0]}) {
            assertThat(Multikey.parse(Multibase.encode(bad))).isEmpty();
        }
        assertThat(Multikey.parse("u" + ED25519.substring(1))).isEmpty();
        assertThat(Ed25519PublicKey.parse(RSA)).isEmpty();
        assertThat(Ed25519PublicKey.parse("z1" + ED25519.substring(1))).isEmpty();
        assertThatThrownBy(() -> Ed25519PublicKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n!!!\n-----END PUBLIC KEY-----",
                // An Ed25519 key of RFC 8410.
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
                // RSA of 512 bits.
                "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8QuKUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==\n-----END PUBLIC KEY-----"
            })
    void refusesPemThatIsNoUsableRsaKey(String pem) {
        assertThat(RsaPublicKey.fromPem(pem)).isEmpty();
    }

    @Test
    void keyPairsGoThroughPemAndPkcs8() {
        RsaKeyPair pair = RsaKeyPair.generate(new SeededRandomness(1));

        assertThat(RsaKeyPair.fromPem(pair.pem())).contains(pair);
        assertThat(RsaKeyPair.fromPem("-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"))
                .isEmpty();
        assertThat(RsaKeyPair.fromPkcs8(pair.pkcs8())).contains(pair);
        assertThat(RsaPublicKey.fromPem(pair.publicKey().pem())).contains(pair.publicKey());
        assertThat(pair.publicKey().fragment()).matches("rsa-[1-9A-Za-z]{16}");
        assertThat(pair.publicKey().multibase()).startsWith("z4MX");
        assertThat(RsaKeyPair.fromPkcs8(new byte[10])).isEmpty();
        assertThat(RsaKeyPair.fromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .isEmpty();
        assertThat(pair.toString()).isEqualTo(pair.publicKey().multibase());
    }

    @Test
    void sameRandomnessMakesTheSameRsaKey() {
        assertThat(RsaKeyPair.generate(new SeededRandomness(7)))
                .isEqualTo(RsaKeyPair.generate(new SeededRandomness(7)));
    }
}
