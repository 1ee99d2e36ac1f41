package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.testing.TestAccount;

class FrameTest {
    private static final Did ACCOUNT = new TestAccount(1).did();
    private static final Sha256 HASH = Sha256.of(new byte[] {1});

    private static final List<Frame> ALL = List.of(
            new Frame.Document(new byte[] {1, 2, 3}),
            new Frame.GatewayRecord(new byte[0]),
            new Frame.Gone(HASH, 2, -5, ItemClass.FOLLOWERS),
            new Frame.Absent(HASH),
            new Frame.Items(ACCOUNT, ItemClass.RECORDS, new byte[] {0x61, 0}),
            new Frame.Offer(ACCOUNT, HASH));

    @Test
    void readsWhatItWrote() {
        byte[] body = Frame.write(ALL);
        List<Frame> read = Frame.read(body).orElseThrow();
        assertThat(Frame.write(read)).isEqualTo(body);
        assertThat(read).extracting(Frame::kind).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.get(2)).isEqualTo(ALL.get(2));
        assertThat(ALL.stream().mapToInt(Frame::size).sum()).isEqualTo(body.length);
    }

    @Test
    void refusesEveryBodyThatIsCutOff() {
        byte[] body = Frame.write(ALL);
        List<Integer> whole = new ArrayList<>();
        for (int length = 0; length < body.length; length++) {
            if (Frame.read(Arrays.copyOf(body, length)).isPresent()) {
                whole.add(length);
            }
        }
        assertThat(whole).hasSize(ALL.size());
    }

    @Test
    void refusesUnknownKindsLongFramesAndTooMany() {
        assertThat(Frame.read(new byte[] {7, 0, 0, 0, 0})).isEmpty();
        assertThat(Frame.read(new byte[] {1, 0, 0x20, 0, 0})).isEmpty();
        assertThat(Frame.read(new byte[] {1, -1, -1, -1, -1})).isEmpty();
        assertThat(Frame.read(new byte[Frame.HEADER * (Frame.MAX_FRAMES + 1)])).isEmpty();
        assertThat(Frame.read(Frame.write(
                        new ArrayList<>(java.util.Collections.nCopies(Frame.MAX_FRAMES + 1, new Frame.Absent(HASH))))))
                .isEmpty();
        assertThat(Frame.read(new byte[PeerRequest.MAX_BODY + 1])).isEmpty();
    }

    @Test
    void neverFailsOnAnyBytes() {
        var random = new Random(7);
        byte[] body = Frame.write(ALL);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = body.clone();
            for (int n = 0; n < 3; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Frame.read(changed)
                    .ifPresent(frames -> assertThat(Frame.write(frames)).isEqualTo(changed));
        }
    }
}
