package social.godwit.network.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.staff.SessionStore.Session;
import social.godwit.store.testing.TestDatabase;

class HibernateSessionStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ANN = "did:key:ann";
    private static final String BOB = "did:key:bob";

    private final SessionStore store = new HibernateSessionStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate browser_session, staff, staff_token");
    }

    private static Sha256 hash(int number) {
        return Sha256.of(new byte[] {(byte) number});
    }

    private static Sha256 signIn(Session session) {
        return Sha256.of(session.hash().bytes());
    }

    private static Session session(String did, int number, Instant created) {
        return new Session(did, hash(number), did, "Firefox", created, created.plus(HOUR));
    }

    private void begin(Session session) {
        assertThat(DB.await(store.begin(session, signIn(session), Optional.empty())))
                .isTrue();
    }

    private Optional<Session> find(String did, int number, Instant now) {
        return DB.await(store.find(did, hash(number), now));
    }

    @Test
    void aSessionIsFoundByItsAccountUntilItExpires() {
        begin(session(ANN, 1, NOW));
        assertThat(find(ANN, 1, NOW)).contains(session(ANN, 1, NOW));
        assertThat(find(BOB, 1, NOW)).isEmpty();
        assertThat(find(ANN, 2, NOW)).isEmpty();
        assertThat(find(ANN, 1, NOW.plus(HOUR))).isEmpty();
        DB.await(store.extend(ANN, hash(1), NOW.plus(HOUR).plusSeconds(1)));
        assertThat(find(ANN, 1, NOW.plus(HOUR))).isPresent();
    }

    @Test
    void aNewSessionTakesThePlaceOfTheOneBeforeIfThatWasTheAccountsOwn() {
        begin(session(ANN, 1, NOW));
        begin(session(BOB, 2, NOW));
        DB.await(store.begin(session(ANN, 3, NOW), hash(103), Optional.of(hash(1))));
        DB.await(store.begin(session(ANN, 4, NOW), hash(104), Optional.of(hash(2))));
        assertThat(find(ANN, 1, NOW)).isEmpty();
        assertThat(find(BOB, 2, NOW)).isPresent();
        assertThat(find(ANN, 3, NOW)).isPresent();
    }

    @Test
    void oneRequestSignsInOnceAtWhicheverReplica() {
        begin(session(ANN, 1, NOW));
        Sha256 again = signIn(session(ANN, 1, NOW));
        assertThat(DB.await(store.begin(session(ANN, 2, NOW), again, Optional.of(hash(1)))))
                .isFalse();
        assertThat(DB.await(store.all(ANN, NOW))).containsExactly(session(ANN, 1, NOW));
    }

    @Test
    void theOldestEndsWhenThereAreTooMany() {
        begin(session(BOB, 0, NOW));
        for (int i = 0; i <= SessionStore.SESSIONS_MAX; i++) {
            begin(session(ANN, i, NOW.plusSeconds(i)));
        }
        assertThat(find(ANN, 0, NOW)).isEmpty();
        assertThat(DB.await(store.all(ANN, NOW)))
                .hasSize(SessionStore.SESSIONS_MAX)
                .first()
                .isEqualTo(session(ANN, SessionStore.SESSIONS_MAX, NOW.plusSeconds(SessionStore.SESSIONS_MAX)));
        assertThat(find(BOB, 0, NOW)).isPresent();
    }

    @Test
    void whatHasExpiredIsForgottenWhenSomebodySignsIn() {
        begin(session(ANN, 1, NOW));
        begin(session(BOB, 2, NOW.plus(HOUR)));
        assertThat(find(ANN, 1, NOW)).as("gone, not only out of date").isEmpty();
    }

    @Test
    void nobodyEndsTheSessionOfSomebodyElse() {
        begin(session(ANN, 1, NOW));
        begin(session(ANN, 2, NOW));
        begin(session(ANN, 3, NOW));
        begin(session(BOB, 4, NOW));
        assertThat(DB.await(store.end(BOB, hash(1)))).isFalse();
        assertThat(DB.await(store.end(ANN, hash(1)))).isTrue();
        assertThat(DB.await(store.endOthers(ANN, hash(2)))).isOne();
        assertThat(DB.await(store.all(ANN, NOW))).containsExactly(session(ANN, 2, NOW));
        assertThat(DB.await(store.all(BOB, NOW))).hasSize(1);
    }

    @Test
    void sessionsEndWithTheRole() {
        StaffStore staff = new HibernateStaffStore(DB.database());
        DB.await(staff.appoint(ANN, "triage", "operator", NOW));
        begin(session(ANN, 1, NOW));
        begin(session(BOB, 2, NOW));
        DB.await(staff.dismiss(ANN));
        assertThat(find(ANN, 1, NOW)).isEmpty();
        assertThat(find(BOB, 2, NOW)).isPresent();
    }
}
