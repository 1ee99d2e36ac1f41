package social.godwit.activitypub.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomTest {
    private final Room room = new Room(100, 60);

    @Test
    void leavesRoomForOthers() {
        assertThat(room.take("one", 60)).isTrue();
        assertThat(room.take("one", 1)).isFalse();
        assertThat(room.take("two", 40)).isTrue();
        assertThat(room.take("two", 1)).isFalse();
        room.release("one", 60);
        assertThat(room.take("two", 20)).isTrue();
        assertThat(room.take("two", 1)).isFalse();
        assertThat(room.take("three", 40)).isTrue();
    }

    @Test
    void takesBackWhatNobodyTook() {
        room.release("nobody", 0);
        assertThat(room.take("one", 60)).isTrue();
        assertThat(room.take("two", 40)).isTrue();
        assertThat(room.take("three", 1)).isFalse();
    }
}
