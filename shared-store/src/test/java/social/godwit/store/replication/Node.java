package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BiFunction;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.Watcher;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.MemoryRecordStore;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.stream.MemoryStreamLog;
import social.godwit.store.stream.PublicStream;
import social.godwit.store.stream.StreamCursor;
import social.godwit.store.stream.StreamEvent;
import social.godwit.store.stream.StreamLog;
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
    final PublicStream stream;

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
        StreamLog log = new MemoryStreamLog(clock);
        this.repositories = new MemoryRepositories(clock, Watcher.all(List.of(new Sharing(replicas, self.did()), log)));
        this.stream = new PublicStream(log, repositories, clock);
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
                (other, request) -> network.values().stream()
                        .filter(node -> node.peer.origin().equals(other.origin()))
                        .findFirst()
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
        Uni<Answered> answer = request.target().startsWith("/store/v1/stream?once=true")
                ? streamed(request.target())
                : replication.handle(signer, request);
        return answer.map(answered -> lie.apply(request, answered));
    }

    /** As the route of the stream answers: everything after the cursor, and where to go on. */
    private Uni<Answered> streamed(String target) {
        int at = target.indexOf("cursor=");
        StreamCursor cursor = at < 0
                ? await(stream.newest())
                : StreamCursor.parse(target.substring(at + 7)).orElseThrow();
        return stream.after(cursor).map(reading -> switch (reading) {
            case PublicStream.Reading.Unknown unknown -> new Answered(410, "", Map.of(), new byte[0]);
            case PublicStream.Reading.Events(var events, var next) -> {
                StringBuilder text = new StringBuilder();
                for (StreamEvent event : events) {
                    JsonObject.Builder data =
                            JsonObject.builder().put("account", event.account().toString());
                    if (event instanceof StreamEvent.Document told) {
                        data.put("document", new String(told.document().bytes(), StandardCharsets.UTF_8));
                    }
                    text.append("id: ")
                            .append(event.cursor())
                            .append("\nevent: ")
                            .append(event instanceof StreamEvent.Revision ? "revision" : "document")
                            .append("\ndata: ")
                            .append(new String(Jcs.bytes(data.build()), StandardCharsets.UTF_8))
                            .append("\n\n");
                }
                text.append("id: ").append(next).append("\nevent: place\ndata: {}\n\n");
                yield Answered.ok("text/event-stream", text.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
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
