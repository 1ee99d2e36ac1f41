package social.godwit.activitypub.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What strangers can bring about that an owner is told")
class HibernateNotificationStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Did ANN = SigningKey.generate(byte[]::new).did();

    private final NotificationStore store = new HibernateNotificationStore(DB.database());

    private boolean tell(String alike, int number, Instant at) {
        return DB.await(store.tellSome(
                ANN,
                new Notification(
                        alike + number,
                        Notification.Type.NETWORK,
                        "https://here.example/actor",
                        Optional.empty(),
                        "https://here.example/actor#" + number,
                        Optional.of("Town: somebody asks to join."),
                        at),
                alike,
                at.minus(DAY),
                2));
    }

    @Test
    @DisplayName("is told once, and so many of a kind in a day: the others of it wait, and other kinds do not")
    void some() {
        assertThat(tell("newcomer:", 1, NOW)).isTrue();
        assertThat(tell("newcomer:", 1, NOW.plusSeconds(1))).as("told before").isTrue();
        assertThat(tell("newcomer:", 2, NOW.plusSeconds(2))).isTrue();
        assertThat(tell("newcomer:", 3, NOW.plusSeconds(3))).isFalse();
        assertThat(tell("emergency:", 1, NOW.plusSeconds(4))).isTrue();
        assertThat(tell("newcomer:", 2, NOW.plusSeconds(5)))
                .as("what has been told stays told when there is room for no more")
                .isTrue();
        assertThat(tell("newcomer:", 3, NOW.plus(DAY).plusSeconds(3))).isTrue();
        assertThat(DB.await(store.page(ANN, Set.of(), Window.newest(10))).items())
                .extracting(Notification::key)
                .containsExactly("newcomer:3", "emergency:1", "newcomer:2", "newcomer:1");
    }
}
