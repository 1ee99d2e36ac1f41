package social.godwit.activitypub.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;

@DisplayName("A new device that waits for an account's word")
class ApprovalsTest {
    private static final Did ALICE = did(1);
    private static final Did MALLORY = did(2);
    private static final Did BROWSER = did(3);
    private static final byte[] SEALED = {1, 2, 3};

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T07:00:00Z"));
    private final Approvals approvals = new Approvals(now::get);

    @Test
    @DisplayName("is shown to the account, and gets what was sealed to it once")
    void approved() {
        assertThat(ask(ALICE, BROWSER)).isTrue();
        assertThat(approvals.of(ALICE))
                .containsExactly(new Approvals.Asking(BROWSER, "Firefox", now.get(), Optional.empty()));
        assertThat(approvals.take(BROWSER)).as("nobody has approved it").isEmpty();
        assertThat(approvals.approve(ALICE, BROWSER, SEALED)).isTrue();
        assertThat(approvals.of(ALICE)).as("waits no more").isEmpty();
        assertThat(approvals.take(BROWSER)).contains(SEALED);
        assertThat(approvals.take(BROWSER)).isEmpty();
    }

    @Test
    @DisplayName("cannot be approved by another account, nor twice")
    void others() {
        ask(ALICE, BROWSER);
        assertThat(ask(MALLORY, BROWSER)).as("nobody takes its place").isFalse();
        assertThat(approvals.of(MALLORY)).isEmpty();
        assertThat(approvals.approve(MALLORY, BROWSER, SEALED)).isFalse();
        assertThat(approvals.approve(ALICE, BROWSER, SEALED)).isTrue();
        assertThat(approvals.approve(ALICE, BROWSER, new byte[] {9})).isFalse();
        assertThat(approvals.take(BROWSER)).contains(SEALED);
    }

    @Test
    @DisplayName("is sent away by the account that it asked, and by no other")
    void refused() {
        ask(ALICE, BROWSER);
        assertThat(approvals.refuse(MALLORY, BROWSER)).isFalse();
        assertThat(approvals.waits(BROWSER)).isTrue();
        assertThat(approvals.refuse(ALICE, BROWSER)).isTrue();
        assertThat(approvals.waits(BROWSER)).isFalse();
        assertThat(approvals.approve(ALICE, BROWSER, SEALED)).isFalse();
        ask(ALICE, BROWSER);
        approvals.approve(ALICE, BROWSER, SEALED);
        assertThat(approvals.refuse(ALICE, BROWSER)).as("it was let in before").isFalse();
        assertThat(approvals.take(BROWSER)).contains(SEALED);
    }

    @Test
    @DisplayName("waits ten minutes, and no more than eight do for one account")
    void limits() {
        List<Did> devices = new ArrayList<>();
        for (int i = 0; i < Approvals.OF_ONE_MAX; i++) {
            devices.add(did(10 + i));
            assertThat(ask(ALICE, devices.get(i))).isTrue();
        }
        assertThat(ask(ALICE, BROWSER)).isFalse();
        assertThat(ask(MALLORY, BROWSER)).isTrue();
        now.set(now.get().plus(Approvals.WAITS).plusSeconds(1));
        assertThat(approvals.waits(BROWSER)).isFalse();
        assertThat(approvals.of(ALICE)).isEmpty();
        assertThat(approvals.approve(ALICE, devices.getFirst(), SEALED)).isFalse();
        assertThat(ask(ALICE, BROWSER)).isTrue();
    }

    private boolean ask(Did account, Did device) {
        return approvals.ask(account, device, "Firefox", Optional.empty());
    }

    private static Did did(int seed) {
        return SigningKey.generate(count -> {
                    byte[] bytes = new byte[count];
                    bytes[0] = (byte) seed;
                    return bytes;
                })
                .did();
    }
}
