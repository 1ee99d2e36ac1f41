package social.godwit.network.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.moderation.Samples.ANN;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.network.moderation.PlanStore.Plan;
import social.godwit.store.testing.TestDatabase;

class HibernatePlanStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final PlanStore store = new HibernatePlanStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate case_plan");
    }

    private static Plan plan(String id) {
        return new Plan(
                id,
                ANN,
                NOON,
                List.of(decision(
                        "d" + id,
                        Measure.SUSPEND,
                        Subject.account("https://a.example/" + id),
                        Optional.of(Duration.ofDays(1)),
                        Optional.of("bulk"))));
    }

    @Test
    void aPlanIsCarriedOutOnce() {
        assertThat(DB.await(store.keep(plan("1")))).isTrue();
        assertThat(DB.await(store.waiting(NOON))).containsExactly(plan("1"));
        assertThat(DB.await(store.take("1", NOON))).contains(plan("1"));
        assertThat(DB.await(store.take("1", NOON))).isEmpty();
    }

    @Test
    void aPlanWaitsForSevenDays() {
        DB.await(store.keep(plan("1")));
        assertThat(DB.await(store.take("1", NOON.plus(PlanStore.LASTS)))).isEmpty();
        assertThat(DB.await(store.waiting(NOON.plus(PlanStore.LASTS)))).isEmpty();
    }

    @Test
    void whatIsAgreedToLastsFromThenOn() {
        Instant late = NOON.plus(Duration.ofDays(3));
        Decision agreed = plan("1").agreed(late).getFirst();
        assertThat(agreed.at()).isEqualTo(late);
        assertThat(agreed.until()).contains(late.plus(Duration.ofDays(1)));
        assertThat(agreed.holds(late)).isTrue();
    }

    @Test
    void onlySoManyWait() {
        for (int i = 0; i < PlanStore.PLANS_MAX; i++) {
            assertThat(DB.await(store.keep(plan("p" + i)))).isTrue();
        }
        assertThat(DB.await(store.keep(plan("more")))).isFalse();
    }
}
