package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.Sha256;

class RoomTest {
    private static final Sha256 A = Sha256.of(new byte[] {1});
    private static final Sha256 B = Sha256.of(new byte[] {2});
    private static final Sha256 C = Sha256.of(new byte[] {3});

    @Test
    @DisplayName("keeps the order, fills each part, and gives what is too long one of its own")
    void parts() {
        Map<Sha256, Integer> sizes = Map.of(A, 400, B, 500, C, 5_000);
        assertThat(Room.parts(List.of(A, B, C), sizes, 1_000)).containsExactly(List.of(A, B), List.of(C));
        assertThat(Room.parts(List.of(C, A, B), sizes, 910)).containsExactly(List.of(C), List.of(A, B));
        assertThat(Room.parts(List.of(A, B), sizes, 909)).containsExactly(List.of(A), List.of(B));
        assertThat(Room.parts(List.of(), sizes, 1_000)).isEmpty();
    }

    @Test
    @DisplayName("what is not here has a frame, too")
    void notHere() {
        assertThat(Room.parts(List.of(A, B, C), Map.of(), 150)).containsExactly(List.of(A, B), List.of(C));
    }
}
