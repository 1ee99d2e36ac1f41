package social.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.Pending;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

@DisplayName("every listed gateway signs once when it had an entry, and delays run from the majority")
class EntryRecordsTest {
    private final TestAccount owner = new TestAccount(40);
    private final TestClock clock = new TestClock();
    private final Gateway home = new Gateway("https://home.example", 1);
    private final Gateway second = new Gateway("https://second.example", 2);
    private final Gateway third = new Gateway("https://third.example", 3);
    private final List<Gateway> all = List.of(home, second, third);

    /** One instance's store. */
    private final class Gateway {
        final RecordMaker maker;
        final AtomicLong numbers = new AtomicLong();
        final RecordStore records = new MemoryRecordStore(clock, account -> OptionalLong.of(numbers.incrementAndGet()));
        final EntryRecords entries;
        final MemoryRepositories repositories;

        Gateway(String origin, long seed) {
            maker = new RecordMaker(origin, seed);
            entries = new EntryRecords(records, () -> maker.key, clock);
            repositories = new MemoryRepositories(clock, entries::changed, entries);
            await(repositories.open(owner.did(), RepositoryKind.ACCOUNT));
        }

        void gets(PortableDocument... documents) {
            await(repositories.admit(List.of(documents)));
        }

        /** What the other signed, by replication. */
        void hears(Gateway other) {
            List<byte[]> signed = await(other.records.after(owner.did(), other.maker.key.did(), 0, 1_000)).stream()
                    .map(StoredRecord::bytes)
                    .toList();
            await(new ReplicatedRecords(records, repositories, () -> maker.key.did(), clock).take(owner.did(), signed));
        }

        KeyLog log() {
            return await(repositories.audits().keyLog(owner.did())).orElseThrow();
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    private PortableDocument actor(long sequence, Gateway... gateways) {
        return owner.actor(
                gateways[0].maker.origin,
                sequence,
                more -> more.put(
                                "gateways",
                                Stream.of(gateways)
                                        .map(one -> one.maker.origin.toString())
                                        .toList())
                        .put(
                                "gatewayKeys",
                                Stream.of(gateways)
                                        .map(one -> one.maker.key.did().toString())
                                        .toList()));
    }

    @BeforeEach
    void sharesTheAccount() {
        PortableDocument actor = actor(1, home, second, third);
        all.forEach(one -> one.gets(actor, owner.genesis()));
        // What follows is compared with times that this one's receipts do not disturb.
        clock.advance(Duration.ofDays(1));
    }

    private PortableDocument lost(SigningKey next) {
        var genesis = owner.genesisEntry().hash();
        return TestAccount.read(owner.entry(
                new RecoveryReplacement(owner.did(), genesis, genesis, KeyLogEntry.commitment(next.publicKey()))));
    }

    @Test
    void theDelayRunsFromTheSecondOfThree() {
        PortableDocument lost = lost(owner.newKey());
        home.gets(lost);
        clock.advance(Duration.ofHours(1));
        second.gets(lost);
        Instant majority = clock.instant();
        assertThat(home.log().pending())
                .singleElement()
                .extracting(Pending::since)
                .isEqualTo(java.util.Optional.empty());

        home.hears(second);
        second.hears(home);
        for (Gateway one : List.of(home, second)) {
            assertThat(one.log().nextChange()).contains(majority.plus(KeyLog.RECOVERY_NOTICE));
        }
        clock.advance(Duration.ofHours(5));
        third.gets(lost);
        third.hears(home);
        third.hears(second);
        assertThat(third.log().nextChange()).contains(clock.instant().plus(KeyLog.RECOVERY_NOTICE));
    }

    @Test
    @DisplayName("an entry that claims to be a year old is as old as it has been here: its own time means nothing")
    void backdated() {
        var genesis = owner.genesisEntry().hash();
        PortableDocument lost = TestAccount.read(owner.entry(
                new RecoveryReplacement(
                        owner.did(),
                        genesis,
                        genesis,
                        KeyLogEntry.commitment(owner.newKey().publicKey())),
                clock.instant().minus(Duration.ofDays(365))));
        all.forEach(one -> one.gets(lost));
        home.hears(second);
        home.hears(third);
        assertThat(home.log().nextChange()).contains(clock.instant().plus(KeyLog.RECOVERY_NOTICE));
        assertThat(home.log().pending()).hasSize(1);
    }

    @Test
    void anEntryThatComesAgainKeepsItsFirstTime() {
        SigningKey next = owner.newKey();
        PortableDocument lost = lost(next);
        all.forEach(one -> one.gets(lost));
        Instant first = clock.instant();
        clock.advance(Duration.ofDays(20));
        all.forEach(one -> one.gets(lost, lost(next)));
        home.hears(second);
        home.hears(third);
        assertThat(home.log().nextChange()).contains(first.plus(KeyLog.RECOVERY_NOTICE));
    }

    @Test
    @DisplayName("gateways that a thief adds before he announces do not shorten the notice at the owner's gateway")
    void gatewaysOfAThief() {
        RecordMaker thief = new RecordMaker("https://thief.example", 9);
        RecordMaker other = new RecordMaker("https://other.example", 10);
        PortableDocument lost = lost(owner.newKey());
        home.gets(owner.actor(
                home.maker.origin,
                2,
                more -> more.put(
                                "gateways",
                                List.of(home.maker.origin.toString(), thief.origin.toString(), other.origin.toString()))
                        .put(
                                "gatewayKeys",
                                List.of(
                                        home.maker.key.did().toString(),
                                        thief.key.did().toString(),
                                        other.key.did().toString()))));
        home.gets(lost);
        var entry = ((social.godwit.identity.keylog.KeyLogReading.Entry) KeyLogEntry.read(lost)).entry();
        Instant longAgo = clock.instant().minus(Duration.ofDays(300));
        for (RecordMaker maker : List.of(thief, other)) {
            await(new ReplicatedRecords(home.records, home.repositories, () -> home.maker.key.did(), clock)
                    .take(
                            owner.did(),
                            List.of(maker.entry(owner.did(), entry.hash(), longAgo)
                                    .bytes())));
        }
        assertThat(home.log().nextChange()).contains(clock.instant().plus(KeyLog.RECOVERY_NOTICE));
    }

    @Test
    void whoIsNoGatewaySignsNothing() {
        Gateway mirror = new Gateway("https://mirror.example", 4);
        mirror.gets(actor(1, home, second, third), owner.genesis());
        assertThat(await(mirror.records.after(owner.did(), mirror.maker.key.did(), 0, 10)))
                .isEmpty();
    }
}
