package social.godwit.instance.client.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import social.godwit.identity.key.SealedFault;
import social.godwit.identity.key.SealedInput;
import social.godwit.instance.client.ClientProblem;

/** The readers of a backup: whatever bytes come, they end in a record or in words. */
class BackupFuzzTest {
    /** What is inside, as only somebody with the passphrase could write it. */
    @FuzzTest(maxDuration = "60s")
    void records(byte[] data) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(data));
        try {
            while (in.available() > 0) assertThat(BackupItem.read(in)).isNotNull();
        } catch (ClientProblem refused) {
            assertThat(refused.what()).isNotEmpty();
        }
    }

    /** What lies in the file, as anybody can write it. */
    @FuzzTest(maxDuration = "60s")
    void files(byte[] data) throws IOException {
        // A header that asks for much work is a try of its own; the fuzzer is not to spend its time on it.
        if (data.length > 18 && data[0] == 'G' && data[7] == 'K') data[9] = 0x7f;
        try (var in = new SealedInput(new ByteArrayInputStream(data), new char[] {'x'})) {
            assertThat(in.readAllBytes()).isNotNull();
        } catch (SealedFault refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
