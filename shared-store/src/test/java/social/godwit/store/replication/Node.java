package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiFunction;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.MemoryRecordStore;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestClock;

/** An instance in memory that finds its peers in a map. */
final class Node {
    final Peer peer;
    final Replicas replicas = new MemoryReplicas();
    final MemoryRepositories repositories;
    final Audits audits;
    final SigningKey key;
    final RecordStore records;
    final Replication replication;

    private long number;

    /** What this node's answers are turned into before they leave it. */
    BiFunction<PeerRequest, Answered, PeerAnswer> lie = (request, answer) -> answer;

    Node(String host, Map<Did, Node> network, TestClock clock) {
        var random = new Random(host.hashCode());
        Randomness randomness = count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
        this.key = SigningKey.generate(randomness);
        Self self = new Self(Origin.parse("https://" + host).orElseThrow(), key);
        this.peer = new Peer(self.origin(), self.did());
        this.repositories = new MemoryRepositories(clock, new Sharing(replicas, self.did()));
        this.audits = repositories.audits();
        this.records = new MemoryRecordStore(clock, this::nextNumber);
        this.replication = new Replication(new Replication.Surroundings(
                self,
                repositories,
                audits,
                new ReplicatedRecords(records, repositories, key::did, clock),
                replicas,
                Transactions.IMMEDIATE,
                Effects.NONE,
                Verifier.DIRECT,
                (other, request) -> Optional.ofNullable(network.get(other.key()))
                        .map(node -> node.answer(self.did(), request))
                        .orElseGet(() -> Uni.createFrom().item(new PeerAnswer.Unreachable("not there"))),
                clock,
                randomness));
        network.put(self.did(), this);
    }

    private OptionalLong nextNumber(Did account) {
        return await(repositories.kind(account)).isPresent() ? OptionalLong.of(++number) : OptionalLong.empty();
    }

    /** Keeps what this node has observed. */
    void observe(GatewayRecord record) {
        GatewayRecord.Signed signed = record.sign(key).orElseThrow();
        await(records.take(record.account(), List.of(signed), Standing.VERIFIED));
        await(replicas.recorded(record.account(), number));
    }

    private Uni<PeerAnswer> answer(Did signer, PeerRequest request) {
        return replication.handle(signer, request).map(answer -> lie.apply(request, answer));
    }

    void open(Did account) {
        await(repositories.open(account, RepositoryKind.ACCOUNT));
    }

    void admit(PortableDocument... documents) {
        await(repositories.admit(List.of(documents)));
    }

    /** Several rounds of everything that is due. */
    static void settle(TestClock clock, Node... nodes) {
        for (int round = 0; round < 8; round++) {
            for (Node node : nodes) {
                await(node.replication.push());
                await(node.replication.pull());
                await(node.replication.reconcile());
            }
            clock.advance(Duration.ofMinutes(2));
        }
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    /** A network of nothing yet. */
    static Map<Did, Node> network() {
        return new LinkedHashMap<>();
    }
}
