package social.godwit.activitypub.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.domain.DomainStore.Held;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

class HibernateDomainStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final AtomicInteger SEED = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private final DomainStore store = new HibernateDomainStore(DB.database());
    private final Did alice = someone();
    private final Did eve = someone();
    private final DomainName name = new DomainName("n" + SEED.incrementAndGet() + ".example");

    private static Did someone() {
        int seed = SEED.incrementAndGet();
        return SigningKey.generate(count -> {
                    byte[] bytes = new byte[count];
                    bytes[0] = (byte) seed;
                    return bytes;
                })
                .did();
    }

    private Held hold(DomainName wanted, Did who, Set<Did> shown, Instant now) {
        return DB.await(store.hold(wanted, who, shown, now, now.plus(Duration.ofDays(1))));
    }

    private BroughtDomain held() {
        return DB.await(store.find(name)).orElseThrow();
    }

    @Test
    void whoProvesItFirstHoldsIt() {
        assertThat(hold(name, alice, Set.of(alice), NOW)).isEqualTo(Held.HELD);
        assertThat(held()).isEqualTo(new BroughtDomain(name, alice, NOW, NOW, Optional.empty(), false));
    }

    @Test
    void anotherTakesItOnlyWhenTheFirstIsNotNamedAnyMore() {
        hold(name, alice, Set.of(alice), NOW);
        assertThat(hold(name, eve, Set.of(alice, eve), TOMORROW)).isEqualTo(Held.TAKEN);
        assertThat(held().holder()).isEqualTo(alice);
        assertThat(hold(name, eve, Set.of(eve), TOMORROW)).isEqualTo(Held.HELD);
        assertThat(held()).isEqualTo(new BroughtDomain(name, eve, TOMORROW, TOMORROW, Optional.empty(), false));
    }

    @Test
    void provingItAgainHealsIt() {
        hold(name, alice, Set.of(alice), NOW);
        BroughtDomain missing = DomainChecks.after(held(), new DomainProof.None(), NOW.plusSeconds(60));
        DB.await(store.looked(missing, TOMORROW, NOW.plusSeconds(60)));
        assertThat(held()).isEqualTo(missing);
        hold(name, alice, Set.of(alice), TOMORROW);
        assertThat(held()).isEqualTo(new BroughtDomain(name, alice, NOW, TOMORROW, Optional.empty(), false));
    }

    @Test
    void aLookThatEndsTooLateDoesNotConcernTheNextHolder() {
        hold(name, alice, Set.of(alice), NOW);
        BroughtDomain asAlices = held();
        hold(name, eve, Set.of(eve), TOMORROW);
        DB.await(store.looked(DomainChecks.after(asAlices, new DomainProof.None(), TOMORROW), TOMORROW, TOMORROW));
        assertThat(held().missingSince()).isEmpty();
    }

    @Test
    void anAccountHasFewDomains() {
        for (int i = 0; i < DomainStore.OF_ONE_MAX; i++) {
            assertThat(hold(new DomainName("d" + i + "." + name), alice, Set.of(alice), NOW))
                    .isEqualTo(Held.HELD);
        }
        assertThat(hold(name, alice, Set.of(alice), NOW)).isEqualTo(Held.FULL);
        assertThat(DB.await(store.of(alice))).hasSize(DomainStore.OF_ONE_MAX);
    }

    @Test
    void onlyItsHolderLetsItGo() {
        hold(name, alice, Set.of(alice), NOW);
        assertThat(DB.await(store.release(name, eve))).isFalse();
        assertThat(DB.await(store.release(name, alice))).isTrue();
        assertThat(DB.await(store.find(name))).isEmpty();
    }

    @Test
    void anotherInstanceMayAnswerForIt() {
        hold(name, alice, Set.of(alice), NOW);
        DB.await(store.elsewhere(alice, Set.of(name), NOW));
        assertThat(held().elsewhere()).isTrue();
        DB.await(store.elsewhere(alice, Set.of(name), NOW));
        assertThat(held().elsewhere()).isTrue();
        hold(name, alice, Set.of(alice), TOMORROW);
        assertThat(held().elsewhere()).isTrue();
        DB.await(store.elsewhere(alice, Set.of(), NOW));
        assertThat(held().elsewhere()).isFalse();
    }

    @Test
    void whatIsDueIsTakenOnce() {
        hold(name, alice, Set.of(alice), NOW);
        assertThat(DB.await(store.takeDue(TOMORROW.minusSeconds(1), TOMORROW, 1_000)))
                .extracting(BroughtDomain::name)
                .doesNotContain(name);
        assertThat(DB.await(store.takeDue(TOMORROW, TOMORROW.plusSeconds(600), 1_000)))
                .extracting(BroughtDomain::name)
                .contains(name);
        assertThat(DB.await(store.takeDue(TOMORROW.plusSeconds(599), TOMORROW.plusSeconds(1_200), 1_000)))
                .extracting(BroughtDomain::name)
                .doesNotContain(name);
    }

    @Test
    void whatEndedLongAgoIsForgotten() {
        hold(name, alice, Set.of(alice), NOW);
        DB.await(store.looked(DomainChecks.after(held(), new DomainProof.None(), NOW), TOMORROW, NOW));
        DB.await(store.sweep(NOW.plus(BroughtDomain.GRACE)));
        assertThat(DB.await(store.find(name))).isPresent();
        DB.await(store.sweep(NOW.plus(BroughtDomain.GRACE).plusSeconds(1)));
        assertThat(DB.await(store.find(name))).isEmpty();
    }
}
