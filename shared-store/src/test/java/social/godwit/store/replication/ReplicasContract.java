package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.replication.Replica.Pull;
import social.godwit.store.replication.Replicas.Work;
import social.godwit.store.testing.TestAccount;

/** What every {@link Replicas} does. Accounts and peers are made new for every test, as a database is shared by many. */
interface ReplicasContract {
    Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    Replicas store();

    <T> T await(Uni<T> uni);

    private static Did did() {
        return new TestAccount(System.nanoTime()).did();
    }

    private static Peer peer(String host) {
        return new Peer(Origin.parse("https://" + host).orElseThrow(), did());
    }

    private Replica replica(Peer peer, Did account) {
        return await(store().find(peer.key(), account)).orElseThrow();
    }

    @Test
    default void keepsPositionsOfGatewaysThatStay() {
        Did account = did();
        Peer first = peer("first.example");
        Peer second = peer("second.example");
        await(store().share(account, 7, List.of(first, second)));
        await(store().taken(first.key(), Map.of(account, new Position(5, 2)), NOW));
        Peer moved = new Peer(Origin.parse("https://new.example").orElseThrow(), first.key());
        Peer third = peer("third.example");
        await(store().share(account, 8, List.of(moved, third)));
        assertThat(await(store().of(account))).extracting(Replica::peer).containsExactlyInAnyOrder(moved, third);
        assertThat(replica(moved, account).taken()).contains(new Position(5, 2));
        assertThat(replica(moved, account).newest()).isEqualTo(new Position(8, 0));
        assertThat(replica(third, account).taken()).isEmpty();
        assertThat(await(store().find(second.key(), account))).isEmpty();
        await(store().share(account, 9, List.of(moved, second)));
        assertThat(replica(second, account).taken()).isEmpty();
    }

    @Test
    default void pushesWhatIsBehindAndKnownAndNotPaused() {
        Did behind = did();
        Did even = did();
        Did unknown = did();
        Did paused = did();
        Peer peer = peer("peer.example");
        for (Did account : List.of(behind, even, unknown, paused)) {
            await(store().share(account, 3, List.of(peer)));
        }
        for (Did account : List.of(behind, even, paused)) {
            await(store().taken(peer.key(), Map.of(account, new Position(3, 0)), NOW));
        }
        assertThat(await(store().toPush(peer.key(), NOW, 10))).isEmpty();
        assertThat(await(store().toPush(NOW))).doesNotContain(peer);
        assertThat(await(store().unplaced(peer.key(), 10)))
                .extracting(Replica::account)
                .containsExactly(unknown);
        for (Did account : List.of(behind, unknown, paused)) {
            await(store().stored(Map.of(account, 4L)));
        }
        await(store().pause(peer.key(), paused, NOW.plusSeconds(60)));
        assertThat(await(store().toPush(NOW))).contains(peer);
        assertThat(await(store().toPush(peer.key(), NOW, 10))).singleElement().satisfies(replica -> {
            assertThat(replica.account()).isEqualTo(behind);
            assertThat(replica.peer()).isEqualTo(peer);
            assertThat(replica.lag()).isEqualTo(1);
        });
        assertThat(await(store().toPush(peer.key(), NOW.plusSeconds(60), 10)))
                .extracting(Replica::account)
                .containsExactlyInAnyOrder(behind, paused);
        await(store().taken(peer.key(), Map.of(behind, new Position(4, 0)), NOW));
        await(store().recorded(behind, 1));
        assertThat(await(store().toPush(peer.key(), NOW, 10))).hasSize(1);
        await(store().taken(peer.key(), Map.of(behind, new Position(2, 1)), NOW));
        assertThat(replica(peer, behind).taken()).contains(new Position(4, 1));
        assertThat(await(store().toPush(peer.key(), NOW, 10))).isEmpty();
    }

