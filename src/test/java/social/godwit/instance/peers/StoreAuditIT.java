package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operators see of a replica that loses documents. */
class StoreAuditIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    @DisplayName(
            "store audit says complete, then behind by what nobody signed for, then withheld with the receipt as evidence")
    void operatorsSeeWhatIsKept() {
        var alice = home.account("alice");
        alice.post("Before there was a second");
        var hidden = alice.post("For followers", "--visibility", "followers");
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        var late = alice.post("Pushed to the second");
        eventually(() -> assertThat(second.repository(alice.did())).isEqualTo(home.repository(alice.did())));

        assertThat(audit(alice).path("state").asText()).isEqualTo("complete");

        // What it has fetched by itself nobody has a receipt of; what was sent to it, it has signed for.
        assertThat(second.lose(alice.did(), path(hidden.id()))).isTrue();
        assertThat(second.lose(alice.did(), path(hidden.activity()))).isTrue();
        JsonNode behind = audit(alice);
        assertThat(behind.path("state").asText()).isEqualTo("behind");
        assertThat(behind.path("lacking").asInt()).isEqualTo(1);
        assertThat(second.lose(alice.did(), path(late.activity()))).isTrue();
        JsonNode withheld = audit(alice, 1);
        assertThat(withheld.path("state").asText()).isEqualTo("withheld");
        assertThat(withheld.path("evidence")
                        .path(0)
                        .path("receipt")
                        .path("instance")
                        .asText())
                .startsWith("did:key:");
    }

    private static JsonNode audit(GodwitOwner owner) {
        return audit(owner, 0);
    }

    /** What home says of the second gateway. */
    private static JsonNode audit(GodwitOwner owner, int status) {
        GodwitProcess.Said said = home.operator("store", "audit", owner.did());
        assertThat(said.status()).as(said.json().toString()).isEqualTo(status);
        JsonNode report = said.json().path("reports").path(0);
        assertThat(report.path("origin").asText()).isEqualTo(second.origin());
        return report;
    }

    /** An id's path within its account. */
    private static String path(String id) {
        return id.replaceFirst("^.*did:key:[A-Za-z0-9]+", "");
    }
}
