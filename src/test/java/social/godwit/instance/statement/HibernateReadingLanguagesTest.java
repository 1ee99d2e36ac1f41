package social.godwit.instance.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

@DisplayName("In which language somebody reads")
class HibernateReadingLanguagesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Did ANN = did(1);
    private static final Did BEN = did(2);

    private final HibernateReadingLanguages languages = new HibernateReadingLanguages(DB.database());

    private static Did did(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return SigningKey.generate(count -> seed).did();
    }

    @Test
    @DisplayName("is what was said last, and is forgotten when nobody has signed in for long")
    void lastSaid() {
        DB.execute("truncate reading_language");
        assertThat(DB.await(languages.find(ANN))).isEmpty();
        DB.await(languages.keep(ANN, "en", NOW));
        DB.await(languages.keep(ANN, "de", NOW.plusSeconds(1)));
        assertThat(DB.await(languages.find(ANN))).contains("de");
        assertThat(DB.await(languages.find(BEN))).isEmpty();
        DB.await(languages.keep(BEN, "en", NOW.plus(Duration.ofDays(401))));
        assertThat(DB.await(languages.find(ANN))).isEmpty();
        assertThat(DB.await(languages.find(BEN))).contains("en");
    }
}
