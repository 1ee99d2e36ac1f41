package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.replication.Mirror.Kind;
import social.godwit.store.testing.TestAccount;

/** What every {@link MirrorStore} does. */
interface MirrorStoreContract {
    Instant BEGUN = Instant.parse("2026-11-25T12:00:00Z");

    Replicas store();

    <T> T await(Uni<T> uni);

    private static Did did() {
        return new TestAccount(System.nanoTime()).did();
    }

    private Mirror add() {
        Did account = did();
        Mirror mirror = Mirror.begin(
                account.toString(),
                Kind.ACCOUNT,
                new Peer(Origin.parse("https://peer.example").orElseThrow(), did()),
                7,
                BEGUN);
        assertThat(await(store().mirrors().add(mirror))).isTrue();
        return mirror;
    }

    @Test
    default void keepsHowFarAMirrorHasCome() {
        Mirror mirror = add();
        assertThat(await(store().mirrors().all())).contains(mirror);
        Mirror later = mirror.used(5).walkedTo(Optional.of(did())).at("1.2.3").next(BEGUN.plusSeconds(60), "something");
        await(store().mirrors().save(later));
        assertThat(await(store().mirrors().all())).contains(later).doesNotContain(mirror);
        Mirror walked = later.walked(BEGUN.plusSeconds(5));
        await(store().mirrors().save(walked));
        assertThat(await(store().mirrors().all())).contains(walked);
        await(store().mirrors().add(mirror));
        assertThat(await(store().mirrors().all())).contains(mirror);
        assertThat(await(store().mirrors().remove(mirror.target()))).isTrue();
        assertThat(await(store().mirrors().remove(mirror.target()))).isFalse();
        await(store().mirrors().save(later));
        assertThat(await(store().mirrors().all())).doesNotContain(later);
    }

    @Test
    default void givesATurnToOne() {
        while (await(store().mirrors().claim(BEGUN.plusSeconds(999), BEGUN.plusSeconds(1_000)))
                .isPresent()) {
            // Those of other tests.
        }
        Mirror mirror = add();
        assertThat(await(store().mirrors().claim(BEGUN.minusSeconds(1), BEGUN.plusSeconds(30))))
                .isEmpty();
        assertThat(await(store().mirrors().claim(BEGUN, BEGUN.plusSeconds(30)))).contains(mirror);
        assertThat(await(store().mirrors().claim(BEGUN, BEGUN.plusSeconds(30)))).isEmpty();
        assertThat(await(store().mirrors().claim(BEGUN.plusSeconds(30), BEGUN.plusSeconds(60))))
                .map(Mirror::target)
                .contains(mirror.target());
        await(store().mirrors().remove(mirror.target()));
    }

    @Test
    default void keepsPositions() {
        Did peer = did();
        Did account = did();
        assertThat(await(store().mirrors().position(peer, account))).isZero();
        await(store().mirrors().fetched(peer, account, 9));
        await(store().mirrors().fetched(peer, account, 11));
        assertThat(await(store().mirrors().position(peer, account))).isEqualTo(11);
        assertThat(await(store().mirrors().position(account, peer))).isZero();
    }
}
