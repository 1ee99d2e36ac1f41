package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

class PeerBackTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node second = new Node("second.example", network, clock);
    private final TestAccount account = new TestAccount(43);

    @Test
    void isPushedToAsSoonAsItAsks() {
        home.open(account.did());
        second.open(account.did());
        Origin origin = Origin.parse("https://home.example").orElseThrow();
        home.admit(account.actor(
                origin,
                1,
                more -> more.put("gateways", List.of("https://home.example", "https://second.example"))
                        .put(
                                "gatewayKeys",
                                List.of(
                                        home.peer.key().toString(),
                                        second.peer.key().toString()))));
        Node.settle(clock, home, second);
        network.remove(second.peer.key());
        PortableDocument note = account.note("/objects/1", "while it was away");
        home.admit(note);
        for (int i = 0; i < 12; i++) {
            await(home.replication.push());
            clock.advance(PeerState.LONGEST_PAUSE);
        }
        await(home.replication.push());
        network.put(second.peer.key(), second);
        clock.advance(Duration.ofSeconds(1));
        await(home.replication.push());
        assertThat(await(second.repositories.find(account.did(), note.hash()))).isEmpty();

        await(home.replication.handle(second.peer.key(), PeerRequest.get("accounts")));
        await(home.replication.push());
        assertThat(await(second.repositories.find(account.did(), note.hash()))).isPresent();
    }
}
