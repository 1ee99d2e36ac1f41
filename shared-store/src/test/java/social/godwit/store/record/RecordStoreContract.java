package social.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDids;

/** What every {@link RecordStore} does. The account with a repository is {@link #ACCOUNT}. */
interface RecordStoreContract {
    Did ACCOUNT = TestDids.did(1);
    String ANN = "https://far.example/ann";
    RecordMaker HOME = new RecordMaker("https://home.example", 1);
    RecordMaker SECOND = new RecordMaker("https://second.example", 2);

    RecordStore records();

    TestClock clock();

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(60));
    }

    private Instant now() {
        return clock().instant();
    }

    private List<Taking> take(Standing standing, GatewayRecord.Signed... some) {
        return await(records().take(ACCOUNT, List.of(some), standing));
    }

    private List<Sha256> hashes() {
        return Stream.of(HOME, SECOND)
                .flatMap(by -> await(records().after(ACCOUNT, by.key.did(), 0, 1_000)).stream())
                .sorted(Comparator.comparingLong(StoredRecord::number))
                .map(StoredRecord::hash)
                .toList();
    }

    private GatewayRecord.Signed follow(RecordMaker by, int second) {
        return by.follower(ACCOUNT, ANN, now().plusSeconds(second), now(), "{\"follow\":" + second + "}");
    }

    @Test
    default void givesBackWhatItKeepsInTheOrderOfArrival() {
        GatewayRecord.Signed one = HOME.activity(ACCOUNT, "https://far.example/1", now());
        GatewayRecord.Signed two = HOME.delivered(ACCOUNT, Sha256.of(new byte[1]), now(), "https://far.example/inbox");

        assertThat(take(Standing.PENDING, one, two)).containsExactly(Taking.STORED, Taking.STORED);

        List<StoredRecord> all = await(records().after(ACCOUNT, HOME.key.did(), 0, 10));
        assertThat(all).extracting(StoredRecord::hash).containsExactly(one.hash(), two.hash());
        assertThat(all).extracting(StoredRecord::standing).containsExactly(Standing.PENDING, Standing.VERIFIED);
        assertThat(all.getFirst().bytes()).isEqualTo(one.bytes());
        assertThat(all.getFirst().record()).isEqualTo(one.record());
        assertThat(await(records().after(ACCOUNT, HOME.key.did(), all.getFirst().number(), 10)))
                .extracting(StoredRecord::hash)
                .containsExactly(two.hash());
    }

    @Test
    @DisplayName("of a gateway's words on when it had an entry the earliest counts, and every gateway has its own")
    default void earliestWordOnAnEntry() {
        Sha256 entry = Sha256.of(new byte[] {1});
        GatewayRecord.Signed first = HOME.entry(ACCOUNT, entry, now());
        GatewayRecord.Signed again = HOME.entry(ACCOUNT, entry, now().plusSeconds(60));
        GatewayRecord.Signed other = SECOND.entry(ACCOUNT, entry, now().plusSeconds(90));

        assertThat(take(Standing.PENDING, again)).containsExactly(Taking.STORED);
        assertThat(take(Standing.PENDING, other, first)).containsExactly(Taking.STORED, Taking.STORED);
        assertThat(take(Standing.PENDING, again)).containsExactly(Taking.SUPERSEDED);
        var notices = await(new EntryRecords(records(), () -> HOME.key, clock()).of(ACCOUNT, Optional.empty()));
        assertThat(notices)
                .isEqualTo(Map.of(
                        entry,
                        new Notice(
                                Set.of(HOME.key.did()),
                                Map.of(HOME.key.did(), now(), SECOND.key.did(), now().plusSeconds(90)),
                                Optional.of(HOME.key.did()))));
    }

    @Test
    @DisplayName("a replay is known, and nothing happens twice")
    default void replays() {
        GatewayRecord.Signed one = HOME.activity(ACCOUNT, "https://far.example/1", now());
        take(Standing.VERIFIED, one);

        assertThat(take(Standing.PENDING, one, one)).containsExactly(Taking.KNOWN, Taking.KNOWN);
        assertThat(hashes()).containsExactly(one.hash());
        assertThat(await(records().claim(10))).isEmpty();
    }

    @Test
    default void takesNothingForAnAccountThatHasNoRepositoryHere() {
        GatewayRecord.Signed one = HOME.activity(TestDids.did(9), "https://far.example/1", now());

        assertThat(await(records().take(TestDids.did(9), List.of(one), Standing.PENDING)))
                .containsExactly(Taking.NO_REPOSITORY);
    }

    @Test
    @DisplayName("of one subject the stranger's last word counts, in whatever order it comes and whoever attests it")
    default void lastWord() {
        GatewayRecord.Signed first = follow(HOME, 0);
        GatewayRecord.Signed last = follow(SECOND, 2);
        GatewayRecord.Signed between = follow(HOME, 1);

        assertThat(take(Standing.VERIFIED, first)).containsExactly(Taking.STORED);
        assertThat(take(Standing.VERIFIED, last)).containsExactly(Taking.STORED);
        assertThat(take(Standing.PENDING, between)).containsExactly(Taking.SUPERSEDED);

        assertThat(hashes()).containsExactly(last.hash());
    }

    @Test
    @DisplayName("within one batch too")
    default void lastWordOfABatch() {
        GatewayRecord.Signed first = follow(HOME, 0);
        GatewayRecord.Signed last = follow(HOME, 2);

        take(Standing.VERIFIED, first, last);

        assertThat(hashes()).containsExactly(last.hash());
        assertThat(await(records().summary(ACCOUNT)).orElseThrow().documents()).isEqualTo(1);
    }

    @Test
    @DisplayName("what is not verified yet takes nobody's place; once it is, it does")
    default void unverifiedTakesNoPlace() {
        GatewayRecord.Signed first = follow(HOME, 0);
        GatewayRecord.Signed last = follow(SECOND, 2);
        take(Standing.VERIFIED, first);
        take(Standing.PENDING, last);
        assertThat(hashes()).containsExactly(first.hash(), last.hash());

        assertThat(await(records().verified(ACCOUNT, last.hash()))).isTrue();

        assertThat(hashes()).containsExactly(last.hash());
        assertThat(await(records().find(ACCOUNT, hashes())).getFirst().standing())
                .isEqualTo(Standing.VERIFIED);
    }

    @Test
    @DisplayName("an older word that is verified after a newer one is dropped")
    default void lateVerification() {
        GatewayRecord.Signed first = follow(HOME, 0);
        GatewayRecord.Signed last = follow(SECOND, 2);
        take(Standing.PENDING, first);
        take(Standing.PENDING, last);
        take(Standing.VERIFIED, follow(HOME, 1));

        assertThat(await(records().verified(ACCOUNT, first.hash()))).isFalse();
        assertThat(await(records().verified(ACCOUNT, TestRecords.NOBODY))).isFalse();
        assertThat(hashes()).doesNotContain(first.hash()).contains(last.hash());
    }

    @Test
    default void claimsWhatIsToBeVerifiedOnce() {
        GatewayRecord.Signed one = HOME.activity(ACCOUNT, "https://far.example/1", now());
        GatewayRecord.Signed two = HOME.activity(ACCOUNT, "https://far.example/2", now());
        take(Standing.PENDING, one, two);

        assertThat(await(records().claim(1))).extracting(StoredRecord::hash).containsExactly(one.hash());
        assertThat(await(records().claim(10))).extracting(StoredRecord::hash).containsExactly(two.hash());
        assertThat(await(records().claim(10))).isEmpty();

        await(records().putOff(ACCOUNT, one.hash(), now().plus(Duration.ofHours(1))));
        await(records().unverified(ACCOUNT, two.hash()));
        clock().advance(RecordStore.CLAIM.plusSeconds(1));
        assertThat(await(records().claim(10))).isEmpty();

        clock().advance(Duration.ofHours(1));
        assertThat(await(records().claim(10))).singleElement().satisfies(again -> {
            assertThat(again.hash()).isEqualTo(one.hash());
            assertThat(again.attempts()).isEqualTo(1);
        });
        assertThat(await(records().page(ACCOUNT, RecordKind.ACTIVITY, Standing.UNVERIFIED, "", 10)))
                .extracting(StoredRecord::hash)
                .containsExactly(two.hash());
    }

    @Test
    @DisplayName("a claim that nobody came back with is given out again")
    default void lostClaim() {
        take(Standing.PENDING, HOME.activity(ACCOUNT, "https://far.example/1", now()));
        await(records().claim(10));

        clock().advance(RecordStore.CLAIM.plusSeconds(1));

        assertThat(await(records().claim(10))).hasSize(1);
    }

    @Test
    default void itemsAndSummaryAreOfWhatIsThere() {
        assertThat(await(records().summary(ACCOUNT))).isEmpty();
        List<GatewayRecord.Signed> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(HOME.activity(ACCOUNT, "https://far.example/" + i, now().plusSeconds(i / 2)));
        }
        await(records().take(ACCOUNT, all, Standing.PENDING));

        List<Item> items = await(records().items(ACCOUNT, Optional.empty(), 10));
        assertThat(items).isSorted().hasSize(5);
        assertThat(await(records().items(ACCOUNT, Optional.of(items.get(2)), 1)))
                .containsExactly(items.get(3));
        var summary = await(records().summary(ACCOUNT)).orElseThrow();
        assertThat(summary.documents()).isEqualTo(5);
        assertThat(summary.newestSecond()).isEqualTo(now().plusSeconds(2).getEpochSecond());
        assertThat(summary.sum()).isEqualTo(Tally.of(items).sum());
    }

    @Test
    @DisplayName("activities are kept 90 days, deliveries 30, followers always")
    default void expiry() {
        GatewayRecord.Signed follower = follow(HOME, 0);
        GatewayRecord.Signed activity = HOME.activity(ACCOUNT, "https://far.example/1", now());
        GatewayRecord.Signed delivered =
                HOME.delivered(ACCOUNT, Sha256.of(new byte[1]), now(), "https://far.example/inbox");
        take(Standing.VERIFIED, follower, activity, delivered);

        clock().advance(Duration.ofDays(32));
        assertThat(await(records().forgetOld(100))).isEqualTo(1);
        assertThat(hashes()).containsExactly(follower.hash(), activity.hash());

        clock().advance(Duration.ofDays(60));
        assertThat(await(records().forgetOld(100))).isEqualTo(1);
        assertThat(hashes()).containsExactly(follower.hash());
        var summary = await(records().summary(ACCOUNT)).orElseThrow();
        assertThat(summary.sum())
                .isEqualTo(Tally.ofHashes(List.of(follower.hash())).sum());
    }

    @Test
    @DisplayName(
            "a million made-up records of one gateway are bounded: so many wait, no more come in, and another gateway's do")
    default void flood() {
        int more = 500;
        List<Taking> outcomes = new ArrayList<>();
        for (int from = 0; from < RecordStore.PENDING_MAX + more; from += 500) {
            List<GatewayRecord.Signed> some = new ArrayList<>();
            for (int i = from; i < from + 500; i++) {
                some.add(TestRecords.madeUp(HOME, ACCOUNT, i, now()));
            }
            outcomes.addAll(await(records().take(ACCOUNT, some, Standing.PENDING)));
        }

        assertThat(outcomes).filteredOn(Taking.STORED::equals).hasSize(RecordStore.PENDING_MAX);
        assertThat(outcomes).filteredOn(Taking.LATER::equals).hasSize(more);
        assertThat(take(Standing.PENDING, SECOND.activity(ACCOUNT, "https://far.example/1", now())))
                .containsExactly(Taking.STORED);
    }
}
