package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.instance.client.home.KeyRing;

@DisplayName("What a server tells everybody")
class ServerNoticesTest {
    private static final String HELLO = "{\"id\":\"a\",\"kind\":\"announcement\",\"text\":\"Hello\"}";
    private static final String CLOSING =
            "{\"id\":\"closing\",\"kind\":\"closing\",\"text\":\"We close.\",\"newHome\":\"https://new.example\"}";

    @TempDir
    Path folder;

    private final StandInGateway gateway = new StandInGateway();
    private final KeyRing keys = TestKeys.ring();
    private Instant now = TestKeys.NOW;
    private int time;

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    @DisplayName("is said once when it is an announcement, and every day when the server closes")
    void onceAndDaily() {
        gateway.notices = "{\"notices\":[" + CLOSING + "," + HELLO + "]}";
        assertThat(due()).hasSize(2).first().asString().contains("We close.", "move run --to https://new.example");
        later(Duration.ofHours(7));
        assertThat(due()).isEmpty();
        later(Duration.ofHours(18));
        assertThat(due()).singleElement().asString().contains("We close.");
    }

    @Test
    @DisplayName("is asked for every six hours, not with every command")
    void seldom() {
        due();
        gateway.notices = "{\"notices\":[" + HELLO + "]}";
        later(Duration.ofHours(5));
        assertThat(due()).isEmpty();
        later(Duration.ofHours(2));
        assertThat(due()).hasSize(1);
    }

    @Test
    @DisplayName("is said again when it was taken back and is announced anew")
    void anew() {
        gateway.notices = "{\"notices\":[" + CLOSING + "]}";
        due();
        gateway.notices = "{\"notices\":[]}";
        later(Duration.ofHours(7));
        assertThat(due()).isEmpty();
        gateway.notices = "{\"notices\":[" + CLOSING + "]}";
        later(Duration.ofHours(7));
        assertThat(due()).hasSize(1);
    }

    @Test
    @DisplayName("is not said again because the server could not be asked in between")
    void unreachable() {
        gateway.notices = "{\"notices\":[" + HELLO + "]}";
        due();
        gateway.notices = null;
        later(Duration.ofHours(7));
        assertThat(due()).isEmpty();
        gateway.notices = "{\"notices\":[" + HELLO + "]}";
        later(Duration.ofHours(7));
        assertThat(due()).isEmpty();
    }

    @Test
    @DisplayName("is passed over when it is no notice, too long, or too much; a new home is an address or nothing")
    void hostile() {
        String tooLong = "{\"id\":\"b\",\"kind\":\"announcement\",\"text\":\"" + "x".repeat(2_001) + "\"}";
        String trick = CLOSING.replace("https://new.example", "https://new.example; rm -rf ~");
        gateway.notices = "{\"notices\":[7,{}," + tooLong + "," + trick + "]}";
        assertThat(due()).singleElement().asString().endsWith("move run --to https://SERVER");
        later(Duration.ofHours(7));
        gateway.notices = "{\"notices\":["
                + String.join(
                        ",",
                        java.util.stream.IntStream.range(0, 100)
                                .mapToObj(i -> HELLO.replace("\"a\"", "\"n" + i + "\""))
                                .toList())
                + "]}";
        assertThat(due()).hasSize(20);
        later(Duration.ofHours(7));
        gateway.notices = "no JSON";
        assertThat(due()).isEmpty();
    }

    private List<String> due() {
        try (Owner alice = gateway.alice(folder, keys, ++time, now)) {
            return ServerNotices.due(alice);
        }
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }
}
