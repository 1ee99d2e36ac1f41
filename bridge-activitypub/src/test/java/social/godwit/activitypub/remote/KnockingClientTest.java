package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.store.testing.TestDatabase;

class KnockingClientTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final URI INBOX = URI.create("https://peer.example/inbox");

    private final RemoteWorld world = new RemoteWorld(DB);
    private final List<String> knocks = new ArrayList<>();

    private void serve(String takes, int refusal) {
        world.pages.put(INBOX.toString(), request -> {
            String kind = request.headers().first("signature").orElseThrow().split(" ", 2)[0];
            knocks.add(kind);
            return RemoteWorld.answer(request.uri(), takes.contains(kind) ? 202 : refusal, "text/plain", "");
        });
    }

    private int post() {
        RemoteOutcome outcome = world.knocking
                .send(RemoteRequest.post(INBOX, "application/activity+json", new byte[] {'{', '}'}))
                .await()
                .indefinitely();
        return ((RemoteOutcome.Response) outcome).status();
    }

    @Test
    void knocksOnceWithCavageWhereThatIsTaken() {
        serve("CAVAGE RFC9421", 401);
        assertThat(post()).isEqualTo(202);
        assertThat(knocks).containsExactly("CAVAGE");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401})
    void knocksAgainWithRfc9421AndRemembersIt(int refusal) {
        serve("RFC9421", refusal);
        assertThat(post()).isEqualTo(202);
        assertThat(post()).isEqualTo(202);
        assertThat(knocks).containsExactly("CAVAGE", "RFC9421", "RFC9421");
        serve("CAVAGE", refusal);
        assertThat(post()).isEqualTo(202);
        assertThat(world.peers.of("peer.example").await().indefinitely())
                .isEqualTo(Optional.of(SignatureProfile.CAVAGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410, 429, 500})
    void knocksOnceWhereTheSignatureWasNotTheTrouble(int status) {
        serve("", status);
        assertThat(post()).isEqualTo(status);
        assertThat(knocks).containsExactly("CAVAGE");
    }

    @Test
    void doesNotKnockTwiceAgainAndAgainWhereBothAreRefused() {
        serve("", 401);
        assertThat(post()).isEqualTo(401);
        assertThat(post()).isEqualTo(401);
        assertThat(knocks).containsExactly("CAVAGE", "RFC9421", "CAVAGE");
    }
}
