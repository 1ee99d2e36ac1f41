package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;

class KeyFileTest {
    private static final char[] PASSPHRASE = "corréct horse".toCharArray();
    private static final SigningKey AUTHORITY = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey DEVICE = SigningKey.generate(new SeededRandomness(2));
    private static final KeyFile KEYS = KeyFile.empty()
            .with(KeyFile.AUTHORITY, AUTHORITY)
            .with(KeyFile.DEVICE, DEVICE)
            .withSecret("rsa:1", new byte[] {1, 2, 3});
    private static final byte[] FILE = KEYS.seal(PASSPHRASE, new SeededRandomness(3));

    @Test
    void opensWithThePassphrase() {
        assertThat(KeyFile.open(FILE, PASSPHRASE)).isInstanceOfSatisfying(KeyFileReading.Opened.class, opened -> {
            KeyFile keys = opened.keys();
            assertThat(keys.key("authority")).map(SigningKey::did).contains(AUTHORITY.did());
            assertThat(keys.key("device")).map(SigningKey::did).contains(DEVICE.did());
            assertThat(keys.key("recovery")).isEmpty();
            assertThat(keys.secret("rsa:1")).hasValue(new byte[] {1, 2, 3});
            assertThat(keys.keyNames()).containsExactlyInAnyOrder("authority", "device");
            assertThat(keys.secretNames()).containsExactly("rsa:1");
        });
    }

    @Test
    void decomposedPassphraseIsTheSame() {
        assertThat(KeyFile.open(FILE, "corre\u0301ct horse".toCharArray())).isInstanceOf(KeyFileReading.Opened.class);
    }

    @Test
    void refusesOtherPassphrasesAndAlteredFiles() {
        assertThat(KeyFile.open(FILE, "correct horse".toCharArray()))
                .isInstanceOf(KeyFileReading.WrongPassphrase.class);
        for (int at : new int[] {20, 40, 46, FILE.length - 1}) {
            byte[] altered = FILE.clone();
            altered[at] ^= 1;
            assertThat(KeyFile.open(altered, PASSPHRASE)).isInstanceOf(KeyFileReading.WrongPassphrase.class);
        }
    }

    @Test
    void refusesWhatIsNoKeyFileWithoutDerivingAKey() {
        assertThat(KeyFile.open(new byte[0], PASSPHRASE)).isInstanceOf(KeyFileReading.Malformed.class);
        assertThat(KeyFile.open(Arrays.copyOf(FILE, 61), PASSPHRASE)).isInstanceOf(KeyFileReading.Malformed.class);
        byte[] magic = FILE.clone();
        magic[0] ^= 1;
        assertThat(KeyFile.open(magic, PASSPHRASE)).isInstanceOf(KeyFileReading.Malformed.class);
        byte[] version = FILE.clone();
        version[8] = 2;
        assertThat(KeyFile.open(version, PASSPHRASE)).isInstanceOf(KeyFileReading.Malformed.class);
    }

    @Test
    void refusesCostsThatWouldBurnTheMachine() {
        int[][] costs = {
            {0, 3, 1}, {1 << 21, 3, 1}, {-1, 3, 1}, {65_536, 0, 1}, {65_536, 17, 1}, {65_536, 3, 0}, {64, 3, 17}
        };
        for (int[] cost : costs) {
            byte[] file = FILE.clone();
            ByteBuffer.wrap(file).position(9).putInt(cost[0]).putInt(cost[1]).put((byte) cost[2]);
            assertThat(KeyFile.open(file, PASSPHRASE)).isInstanceOf(KeyFileReading.Malformed.class);
        }
    }

    @Test
    void replacesAndRemovesByName() {
        KeyFile fewer = KEYS.without("device").without("rsa:1").with("authority", DEVICE);

        assertThat(fewer.keyNames()).containsExactly("authority");
        assertThat(fewer.key("authority")).map(SigningKey::did).contains(DEVICE.did());
        assertThat(KEYS.key("authority")).map(SigningKey::did).contains(AUTHORITY.did());
        assertThatThrownBy(() -> KEYS.with("../x", DEVICE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KEYS.withSecret("x", new byte[KeyFile.MAX_SECRET + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysNoSecretsInText() {
        assertThat(KEYS).hasToString("keys [authority, device], secrets [rsa:1]");
        assertThat(AUTHORITY).hasToString(AUTHORITY.did().toString());
    }
}
