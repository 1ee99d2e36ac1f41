package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

class ReconcilingTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node here = new Node("here.example", network, clock);
    private final Node there = new Node("there.example", network, clock);
    private final List<Integer> asked = new ArrayList<>();
    private final List<Integer> all = new ArrayList<>();

    @Test
    @DisplayName(
            "every account has its turn with salted ids within a week as long as 450,000 at most are shared; sixteen a session at least")
    void scalesWithWhatIsShared() {
        assertThat(Reconciling.salted(0)).isEqualTo(16);
        assertThat(Reconciling.salted(14_000)).isEqualTo(16);
        assertThat(Reconciling.salted(100_000) * 916L).isGreaterThanOrEqualTo(100_000);
        assertThat(Reconciling.salted(5_000_000)).isEqualTo(500);
        assertThat(Reconciling.salted(5_000_000) * 916L).isGreaterThan(450_000);
    }

    private void session() {
        asked.clear();
        all.clear();
        clock.advance(Replication.RECONCILED_EVERY.multipliedBy(2));
        await(here.replication.reconcile());
    }

    @Test
    @DisplayName(
            "where nothing differed last time, level 1 begins with one fingerprint; where something did, with sixteen")
    void beginsAsItEnded() {
        there.lie = (request, answer) -> {
            all.add(request.body().length + answer.body().length);
            if (request.target().endsWith("/reconcile")) {
                asked.add(request.body().length);
            }
            return answer;
        };
        for (int i = 0; i < 50; i++) {
            TestAccount account = new TestAccount(i);
            PortableDocument note = account.note("/objects/1", "the same");
            for (Node node : List.of(here, there)) {
                node.open(account.did());
                node.admit(note);
            }
            await(here.replicas.share(account.did(), 1, List.of(there.peer)));
            await(there.replicas.share(account.did(), 1, List.of(here.peer)));
        }
        await(here.replication.reconcile());
        session();
        assertThat(asked).singleElement().satisfies(bytes -> assertThat(bytes).isGreaterThan(256));
        session();
        assertThat(asked).containsExactly(20);
        assertThat(all).as("with sixteen accounts by salted ids").allMatch(bytes -> bytes < 16 * 165);
        there.admit(new TestAccount(3).note("/objects/2", "only there"));
        session();
        assertThat(asked).hasSizeGreaterThan(1);
        session();
        assertThat(asked.getFirst()).as("sixteen fingerprints").isGreaterThan(256);
        session();
        assertThat(asked).containsExactly(20);
    }
}
