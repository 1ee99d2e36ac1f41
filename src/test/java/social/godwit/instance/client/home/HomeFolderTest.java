package social.godwit.instance.client.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.TestKeys;

class HomeFolderTest {
    @TempDir
    Path folder;

    @Test
    void remembersItsState() {
        var state = ClientState.EMPTY
                .withAccount("alice", List.of("https://a.example"), Map.of("https://a.example", "did:key:zX"))
                .withLastMicros(1_763_794_800_000_000L)
                .remembering("follow:x", "y")
                .sending(
                        Map.of("public", new ChainHead(3, "zQm", 9)),
                        new WaitingBatch(
                                "waiting.ndjson",
                                Map.of("public", ChainHead.NONE),
                                List.of("ap://x"),
                                Map.of("a", "b"),
                                List.of("c"),
                                true));
        try (HomeFolder home = HomeFolder.open(folder)) {
            home.save(state);
        }
        try (HomeFolder home = HomeFolder.open(folder)) {
            assertThat(home.state()).isEqualTo(state);
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path own = folder.resolve("new/home");
        try (HomeFolder home = HomeFolder.open(own)) {
            home.saveKeys(new byte[] {1});
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve("keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void letsOneCommandInAtATime() {
        try (HomeFolder first = HomeFolder.open(folder)) {
            assertThat(first.path()).isEqualTo(folder);
            assertThatThrownBy(() -> HomeFolder.open(folder))
                    .isInstanceOf(ClientProblem.class)
                    .hasMessageContaining("Another command");
        }
        HomeFolder.open(folder).close();
    }

    @Test
    void refusesADamagedStateAndDoesNotBeginAnew() throws IOException {
        try (HomeFolder home = HomeFolder.open(folder)) {
            home.save(ClientState.EMPTY.withLastMicros(1));
        }
        byte[] whole = Files.readAllBytes(folder.resolve("state.json"));
        for (byte[] damaged : List.of(new byte[0], "{}".getBytes(), java.util.Arrays.copyOf(whole, whole.length / 2))) {
            Files.write(folder.resolve("state.json"), damaged);
            assertThatThrownBy(() -> HomeFolder.open(folder))
                    .isInstanceOf(ClientProblem.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void leftoverOfACrashWhileWritingDoesNoHarm() throws IOException {
        Files.writeString(folder.resolve("state.json.new"), "half a st");
        try (HomeFolder home = HomeFolder.open(folder)) {
            assertThat(home.state()).isEqualTo(ClientState.EMPTY);
            home.save(ClientState.EMPTY.withLastMicros(5));
        }
        try (HomeFolder home = HomeFolder.open(folder)) {
            assertThat(home.state().lastMicros()).isEqualTo(5);
        }
    }

    @Test
    void keysOpenWithTheirPassphraseOnly() {
        KeyRing keys = TestKeys.ring();
        byte[] sealed = keys.sealed("correct horse".toCharArray(), TestKeys.counting(3));
        assertThat(KeyRing.open(sealed, "correct horse".toCharArray()).did()).isEqualTo(keys.did());
        assertThatThrownBy(() -> KeyRing.open(sealed, "wrong horse".toCharArray()))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("passphrase");
    }

    @Test
    void aCopyForAnotherDeviceHoldsNeitherThisDevicesKeyNorTheRecoveryKey() {
        KeyRing keys = TestKeys.ring();
        char[] passphrase = "correct horse".toCharArray();
        KeyRing copy = KeyRing.imported(
                keys.exportSealed(passphrase, TestKeys.counting(3)), passphrase, TestKeys.counting(200));
        assertThat(copy.did()).isEqualTo(keys.did());
        assertThat(copy.genesis()).isEqualTo(keys.genesis());
        assertThat(copy.device().did()).isNotEqualTo(keys.device().did());
        assertThat(copy.recovery()).isEmpty();
        assertThatThrownBy(() -> KeyRing.imported(
                        keys.recoverySealed(passphrase, TestKeys.counting(3)), passphrase, TestKeys.counting(1)))
                .isInstanceOf(ClientProblem.class);
    }
}
