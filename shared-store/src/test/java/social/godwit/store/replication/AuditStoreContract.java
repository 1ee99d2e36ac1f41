package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.replication.AuditReport.Evidence;
import social.godwit.store.replication.AuditReport.State;
import social.godwit.store.testing.TestAccount;

/** What every {@link AuditStore} does. */
interface AuditStoreContract {
    Instant AT = Instant.parse("2026-11-25T12:00:00Z");

    Replicas store();

    <T> T await(Uni<T> uni);

    private static Did did() {
        return new TestAccount(System.nanoTime()).did();
    }

    private static Sha256 hash(int number) {
        return Sha256.of(new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private static AuditReport report(Did account, Did peer, State state, Instant at, List<Evidence> evidence) {
        return new AuditReport(
                account,
                new Peer(Origin.parse("https://peer.example").orElseThrow(), peer),
                at,
                state,
                Optional.of(AT.minusSeconds(60)),
                9,
                8,
                7,
                6,
                5,
                4,
                3,
                2,
                evidence);
    }

    private JsonObject keep(Did account, SigningKey peer, int... hashes) {
        Receipt receipt = new Receipt(
                Origin.parse("https://peer.example").orElseThrow(),
                peer.did(),
                account,
                AT,
                java.util.Arrays.stream(hashes)
                        .mapToObj(AuditStoreContract::hash)
                        .toList());
        JsonObject map = receipt.sign(peer);
        await(store().share(account, 1, List.of(new Peer(receipt.gateway(), peer.did()))));
        await(store().audits().keep(peer.did(), List.of(new AuditStore.Signed(receipt, map))));
        return map;
    }

    @Test
    default void findsTheNewestReceiptForADocument() {
        Did account = did();
        SigningKey peer = new TestAccount(System.nanoTime()).newKey();
        keep(account, peer, 1, 2);
        JsonObject second = keep(account, peer, 2, 3);
        var found = await(store().audits().receipts(account, peer.did(), List.of(hash(2), hash(3), hash(4))));
        assertThat(found).containsOnlyKeys(hash(2), hash(3)).containsValue(second);
        assertThat(found.get(hash(2))).isEqualTo(second);
        assertThat(await(store().audits().receipts(did(), peer.did(), List.of(hash(2)))))
                .isEmpty();
        assertThat(await(store().audits().receipts(account, did(), List.of(hash(2)))))
                .isEmpty();
    }

    @Test
    default void keepsReceiptsOfSeveralAccountsAtOnceAndOnlyOfThoseThatAreShared() {
        SigningKey key = new TestAccount(System.nanoTime()).newKey();
        Peer peer = new Peer(Origin.parse("https://peer.example").orElseThrow(), key.did());
        List<Did> accounts = List.of(did(), did(), did());
        await(store().share(accounts.get(0), 1, List.of(peer)));
        await(store().share(accounts.get(1), 1, List.of(peer)));
        await(store().audits()
                .keep(
                        peer.key(),
                        accounts.stream()
                                .map(account -> new Receipt(peer.origin(), peer.key(), account, AT, List.of(hash(1))))
                                .map(receipt -> new AuditStore.Signed(receipt, receipt.sign(key)))
                                .toList()));
        assertThat(accounts.stream()
                        .map(account -> await(store().audits().receipts(account, peer.key(), List.of(hash(1))))
                                .size()))
                .containsExactly(1, 1, 0);
    }

    @Test
    default void keepsSoManyReceipts() {
        Did account = did();
        SigningKey peer = new TestAccount(System.nanoTime()).newKey();
        for (int i = 0; i <= AuditStore.MAX_RECEIPTS; i++) {
            keep(account, peer, i);
        }
        assertThat(await(store().audits().receipts(account, peer.did(), List.of(hash(0), hash(1), hash(1000)))))
                .containsOnlyKeys(hash(1), hash(1000));
    }

    @Test
    default void keepsTheLastReportOfEachReplica() {
        Did account = did();
        SigningKey peer = new TestAccount(System.nanoTime()).newKey();
        JsonObject receipt = keep(account, peer, 1);
        AuditReport bad = report(
                account, peer.did(), State.WITHHELD, AT, List.of(new Evidence(hash(1), receipt, AT.plusSeconds(1))));
        await(store().audits().note(report(account, peer.did(), State.COMPLETE, AT, List.of())));
        await(store().audits().note(bad));
        assertThat(await(store().audits().reports(Optional.of(account), 10))).containsExactly(bad);
        assertThat(await(store().audits().withheld(1_000))).contains(bad);
        await(store().audits().note(report(account, peer.did(), State.COMPLETE, AT, List.of())));
        assertThat(await(store().audits().withheld(1_000))).doesNotContain(bad);
    }

    @Test
    default void saysWhichReplicasAreDue() {
        Did account = did();
        Peer peer = new Peer(Origin.parse("https://peer.example").orElseThrow(), did());
        await(store().share(account, 1, List.of(peer)));
        assertThat(await(store().audits().due(AT, 1_000)))
                .anyMatch(replica -> replica.account().equals(account));
        await(store().audits().note(report(account, peer.key(), State.COMPLETE, AT, List.of())));
        assertThat(await(store().audits().due(AT, 1_000)))
                .noneMatch(replica -> replica.account().equals(account));
        assertThat(await(store().audits().due(AT.plusSeconds(1), 1_000)))
                .anyMatch(replica -> replica.account().equals(account));
    }
}
