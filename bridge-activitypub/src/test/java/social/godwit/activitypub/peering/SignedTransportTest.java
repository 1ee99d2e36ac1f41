package social.godwit.activitypub.peering;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerAnswer;
import social.godwit.store.replication.PeerRequest;

class SignedTransportTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final byte[] BODY = "{\"account\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    private static final Randomness RANDOM = randomness();

    private final SigningKey own = SigningKey.generate(RANDOM);
    private final Peer peer = new Peer(
            Origin.parse("https://peer.example").orElseThrow(),
            SigningKey.generate(RANDOM).did());
    private final List<RemoteRequest> sent = new ArrayList<>();

    private static Randomness randomness() {
        var random = new Random(7);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    private PeerAnswer send(PeerRequest request, RemoteOutcome outcome) {
        var transport = new SignedTransport(
                out -> {
                    sent.add(out);
                    return Uni.createFrom().item(outcome);
                },
                own,
                () -> NOW,
                RANDOM);
        return transport.send(peer, request).await().indefinitely();
    }

    private static PeerRequest post() {
        return new PeerRequest("POST", "/store/v1/position", Optional.of(PeerRequest.JSON), BODY);
    }

    private static RemoteOutcome from(String uri) {
        Headers headers = Headers.of("content-type", PeerRequest.JSON)
                .with("godwit-position", "7")
                .with("set-cookie", "a=b");
        return new RemoteOutcome.Response(200, headers, BODY, URI.create(uri));
    }

    @Test
    void signsEveryRequestWithTheInstancesKey() {
        send(post(), from("https://peer.example/store/v1/position"));
        RemoteRequest out = sent.getFirst();
        assertThat(out.uri()).hasToString("https://peer.example/store/v1/position");
        assertThat(out.bodySizeMax()).isEqualTo(PeerRequest.MAX_BODY);
        Headers signed = out.signer().orElseThrow().sign(out.method(), out.uri(), Headers.none(), out.body());
        assertThat(IdentityRequest.verify("POST", out.uri().toString(), signed::all, BODY, NOW))
                .isInstanceOfSatisfying(
                        RequestVerdict.Signed.class,
                        verdict -> assertThat(verdict.signer()).isEqualTo(own.did()));
        assertThat(IdentityRequest.verify("POST", "https://other.example/store/v1/position", signed::all, BODY, NOW))
                .isInstanceOf(RequestVerdict.Refused.class);
    }

    @Test
    void passesOnWhatReplicationKnowsAndNothingElse() {
        assertThat(send(post(), from("https://peer.example/store/v1/position")))
                .isInstanceOfSatisfying(PeerAnswer.Answered.class, answered -> {
                    assertThat(answered.headers()).isEqualTo(Map.of("godwit-position", "7"));
                    assertThat(answered.contentType()).isEqualTo(PeerRequest.JSON);
                    assertThat(answered.body()).isEqualTo(BODY);
                });
    }

    @Test
    @DisplayName("row P9: an answer from elsewhere, over the limit or not in time is no answer")
    void takesNoAnswerThatIsNotThePeersOwn() {
        assertThat(send(post(), from("https://evil.example/store/v1/position")))
                .isInstanceOf(PeerAnswer.Unreachable.class);
        assertThat(send(post(), from("https://peer.example:8443/store/v1/position")))
                .isInstanceOf(PeerAnswer.Unreachable.class);
        for (RemoteOutcome outcome : List.of(
                new RemoteOutcome.TooLarge(PeerRequest.MAX_BODY),
                new RemoteOutcome.Timeout("no whole answer in time"),
                new RemoteOutcome.Blocked("a private address"),
                new RemoteOutcome.Failed("connection refused"))) {
            assertThat(send(post(), outcome)).isInstanceOf(PeerAnswer.Unreachable.class);
        }
    }
}
