package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.backup.BackupReminder;
import social.godwit.instance.client.home.KeyRing;

@DisplayName("That a drill was passed")
class BackupReminderTest {
    @TempDir
    Path folder;

    private final StandInGateway gateway = new StandInGateway();
    private final KeyRing keys = TestKeys.ring();
    private final List<String> told = new ArrayList<>();
    private Instant now = TestKeys.NOW;
    private int time;

    BackupReminderTest() {
        gateway.views = path -> {
            if (path.endsWith("/backup")) told.add(path);
            return path.endsWith("/backup") ? Optional.of(JsonObject.empty()) : Optional.empty();
        };
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void command(boolean drill) {
        gateway.now = now;
        try (Owner alice = gateway.alice(folder, keys, ++time, now)) {
            if (drill) BackupReminder.pass(alice.home(), now);
            BackupReminder.tell(alice);
        }
    }

    @Test
    @DisplayName("is told to each server once")
    void once() {
        command(false);
        assertThat(told).as("there is nothing to tell").isEmpty();
        command(true);
        int first = told.size();
        assertThat(first).isPositive();
        command(false);
        assertThat(told).hasSize(first);
        now = now.plus(Duration.ofDays(1));
        command(true);
        assertThat(told).hasSize(2 * first);
    }

    @Test
    @DisplayName("is told later to a server that was away, and not with every command")
    void later() {
        gateway.views = path -> {
            told.add(path);
            throw new IllegalStateException("away");
        };
        command(true);
        int tries = told.size();
        assertThat(tries).isPositive();
        command(false);
        assertThat(told).hasSize(tries);
        now = now.plus(Duration.ofMinutes(61));
        command(false);
        assertThat(told.size()).isGreaterThan(tries);
    }
}
