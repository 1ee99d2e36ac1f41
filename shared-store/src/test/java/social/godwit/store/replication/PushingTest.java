package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** How what is waiting is gathered into requests. */
class PushingTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node here = new Node("here.example", network, clock);
    private final Node there = new Node("there.example", network, clock);
    private final List<Integer> requests = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void count() {
        there.lie = (request, answer) -> {
            if (request.target().endsWith("/records")) {
                requests.add(Frame.read(request.body()).orElseThrow().size());
            }
            Runnable first = meanwhile;
            meanwhile = () -> {};
            first.run();
            return answer;
        };
    }

    private TestAccount account(int seed) {
        TestAccount account = new TestAccount(seed);
        here.open(account.did());
        there.open(account.did());
        await(here.replicas.share(account.did(), 0, List.of(there.peer)));
        await(here.replicas.taken(there.peer.key(), Map.of(account.did(), Position.START), clock.instant()));
        return account;
    }

    private static void post(Node node, TestAccount account, int from, int count) {
        List<PortableDocument> notes = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            notes.add(account.note("/objects/" + i, "note " + i));
        }
        node.admit(notes.toArray(PortableDocument[]::new));
    }

    private void arrived(TestAccount account, int count) {
        assertThat(await(there.audits.summaries(account.did())).values())
                .singleElement()
                .satisfies(summary -> assertThat(summary.documents()).isEqualTo(count));
    }

    @Test
    @DisplayName("many accounts with a little each go together, as many as a request takes")
    void gathersAccounts() {
        List<TestAccount> accounts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            accounts.add(account(i));
            post(here, accounts.getLast(), 0, 3);
        }
        await(here.replication.push());
        assertThat(requests).containsExactly(512, 388);
        accounts.forEach(account -> arrived(account, 3));
    }

    @Test
    @DisplayName("a lone account with much to send takes more of each request than one among many")
    void takesTurns() {
        TestAccount busy = account(1);
        post(here, busy, 0, 130);
        await(here.replication.push());
        assertThat(requests).containsExactly(64, 64, 2);
        arrived(busy, 130);

        requests.clear();
        post(here, busy, 130, 100);
        for (int i = 0; i < 20; i++) {
            post(here, account(10 + i), 0, 1);
        }
        await(here.replication.push());
        assertThat(requests).startsWith(52);
        arrived(busy, 230);
    }

    @Test
    @DisplayName(
            "what is stored while the peer is being sent to follows as soon as that has ended, when somebody asks for it")
    void followsOn() {
        TestAccount account = account(1);
        post(here, account, 0, 1);
        meanwhile = () -> {
            post(here, account, 1, 2);
            await(here.replication.push());
        };
        await(here.replication.push());
        assertThat(requests).containsExactly(1, 2);
        arrived(account, 3);
    }

    @Test
    @DisplayName("documents that are large are sent in several requests, and none is passed over")
    void sendsLargeOnes() {
        TestAccount account = account(1);
        for (int i = 0; i < 40; i++) {
            here.admit(account.note("/objects/" + i, "x".repeat(200_000) + i));
        }
        await(here.replication.push());
        assertThat(requests).hasSize(4).allMatch(records -> records <= Pushing.MAX_BYTES / 200_000);
        arrived(account, 40);
    }
}
