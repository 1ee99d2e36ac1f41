package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.AuditReport.State;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What an audit says of an honest peer, of one that is behind, and of those that lie. */
class AuditingTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node second = new Node("second.example", network, clock);
    private final TestAccount account = new TestAccount(42);
    private final SigningKey device = account.newKey();
    private Optional<Checkpoint> head = Optional.empty();

    @BeforeEach
    void share() {
        home.open(account.did());
        second.open(account.did());
        PortableDocument actor = account.actor(
                Origin.parse("https://home.example").orElseThrow(),
                1,
                more -> more.put("gateways", List.of("https://home.example", "https://second.example"))
                        .put(
                                "gatewayKeys",
                                List.of(
                                        home.peer.key().toString(),
                                        second.peer.key().toString())));
        home.admit(account.genesis(), account.addDevice(device));
        post(actor);
    }

    @Test
    void isCompleteWhenThePeerAccountsForEverythingAndDeliversASample() {
        for (int i = 0; i < 30; i++) {
            post(account.note("/objects/" + i, "n" + i));
        }
        Node.settle(clock, home, second);
        AuditReport report = audit();
        assertThat(report.state()).isEqualTo(State.COMPLETE);
        assertThat(report.listed()).isEqualTo(31);
        assertThat(report.checked()).isEqualTo(31);
        assertThat(report.held()).isEqualTo(31);
        assertThat(report.sampled()).isEqualTo(Auditing.SAMPLE);
        assertThat(report.delivered()).isEqualTo(Auditing.SAMPLE);
        assertThat(report.asOf()).isPresent();
        assertThat(await(home.replicas.audits().reports(Optional.of(account.did()), 10)))
                .containsExactly(report);
    }

    @Test
    void isBehindBySoManyWhenThePeerWasAway() {
        Node.settle(clock, home, second);
        network.remove(second.peer.key());
        for (int i = 0; i < 5; i++) {
            post(account.note("/objects/" + i, "n" + i));
        }
        assertThat(audit().state()).isEqualTo(State.UNREACHABLE);
        network.put(second.peer.key(), second);
        clock.advance(java.time.Duration.ofHours(1));
        AuditReport report = audit();
        assertThat(report.state()).isEqualTo(State.BEHIND);
        assertThat(report.lacking()).isEqualTo(5);
        assertThat(report.withheld()).isZero();
        Node.settle(clock, home, second);
        assertThat(audit().state()).isEqualTo(State.COMPLETE);
    }

    @Test
    @DisplayName("Withheld needs both the peer's receipt and its answer that the document is absent")
    void isWithheldWhenThePeerHasSignedForWhatItSaysNotToHave() {
        PortableDocument note = account.note("/objects/1", "that they would rather not have");
        post(note);
        Node.settle(clock, home, second);
        second.lie = denying(note);
        AuditReport report = audit();
        assertThat(report.state()).isEqualTo(State.WITHHELD);
        assertThat(report.withheld()).isEqualTo(1);
        assertThat(report.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.hash()).isEqualTo(note.hash());
            Receipt receipt = Receipt.read(evidence.receipt()).orElseThrow();
            assertThat(receipt.instance()).isEqualTo(second.peer.key());
            assertThat(receipt.hashes()).contains(note.hash());
        });
        assertThat(await(home.replicas.audits().withheld(10))).containsExactly(report);
    }

    @Test
    @DisplayName(
            "A gateway that came after an erasure learns from the others what is erased, and fetches what it lacks otherwise")
    void whatWasErasedBeforeIsNotMissing() {
        network.remove(second.peer.key());
        PortableDocument regret = account.note("/objects/1", "regret");
        post(regret);
        post(account.activity(
                "/activities/1", "Delete", account.id("/objects/1").canonical()));
        clock.advance(Repositories.ERASED_AFTER);
        await(home.repositories.eraseDue(100));
        network.put(second.peer.key(), second);
        Node.settle(clock, home, second);
        assertThat(await(second.audits.missing(account.did(), 10))).containsExactly(regret.hash());
        await(second.replication.audit(account.did()));
        Audits.Completeness complete = await(second.audits.completeness(account.did()));
        assertThat(complete.missing()).isZero();
        assertThat(complete.erasedElsewhere()).isEqualTo(1);
    }

    @Test
    @DisplayName("A peer that says of everything that it holds it is found out by the sample")
    void isNotTakenAtItsWord() {
        for (int i = 0; i < 5; i++) {
            post(account.note("/objects/" + i, "n" + i));
        }
        Node.settle(clock, home, second);
        second.lie = (request, answer) -> request.target().endsWith("/fetch")
                ? changed(
                        answer,
                        frame -> frame instanceof Frame.Document(byte[] bytes)
                                ? new Frame.Absent(TestAccount.read(json(bytes)).hash())
                                : frame)
                : answer;
        AuditReport report = audit();
        assertThat(report.state()).isEqualTo(State.WITHHELD);
        assertThat(report.sampled()).isEqualTo(6);
        assertThat(report.delivered()).isZero();
    }

    @Test
    void takesNoOtherBytesForADocument() {
        PortableDocument note = account.note("/objects/1", "the true one");
        PortableDocument other = account.note("/objects/2", "another");
        post(note);
        Node.settle(clock, home, second);
        second.lie = (request, answer) -> request.target().endsWith("/fetch")
                ? changed(answer, frame -> new Frame.Document(other.bytes()))
                : answer;
        AuditReport report = audit();
        assertThat(report.delivered()).isZero();
        assertThat(report.state()).isEqualTo(State.WITHHELD);
    }

    @Test
    void erasedAndPurgedDocumentsAreAccountedFor() {
        PortableDocument note = account.note("/objects/1", "to be removed there");
        post(note);
        Node.settle(clock, home, second);
        await(second.repositories.purge(account.did(), note.hash()));
        AuditReport report = audit();
        assertThat(report.state()).isEqualTo(State.COMPLETE);
        assertThat(report.gone()).isEqualTo(1);
    }

    @Test
    void anAccountWithoutCheckpointsIsNotAttested() {
        TestAccount foreign = new TestAccount(43);
        home.open(foreign.did());
        home.admit(foreign.actor(
                Origin.parse("https://home.example").orElseThrow(),
                1,
                more -> more.put("gateways", List.of("https://home.example", "https://second.example"))
                        .put(
                                "gatewayKeys",
                                List.of(
                                        home.peer.key().toString(),
                                        second.peer.key().toString()))));
        assertThat(await(home.replication.audit(foreign.did())))
                .singleElement()
                .satisfies(report -> assertThat(report.state()).isEqualTo(State.NOT_ATTESTED));
    }

    @Test
    void auditsEveryReplicaOnceADayByItself() {
        Node.settle(clock, home, second);
        await(home.replication.audit());
        AuditReport first =
                await(home.replicas.audits().reports(Optional.empty(), 10)).getFirst();
        clock.advance(java.time.Duration.ofHours(23));
        await(home.replication.audit());
        assertThat(await(home.replicas.audits().reports(Optional.empty(), 10))
                        .getFirst()
                        .at())
                .isEqualTo(first.at());
        clock.advance(java.time.Duration.ofHours(2));
        await(home.replication.audit());
        assertThat(await(home.replicas.audits().reports(Optional.empty(), 10))
                        .getFirst()
                        .at())
                .isAfter(first.at());
    }

    private static java.util.function.BiFunction<PeerRequest, Answered, PeerAnswer> denying(PortableDocument note) {
        return (request, answer) -> {
            if (request.target().endsWith("/records")) {
                List<Frame> asked = Frame.read(request.body()).orElseThrow();
                List<String> outcomes = new ArrayList<>();
                for (Frame frame : asked) {
                    boolean denied =
                            frame instanceof Frame.Offer offer && offer.hash().equals(note.hash());
                    outcomes.add(denied ? "wanted" : "known");
                }
                return Answered.ok(
                        PeerRequest.JSON,
                        social.godwit.identity.json.Jcs.bytes(social.godwit.identity.json.JsonObject.builder()
                                .put("outcomes", outcomes)
                                .put("receipts", List.of())
                                .build()));
            }
            return request.target().endsWith("/fetch")
                    ? changed(
                            answer,
                            frame -> frame instanceof Frame.Document(byte[] bytes)
                                            && TestAccount.read(json(bytes))
                                                    .hash()
                                                    .equals(note.hash())
                                    ? new Frame.Absent(note.hash())
                                    : frame)
                    : answer;
        };
    }

    private static social.godwit.identity.json.JsonObject json(byte[] bytes) {
        return Asking.json(bytes, social.godwit.identity.json.JsonLimits.DOCUMENT)
                .orElseThrow();
    }

    private static Answered changed(Answered answer, UnaryOperator<Frame> change) {
        return Answered.ok(
                PeerRequest.FRAMES,
                Frame.write(Frame.read(answer.body()).orElseThrow().stream()
                        .map(change)
                        .toList()));
    }

    private void post(PortableDocument document) {
        Checkpoint link = account.link(device, head, document);
        head = Optional.of(link);
        home.admit(document, account.sign(link, device));
    }

    private AuditReport audit() {
        List<AuditReport> reports = await(home.replication.audit(account.did()));
        assertThat(reports).hasSize(1);
        return reports.getFirst();
    }
}