    @Test
    default void doesNotPushBackWhatThePeerBrought() {
        Peer peer = peer("peer.example");
        Did even = did();
        Did behind = did();
        Did unknown = did();
        for (Did account : List.of(even, behind, unknown)) {
            await(store().share(account, 3, List.of(peer)));
        }
        await(store().taken(peer.key(), Map.of(even, new Position(3, 0), behind, new Position(2, 0)), NOW));
        var brought = new Replicas.Brought(3, 5);
        await(store().stored(Map.of(even, 5L, behind, 5L, unknown, 5L)));
        await(store().brought(peer.key(), Map.of(even, brought, behind, brought, unknown, brought)));
        assertThat(await(store().toPush(peer.key(), NOW, 10)))
                .extracting(Replica::account)
                .containsExactly(behind);
        assertThat(replica(peer, even).taken()).contains(new Position(5, 0));
        assertThat(replica(peer, behind).taken()).contains(new Position(2, 0));
        assertThat(replica(peer, unknown).taken()).isEmpty();
    }

    @Test
    default void tellsWhatIsSharedWithAPeerInAll() {
        Peer peer = peer("peer.example");
        Did even = did();
        Did behind = did();
        Did unknown = did();
        for (Did account : List.of(even, behind, unknown)) {
            await(store().share(account, 7, List.of(peer)));
        }
        await(store().taken(peer.key(), Map.of(even, new Position(7, 0), behind, new Position(5, 0)), NOW));
        assertThat(await(store().shared(peer.key()))).isEqualTo(new Replicas.Shared(3, 2, 9));
        assertThat(await(store().shared(did()))).isEqualTo(new Replicas.Shared(0, 0, 0));
    }

