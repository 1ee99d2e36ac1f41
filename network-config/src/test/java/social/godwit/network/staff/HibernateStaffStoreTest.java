package social.godwit.network.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.staff.StaffStore.Token;
import social.godwit.store.testing.TestDatabase;

class HibernateStaffStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String ANN = "did:key:ann";

    private final StaffStore store = new HibernateStaffStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate staff, staff_role, staff_token, browser_session");
    }

    private static Token token(int number, Set<Permission> scope, Instant expires) {
        return new Token(Sha256.of(new byte[] {(byte) number}), ANN, "script", scope, NOW, expires);
    }

    @Test
    void somebodyHasTheRoleThatWasGivenLast() {
        assertThat(DB.await(store.member(ANN))).isEmpty();
        assertThat(DB.await(store.appoint(ANN, "triage", "operator", NOW))).isTrue();
        assertThat(DB.await(store.appoint(ANN, "moderator", "operator", NOW))).isTrue();
        assertThat(DB.await(store.member(ANN)).orElseThrow().role()).isEqualTo(Role.MODERATOR);
        assertThat(DB.await(store.appoint(ANN, "emperor", "operator", NOW))).isFalse();
        assertThat(DB.await(store.dismiss(ANN))).isTrue();
        assertThat(DB.await(store.member(ANN))).isEmpty();
    }

    @Test
    void aRoleMadeHereGivesWhatItSaysAndDoesNotReplaceOneThatIsAlwaysThere() {
        assertThat(DB.await(store.define(new Role("labeller", 10, Set.of(Permission.LABEL)))))
                .isTrue();
        assertThat(DB.await(store.define(new Role("owner", 1, Set.of())))).isFalse();
        DB.await(store.appoint(ANN, "labeller", "operator", NOW));
        Member ann = DB.await(store.member(ANN)).orElseThrow();
        assertThat(ann.may(Permission.LABEL)).isTrue();
        assertThat(ann.may(Permission.SEE_CASES)).isFalse();
    }

    @Test
    void aTokenStandsForWhatBothTheScopeAndTheRoleGiveUntilItExpires() {
        DB.await(store.appoint(ANN, "triage", "operator", NOW));
        Token token = token(1, Set.of(Permission.SEE_CASES, Permission.SUSPEND), NOW.plusSeconds(60));
        assertThat(DB.await(store.keep(token))).isTrue();
        Optional<Member> bearer = DB.await(store.bearer(token.hash(), NOW));
        assertThat(bearer.orElseThrow().permissions()).containsExactly(Permission.SEE_CASES);
        assertThat(DB.await(store.bearer(token.hash(), NOW.plusSeconds(60)))).isEmpty();
        assertThat(DB.await(store.tokens(ANN, NOW))).isEqualTo(List.of(token));
    }

    @Test
    void aTokenEndsWithTheRoleAndWhenItIsTakenBack() {
        DB.await(store.appoint(ANN, "triage", "operator", NOW));
        Token one = token(1, Set.of(Permission.SEE_CASES), NOW.plusSeconds(60));
        Token two = token(2, Set.of(Permission.SEE_CASES), NOW.plusSeconds(60));
        DB.await(store.keep(one));
        DB.await(store.keep(two));
        assertThat(DB.await(store.revoke("did:key:bob", one.hash())))
                .as("somebody else's")
                .isFalse();
        assertThat(DB.await(store.revoke(ANN, one.hash()))).isTrue();
        assertThat(DB.await(store.bearer(one.hash(), NOW))).isEmpty();
        DB.await(store.dismiss(ANN));
        DB.await(store.appoint(ANN, "triage", "operator", NOW));
        assertThat(DB.await(store.bearer(two.hash(), NOW))).isEmpty();
    }

    @Test
    void nobodyHasMoreTokensThanTheLimitAndExpiredOnesDoNotCount() {
        DB.await(store.appoint(ANN, "triage", "operator", NOW));
        for (int i = 0; i < StaffStore.TOKENS_MAX; i++) {
            assertThat(DB.await(store.keep(token(i, Set.of(), NOW.plusSeconds(60)))))
                    .isTrue();
        }
        assertThat(DB.await(store.keep(token(99, Set.of(), NOW.plusSeconds(60)))))
                .isFalse();
        Token later =
                new Token(Sha256.of(new byte[] {100}), ANN, "x", Set.of(), NOW.plusSeconds(61), NOW.plusSeconds(120));
        assertThat(DB.await(store.keep(later))).isTrue();
    }

    @Test
    void nobodyAppointsAtOrAboveTheOwnRankExceptTheOwner() {
        assertThat(Role.ADMIN.mayAppoint(Role.MODERATOR)).isTrue();
        assertThat(Role.ADMIN.mayAppoint(Role.ADMIN)).isFalse();
        assertThat(Role.ADMIN.mayAppoint(Role.OWNER)).isFalse();
        assertThat(Role.OWNER.mayAppoint(Role.OWNER)).isTrue();
        assertThat(Role.MODERATOR.mayAppoint(Role.TRIAGE)).isFalse();
        Role clerk = new Role("clerk", 60, Set.of(Permission.STAFF));
        assertThat(clerk.mayAppoint(Role.TRIAGE))
                .as("permissions that it does not have itself")
                .isFalse();
    }
}
