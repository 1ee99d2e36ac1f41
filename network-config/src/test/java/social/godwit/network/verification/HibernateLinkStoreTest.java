package social.godwit.network.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.network.verification.LinkStore.Kept;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Links in profiles are asked while somebody looks, and never more than so many")
class HibernateLinkStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ANN = "did:key:ann";
    private static final String BLOG = "https://blog.example/";

    private final LinkStore store = new HibernateLinkStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate profile_link");
    }

    private List<Kept> due(Instant now) {
        return DB.await(store.due(now, now.minus(DAY), now.plusSeconds(60), 100));
    }

    @Test
    void whatIsShownIsAskedOnceAndItsResultIsKept() {
        DB.await(store.shown(ANN, List.of(BLOG), NOW));
        List<Kept> due = due(NOW);
        assertThat(due).extracting(Kept::link).containsExactly(BLOG);
        assertThat(due(NOW)).as("somebody has it already").isEmpty();
        DB.await(store.checked(due.getFirst(), "linked", NOW, NOW.plus(DAY)));
        assertThat(DB.await(store.of(ANN)))
                .containsExactly(new Kept(ANN, BLOG, Optional.of("linked"), Optional.of(NOW), NOW));
        assertThat(due(NOW.plus(DAY).minusSeconds(1))).isEmpty();
    }

    @Test
    void whatIsNotFinishedIsAskedAgain() {
        DB.await(store.shown(ANN, List.of(BLOG), NOW));
        due(NOW);
        assertThat(due(NOW.plusSeconds(61))).hasSize(1);
    }

    @Test
    void nobodyIsAskedForAProfileThatNobodyLooksAt() {
        DB.await(store.shown(ANN, List.of(BLOG), NOW));
        assertThat(due(NOW.plus(DAY).plusSeconds(1))).isEmpty();
        DB.await(store.shown(ANN, List.of(BLOG), NOW.plus(DAY)));
        assertThat(due(NOW.plus(DAY).plusSeconds(1))).hasSize(1);
    }

    @Test
    @DisplayName("row 61: however often somebody changes a profile, no more pages are asked for it")
    void changingLinksDoesNotMakeUsAskForever() {
        for (int round = 0; round < 10; round++) {
            int first = round * 16;
            List<String> links =
                    IntStream.range(first, first + 16).mapToObj(i -> BLOG + i).toList();
            DB.await(store.shown(ANN, links, NOW));
        }
        assertThat(due(NOW)).hasSize(LinkStore.KEPT_MAX);
        assertThat(DB.await(store.forget(NOW.plusSeconds(1)))).isEqualTo(LinkStore.KEPT_MAX);
    }
}
