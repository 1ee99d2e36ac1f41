package social.godwit.activitypub.peering;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerAnswer;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.PeerTransport;

/** Requests to other instances through the one guarded client, signed with the instance's key (RFC 9421). */
final class SignedTransport implements PeerTransport {
    /** Answers of up to {@link PeerRequest#MAX_BODY} bytes that are awaited at once: many peers fill no memory together. */
    private static final int LARGE_ANSWERS = 4;

    private final Gate largeAnswers = new Gate(LARGE_ANSWERS);
    private final GuardedClient client;
    private final SigningKey key;
    private final InstantSource clock;
    private final Randomness randomness;

    SignedTransport(GuardedClient client, SigningKey key, InstantSource clock, Randomness randomness) {
        this.client = client;
        this.key = key;
        this.clock = clock;
        this.randomness = randomness;
    }

    @Override
    public Uni<PeerAnswer> send(Peer peer, PeerRequest request) {
        URI uri = URI.create(peer.origin() + request.target());
        RemoteRequest bare = request.method().equals("GET")
                ? RemoteRequest.get(uri, "*/*")
                : RemoteRequest.post(uri, request.contentType().orElse(PeerRequest.JSON), request.body());
        RemoteRequest signed = bare.bodySizeMax(PeerRequest.MAX_BODY).signedBy(this::sign);
        Uni<RemoteOutcome> outcome =
                mayBeLarge(request) ? largeAnswers.pass(() -> client.send(signed)) : client.send(signed);
        return outcome.map(one -> answer(peer.origin(), one));
    }

    private static boolean mayBeLarge(PeerRequest request) {
        return request.method().equals("GET")
                || request.target().startsWith(PeerRequest.ROOT + "fetch")
                || request.target().startsWith(PeerRequest.ROOT + "reconcile/items");
    }

    private Headers sign(String method, URI uri, Headers headers, byte[] body) {
        Headers.Builder signed = Headers.builder();
        IdentityRequest.sign(key, method, uri, body, clock.instant(), randomness)
                .forEach(signed::add);
        return signed.build();
    }

    private static PeerAnswer answer(Origin asked, RemoteOutcome outcome) {
        return switch (outcome) {
            case RemoteOutcome.Response response
            when Origin.of(response.uri()).filter(asked::equals).isPresent() -> answered(response);
            case RemoteOutcome.Response elsewhere -> new PeerAnswer.Unreachable("sent on to " + elsewhere.uri());
            case RemoteOutcome.Blocked(String reason) -> new PeerAnswer.Unreachable(reason);
            case RemoteOutcome.TooLarge(int most) ->
                new PeerAnswer.Unreachable("the answer is longer than " + most + " bytes");
            case RemoteOutcome.Timeout(String phase) -> new PeerAnswer.Unreachable("no answer in time: " + phase);
            case RemoteOutcome.Failed(String reason) -> new PeerAnswer.Unreachable(reason);
        };
    }

    private static PeerAnswer answered(RemoteOutcome.Response response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : new String[] {"godwit-position", "godwit-newest", "retry-after"}) {
            response.headers().only(name).ifPresent(value -> headers.put(name, value));
        }
        return new PeerAnswer.Answered(
                response.status(), response.headers().only("content-type").orElse(""), headers, response.body());
    }
}
