package social.godwit.instance.admin.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.House.SignUp;
import social.godwit.identity.did.Origin;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What is decided about the house")
class KeptHouseTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Origin ELSEWHERE = Origin.parse("https://new.example").orElseThrow();
    private static final List<String> ENGLISH = List.of("en");

    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final InstantSource clock = new InstantSource() {
        @Override
        public Instant instant() {
            return now;
        }
    };
    private final KeptHouse house = house();

    private KeptHouse house() {
        return new KeptHouse(new HibernateHouseStore(DB.database()), SignUp.INVITE, clock);
    }

    @BeforeEach
    void nothingDecided() {
        DB.execute("truncate house_rule, announcement");
    }

    @Test
    @DisplayName("goes before the configuration, until that is wanted again")
    void signUp() {
        assertThat(house.signUp()).isEqualTo(SignUp.INVITE);
        DB.await(house.decideSignUp(Optional.of(SignUp.OPEN), "operator"));
        assertThat(house.signUp()).isEqualTo(SignUp.OPEN);
        DB.await(house.decideSignUp(Optional.empty(), "operator"));
        assertThat(house.signUp()).isEqualTo(SignUp.INVITE);
    }

    @Test
    @DisplayName("lets nobody register once closing is announced, and is as before when that is taken back")
    void closes() {
        DB.await(house.decideSignUp(Optional.of(SignUp.OPEN), "operator"));
        DB.await(house.close(closing()));
        assertThat(house.signUp()).isEqualTo(SignUp.CLOSED);
        DB.await(house.stayOpen("operator"));
        assertThat(house.signUp()).isEqualTo(SignUp.OPEN);
        assertThat(house.notices(ENGLISH)).isEmpty();
    }

    @Test
    @DisplayName("says when the server closes and where to go, in the reader's language")
    void words() {
        DB.await(house.close(closing()));
        assertThat(house.notices(ENGLISH))
                .singleElement()
                .asString()
                .contains("March 31, 2027", "https://new.example", "Thank you");
        assertThat(house.notices(List.of("de-AT", "en")))
                .singleElement()
                .asString()
                .contains("31. März 2027");
        now = Instant.parse("2027-04-01T12:00:00Z");
        assertThat(house.notices(ENGLISH)).singleElement().asString().contains("was to close");
    }

    @Test
    @DisplayName("is known to another replica that reads it")
    void otherReplica() {
        DB.await(house.close(closing()));
        KeptHouse other = house();
        DB.await(other.refresh());
        assertThat(other.rules()).isEqualTo(house.rules());
    }

    @Test
    @DisplayName("is announced from its beginning to its end")
    void announcements() {
        DB.await(house.announce(announcement("a", now.plusSeconds(60), now.plusSeconds(120))));
        assertThat(house.notices(ENGLISH)).isEmpty();
        now = now.plusSeconds(60);
        assertThat(house.notices(ENGLISH)).containsExactly("Hello");
        assertThat(house.notices(List.of("de"))).containsExactly("Hallo");
        assertThat(house.notices(List.of("fr"))).containsExactly("Hello");
        now = now.plusSeconds(60);
        assertThat(house.notices(ENGLISH)).isEmpty();
        assertThat(DB.await(house.takeBack("a"))).isTrue();
        assertThat(DB.await(house.takeBack("a"))).isFalse();
    }

    @Test
    @DisplayName("is no more than fifty announcements, and old ones are forgotten")
    void bounded() {
        for (int i = 0; i < HibernateHouseStore.ANNOUNCEMENTS_MAX; i++) {
            assertThat(DB.await(house.announce(announcement("n" + i, now, now.plusSeconds(60)))))
                    .isTrue();
        }
        assertThat(DB.await(house.announce(announcement("more", now, now.plusSeconds(60)))))
                .isFalse();
        assertThat(DB.await(house.announce(announcement("n1", now, now.plusSeconds(61)))))
                .isTrue();
        now = now.plus(Duration.ofDays(31));
        assertThat(DB.await(house.announce(announcement("more", now, now.plusSeconds(60)))))
                .isTrue();
        assertThat(house.rules().announcements()).hasSize(1);
    }

    @Test
    @DisplayName("is refused where it has no end, no words, or an unheard-of language")
    void refused() {
        assertThatThrownBy(() -> announcement("a", now, now)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> announcement("a", now, now.plus(Duration.ofDays(400))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> texts(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> texts(Map.of("en", " "))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> texts(Map.of("<b>", "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> texts(Map.of("en", "x".repeat(1_001)))).isInstanceOf(IllegalArgumentException.class);
    }

    private Closing closing() {
        return new Closing(
                Instant.parse("2027-03-31T23:59:59Z"),
                Optional.of(texts(Map.of("en", "Thank you for the years."))),
                Optional.of(ELSEWHERE),
                now,
                "operator");
    }

    private static Announcement announcement(String id, Instant from, Instant until) {
        return new Announcement(id, texts(Map.of("en", "Hello", "de", "Hallo")), from, until, "operator");
    }

    private static Texts texts(Map<String, String> byLanguage) {
        return new Texts(new TreeMap<>(byLanguage));
    }
}
