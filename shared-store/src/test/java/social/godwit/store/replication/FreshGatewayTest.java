package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

class FreshGatewayTest {
    private static final Origin HOME = Origin.parse("https://home.example").orElseThrow();

    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node second = new Node("second.example", network, clock);
    private final TestAccount account = new TestAccount(44);

    @Test
    @DisplayName(
            "A gateway that home did not know of in their first session pushes to it within a minute, not after ten")
    void pushesSoonAfterItsFirstSession() {
        home.open(account.did());
        second.open(account.did());
        home.admit(account.actor(HOME, 1, actor -> pinning(actor, List.of(home))));
        second.admit(account.actor(HOME, 2, actor -> pinning(actor, List.of(home, second))));
        clock.advance(Duration.ofMinutes(1));
        await(second.replication.reconcile());
        clock.advance(Duration.ofMinutes(1));
        await(second.replication.reconcile());

        PortableDocument note = account.note("/objects/1", "posted at the new one");
        for (int i = 0; i < 6; i++) {
            await(second.replication.reconcile());
            clock.advance(Duration.ofSeconds(10));
        }
        second.admit(note);
        await(second.replication.push());
        assertThat(await(home.repositories.find(account.did(), note.hash()))).isPresent();
    }

    private static JsonObject.Builder pinning(JsonObject.Builder actor, List<Node> gateways) {
        return actor.put(
                        "gateways",
                        gateways.stream()
                                .map(node -> node.peer.origin().toString())
                                .toList())
                .put(
                        "gatewayKeys",
                        gateways.stream()
                                .map(node -> node.peer.key().toString())
                                .toList());
    }
}
