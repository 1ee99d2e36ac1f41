package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.replication.PeerAnswer.Answered;

/** Asks peers, and notes how they do. */
final class Asking {
    /** A peer that was away for so many exchanges is reconciled with as soon as it is back. */
    private static final int AWAY = 2;

    private static final double BREACH = 10;
    private static final Duration HELLO = Duration.ofMinutes(10);
    private static final int MAX_HELLOS = 10_000;

    private final Self self;
    private final PeerTransport transport;
    private final Replicas replicas;
    private final InstantSource clock;
    private final Randomness randomness;
    private final Consumer<Peer> back;
    private final Map<Peer, Instant> proven = new ConcurrentHashMap<>();

    Asking(
            Self self,
            PeerTransport transport,
            Replicas replicas,
            InstantSource clock,
            Randomness randomness,
            Consumer<Peer> back) {
        this.self = self;
        this.transport = transport;
        this.replicas = replicas;
        this.clock = clock;
        this.randomness = randomness;
        this.back = back;
    }

    /** An answer of 200; nothing for every other, and for a peer that is left alone for now. */
    Uni<Optional<Answered>> ask(Peer peer, PeerRequest request) {
        return ask(peer, request, 200);
    }

    /** The same, and {@code also} is an answer that can be used. */
    Uni<Optional<Answered>> ask(Peer peer, PeerRequest request, int also) {
        return replicas.state(peer.key())
                .chain(state -> state.ready(clock.instant())
                        ? transport.send(peer, request).chain(answer -> judge(peer, state, request, answer, also))
                        : Uni.createFrom().item(Optional.empty()));
    }

    /** The instance at an origin, by the key that it shows; nothing when it shows none. */
    Uni<Optional<Peer>> identity(Origin origin, String nonce) {
        byte[] body = Jcs.bytes(JsonObject.builder().put("nonce", nonce).build());
        return transport
                .send(new Peer(origin, self.did()), PeerRequest.post("hello", PeerRequest.JSON, body))
                .map(answer -> answer instanceof Answered answered && answered.status() == 200
                        ? json(answered.body(), JsonLimits.PLAIN)
                                .flatMap(map -> map.string("instance")
                                        .flatMap(Did::parse)
                                        .map(key -> new Peer(origin, key))
                                        .filter(peer -> PeerHello.proves(map, peer, self.did(), nonce)))
                        : Optional.empty());
    }

    private Uni<Optional<Answered>> judge(
            Peer peer, PeerState before, PeerRequest request, PeerAnswer answer, int also) {
        Instant now = clock.instant();
        if (answer instanceof Answered answered && (answered.status() == 200 || answered.status() == also)) {
            Exchange good = Exchange.good(now, request.body().length, answered.body().length);
            return replicas.note(peer.key(), good)
                    .invoke(() -> {
                        if (before.failures() >= AWAY) {
                            back.accept(peer);
                        }
                    })
                    .replaceWith(Optional.of(answered));
        }
        return replicas.note(peer.key(), Exchange.failed(now, request.body().length, retryAfter(answer)))
                .replaceWith(Optional.empty());
    }

    private static Optional<Duration> retryAfter(PeerAnswer answer) {
        return answer instanceof Answered answered
                ? Optional.ofNullable(answered.headers().get("retry-after"))
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                : Optional.empty();
    }

    /** The peer has broken the protocol. */
    Uni<Void> breach(Did peer, long rejected) {
        return replicas.note(peer, Exchange.breach(clock.instant(), 0, rejected, BREACH));
    }

    /** Whether the peer has shown of late that it has the key that is pinned; asks it to when it has not. */
    Uni<Boolean> proven(Peer peer) {
        Instant until = proven.get(peer);
        if (until != null && clock.instant().isBefore(until)) {
            return Uni.createFrom().item(true);
        }
        String nonce = HexFormat.of().formatHex(randomness.bytes(16));
        byte[] body = Jcs.bytes(JsonObject.builder().put("nonce", nonce).build());
        return ask(peer, PeerRequest.post("hello", PeerRequest.JSON, body)).chain(answer -> {
            if (answer.isEmpty()) {
                return Uni.createFrom().item(false);
            }
            boolean proves = json(answer.get().body(), JsonLimits.PLAIN)
                    .filter(map -> PeerHello.proves(map, peer, self.did(), nonce))
                    .isPresent();
            if (proves) {
                remember(peer);
                return Uni.createFrom().item(true);
            }
            return breach(peer.key(), 0).replaceWith(false);
        });
    }

    private void remember(Peer peer) {
        if (proven.size() >= MAX_HELLOS) {
            proven.clear();
        }
        proven.put(peer, clock.instant().plus(HELLO));
    }

    static Optional<JsonObject> json(byte[] body, JsonLimits limits) {
        return StrictJson.read(body, limits) instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
    }
}