    @Test
    default void tellsWhoOfThoseThatShareHasBeenSilent() {
        Peer never = peer("never.example");
        Peer long1 = peer("long.example");
        Peer lately = peer("lately.example");
        await(store().share(did(), 1, List.of(never, long1, lately)));
        await(store().note(long1.key(), Exchange.good(NOW.minusSeconds(61), 1, 1)));
        await(store().note(long1.key(), Exchange.failed(NOW, 1, Optional.empty())));
        await(store().note(lately.key(), Exchange.good(NOW.minusSeconds(59), 1, 1)));
        await(store().note(did(), Exchange.good(NOW.minusSeconds(600), 1, 1)));
        assertThat(await(store().silent(NOW.minusSeconds(60))))
                .filteredOn(one -> List.of(never, long1, lately).contains(one.peer()))
                .extracting(Replicas.Silent::peer, one -> one.state().failures())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(never, 0), org.assertj.core.groups.Tuple.tuple(long1, 1));
    }

    @Test
    default void letsAccountsTakeTurns() {
        Peer peer = peer("peer.example");
        List<Did> accounts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Did account = did();
            accounts.add(account);
            await(store().share(account, 9, List.of(peer)));
            await(store().taken(peer.key(), Map.of(account, new Position(i, 0)), NOW.plusSeconds(i)));
        }
        assertThat(await(store().toPush(peer.key(), NOW, 2)))
                .extracting(Replica::account)
                .containsExactly(accounts.get(0), accounts.get(1));
        await(store().taken(peer.key(), Map.of(accounts.get(0), new Position(1, 0)), NOW.plusSeconds(9)));
        assertThat(await(store().toPush(peer.key(), NOW, 3)))
                .extracting(Replica::account)
                .containsExactly(accounts.get(1), accounts.get(2), accounts.get(0));
    }

    @Test
    default void pullsFromEveryGatewayUntilDone() {
        Did account = did();
        Peer first = peer("first.example");
        Peer second = peer("second.example");
        await(store().share(account, 0, List.of(first, second)));
        await(store().pulled(first.key(), account, new Pull(1, 1, true)));
        assertThat(replica(first, account).pull()).isEmpty();
        await(store().pull(account));
        await(store().pulled(first.key(), account, new Pull(10, 30, false)));
        await(store().pull(account));
        assertThat(replica(first, account).pull()).contains(new Pull(10, 30, false));
        await(store().pulled(first.key(), account, new Pull(30, 30, true)));
        assertThat(await(store().toPull(Replicas.MAX_LIST)))
                .filteredOn(replica -> replica.account().equals(account))
                .singleElement()
                .satisfies(replica -> assertThat(replica.peer()).isEqualTo(second));
    }

    @Test
    default void listsAccountsAndPeers() {
        Peer peer = peer("peer.example");
        List<Did> accounts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            accounts.add(did());
            await(store().share(accounts.get(i), 1, List.of(peer)));
        }
        accounts.sort(java.util.Comparator.comparing(Did::toString));
        assertThat(await(store().with(peer.key(), Optional.empty(), 2)))
                .extracting(Replica::account)
                .containsExactlyElementsOf(accounts.subList(0, 2));
        assertThat(await(store().with(peer.key(), Optional.of(accounts.get(1)), 2)))
                .extracting(Replica::account)
                .containsExactly(accounts.get(2));
        assertThat(await(store().peers(Optional.empty()))).contains(peer);
        accounts.forEach(account -> await(store().share(account, 1, List.of())));
        assertThat(await(store().peers(Optional.empty()))).doesNotContain(peer);
    }

    @Test
    default void saysWhoLacksHowMuch() {
        Peer behind = peer("behind.example");
        Peer even = peer("even.example");
        Peer unknown = peer("unknown.example");
        for (int i = 0; i < 2; i++) {
            Did account = did();
            await(store().share(account, 10, List.of(behind, even, unknown)));
            await(store().recorded(account, 3));
            await(store().taken(behind.key(), Map.of(account, new Position(6, 1)), NOW));
            await(store().taken(even.key(), Map.of(account, new Position(10, 3)), NOW));
        }
        assertThat(await(store().lags()))
                .filteredOn(lag -> List.of(behind, even, unknown).contains(lag.peer()))
                .containsExactly(new Replicas.Lag(behind, 2, 12));
    }

    @Test
    default void givesATurnOnce() {
        Did peer = did();
        assertThat(await(store().claim(peer, Work.PUSH, NOW, Duration.ofMinutes(1))))
                .isTrue();
        assertThat(await(store().claim(peer, Work.PUSH, NOW.plusSeconds(59), Duration.ofMinutes(1))))
                .isFalse();
        assertThat(await(store().claim(peer, Work.PULL, NOW, Duration.ofMinutes(1))))
                .isTrue();
        assertThat(await(store().claim(peer, Work.PUSH, NOW.plusSeconds(60), Duration.ofMinutes(1))))
                .isTrue();
        await(store().release(peer, Work.PUSH));
        assertThat(await(store().claim(peer, Work.PUSH, NOW.plusSeconds(61), Duration.ofMinutes(1))))
                .isTrue();
    }

    @Test
    default void remembersHowAPeerHasDone() {
        Peer peer = peer("peer.example");
        await(store().share(did(), 1, List.of(peer)));
        assertThat(await(store().state(peer.key()))).isEqualTo(PeerState.NEW.sharing(true));
        await(store().note(peer.key(), Exchange.good(NOW, 10, 20)));
        await(store().note(peer.key(), Exchange.failed(NOW.plusSeconds(1), 5, Optional.empty())));
        await(store().note(peer.key(), Exchange.breach(NOW.plusSeconds(1), 7, 3, 40)));
        await(store().note(peer.key(), Exchange.failed(NOW.plusSeconds(2), 0, Optional.of(Duration.ofSeconds(90)))));
        PeerState state = await(store().state(peer.key()));
        assertThat(state.lastSuccess()).contains(NOW.plusSeconds(1));
        assertThat(state.notBefore()).contains(NOW.plusSeconds(92));
        assertThat(state.sent()).isEqualTo(15);
        assertThat(state.received()).isEqualTo(27);
        assertThat(state.rejected()).isEqualTo(3);
        assertThat(state.demerits(NOW.plus(PeerState.HALF_LIFE).plusSeconds(2))).isBetween(19.9, 20.1);
    }

    @Test
    default void remembersWhatNotToAskFor() {
        Did peer = did();
        Sha256 bad = Sha256.of(new byte[] {1});
        Sha256 good = Sha256.of(new byte[] {2});
        await(store().poison(peer, List.of(bad), NOW));
        await(store().poison(peer, List.of(bad), NOW));
        Instant last = NOW.plus(Replicas.POISONED).minusSeconds(1);
        assertThat(await(store().poisoned(peer, List.of(bad, good), last))).containsExactly(bad);
        assertThat(await(store().poisoned(did(), List.of(bad), NOW))).isEmpty();
        assertThat(await(store().poisoned(peer, List.of(bad), NOW.plus(Replicas.POISONED))))
                .isEmpty();
    }
}
