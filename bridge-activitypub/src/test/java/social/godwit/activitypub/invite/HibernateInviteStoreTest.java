package social.godwit.activitypub.invite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.invite.InviteStore.Invite;
import social.godwit.activitypub.invite.InviteStore.NewInvite;
import social.godwit.store.testing.TestDatabase;

class HibernateInviteStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Random SEEDED = new Random(2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T08:00:00Z"));
    private final HibernateInviteStore store = new HibernateInviteStore(DB.database(), now::get, count -> {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    });

    @Test
    void admitsAsOftenAsItSaysAndNoMore() {
        NewInvite fresh = DB.await(store.create(2, Duration.ofDays(7), "for friends"));
        assertThat(DB.await(store.redeem(fresh.code()))).isTrue();
        assertThat(DB.await(store.redeem(fresh.code()))).isTrue();
        assertThat(DB.await(store.redeem(fresh.code()))).isFalse();
    }

    @Test
    void endsAtItsTime() {
        NewInvite fresh = DB.await(store.create(5, Duration.ofDays(7), ""));
        now.updateAndGet(time -> time.plus(Duration.ofDays(8)));
        assertThat(DB.await(store.redeem(fresh.code()))).isFalse();
    }

    @Test
    void admitsNobodyWithACodeThatIsWrongEmptyOrEndless() {
        assertThat(DB.await(store.redeem("abc"))).isFalse();
        assertThat(DB.await(store.redeem(""))).isFalse();
        assertThat(DB.await(store.redeem("x".repeat(100_000)))).isFalse();
    }

    @Test
    void keepsNoCodes() {
        NewInvite fresh = DB.await(store.create(1, Duration.ofDays(7), "secret?"));
        assertThat(DB.execute(
                        "delete from invite where note = 'secret?' and position($1 in code_hash::text) > 0",
                        fresh.code()))
                .isZero();
        assertThat(DB.await(store.list())).extracting(Invite::note).contains("secret?");
    }

    @Test
    void anInviteCanBeEnded() {
        NewInvite fresh = DB.await(store.create(1, Duration.ofDays(7), ""));
        assertThat(DB.await(store.revoke(fresh.invite().id()))).isTrue();
        assertThat(DB.await(store.revoke(fresh.invite().id()))).isFalse();
        assertThat(DB.await(store.redeem(fresh.code()))).isFalse();
    }
}
