package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.store.testing.TestClock;

/** What a lane makes of deliveries that other gateways have made, or may have. */
class LaneTest {
    private static final String HOST = "far.example";

    private final TestClock clock = new TestClock();
    private final List<Settled> settled = new ArrayList<>();

    private Release run(int failures, Function<String, Reply> answer, Entry... entries) {
        var claim = new Claim(
                HOST,
                1,
                failures == 0,
                failures,
                failures == 0 ? Optional.empty() : Optional.of(clock.instant()),
                List.of(entries));
        var lane = new Lane(
                claim,
                (body, inbox) -> Uni.createFrom().item(answer.apply(inbox)),
                new Backoff(byte[]::new),
                clock,
                settled::add);
        return lane.run().await().indefinitely();
    }

    private Entry entry(long number, String account, String... inboxes) {
        var body = new Body(account, "hash" + number, "id" + number, "{}", Signer.ACCOUNT, clock.instant());
        return new Entry(HOST, number, body, List.of(inboxes), 0);
    }

    @Test
    @DisplayName("what another gateway has delivered is over, and says nothing about the host")
    void spared() {
        Release end = run(3, inbox -> new Reply.Spared(), entry(1, "ann", "a", "b"));
        assertThat(settled).singleElement().matches(one -> one.remaining().isEmpty());
        assertThat(end.failures()).isEqualTo(3);
        assertThat(end.failingSince()).isPresent();
        assertThat(end.lastSuccess()).isEmpty();
        assertThat(end.refused()).isZero();
    }

    @Test
    @DisplayName(
            "what may have been delivered waits, with what the account said later; others do not wait, and no attempt is counted")
    void later() {
        run(
                0,
                inbox -> inbox.equals("a") ? new Reply.Later(Duration.ofSeconds(10)) : new Reply.Delivered(),
                entry(1, "ann", "a", "b"),
                entry(2, "ann", "b"),
                entry(3, "bob", "b"));
        assertThat(settled).extracting(Settled::number).containsExactly(1L, 3L);
        Settled held = settled.getFirst();
        assertThat(held.remaining()).containsExactly("a");
        assertThat(held.attempts()).isZero();
        assertThat(held.heldUntil()).contains(clock.instant().plusSeconds(10));
    }
}
