package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.replication.PeerAnswer;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.PeerTransport;

/** Carries requests between instances: late, twice, out of order, not at all, and not between those that are parted. */
final class SimulatedNetwork {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SimulatedTime time;
    private final Chance chance;
    private final Trace trace;
    private final Map<Origin, Place> places = new HashMap<>();
    private final Set<String> parted = new HashSet<>();
    private final Privacy privacy;
    private int lossPercent;
    private int twicePercent;
    private Duration slowest = Duration.ofMillis(20);

    /** Where requests arrive. */
    interface Place {
        /** Answers, or never does. */
        void arrive(Did signer, PeerRequest request, Consumer<Answered> answer);

        /** Counts up with every start, so that answers to those that are no more reach nobody. */
        int life();

        /** Who is there. */
        Did did();
    }

    SimulatedNetwork(SimulatedTime time, Chance chance, Trace trace, Privacy privacy) {
        this.privacy = privacy;
        this.time = time;
        this.chance = chance;
        this.trace = trace;
    }

    void add(Origin origin, Place place) {
        places.put(origin, place);
    }

    void disturb(int loss, int twice, Duration slow) {
        lossPercent = loss;
        twicePercent = twice;
        slowest = slow;
    }

    void part(Origin one, Origin other) {
        parted.add(pair(one, other));
    }

    void join(Origin one, Origin other) {
        parted.remove(pair(one, other));
    }

    void heal() {
        parted.clear();
        disturb(0, 0, Duration.ofMillis(20));
    }

    private static String pair(Origin one, Origin other) {
        String first = one.toString();
        String second = other.toString();
        return first.compareTo(second) < 0 ? first + " " + second : second + " " + first;
    }

    /** The way out of an instance. */
    PeerTransport from(Origin origin, Did signer) {
        return (peer, request) ->
                Uni.createFrom().emitter(emitter -> send(origin, signer, peer.origin(), request, emitter::complete));
    }

    void send(Origin from, Did signer, Origin to, PeerRequest request, Consumer<PeerAnswer> answered) {
        Place sender = places.get(from);
        Place place = places.get(to);
        int life = sender == null ? 0 : sender.life();
        boolean[] over = {false};
        Consumer<PeerAnswer> once = answer -> {
            if (!over[0] && (sender == null || sender.life() == life)) {
                over[0] = true;
                answered.accept(answer);
            }
        };
        time.after(TIMEOUT, () -> once.accept(new PeerAnswer.Unreachable("no answer in time")));
        if (place == null || lost(from, to)) {
            trace.note(() -> from.host() + " -> " + to.host() + " lost: " + request);
            return;
        }
        int copies = chance.below(100) < twicePercent ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (sender != null) {
                privacy.check(place.did(), request);
            }
            time.after(
                    chance.upTo(slowest),
                    () -> place.arrive(signer, request, answer -> {
                        privacy.check(signer, answer);
                        trace.note(() -> from.host() + " -> " + to.host() + " " + request + ": " + answer);
                        if (!lost(to, from)) {
                            time.after(chance.upTo(slowest), () -> once.accept(answer));
                        }
                    }));
        }
    }

    private boolean lost(Origin from, Origin to) {
        return parted.contains(pair(from, to)) || chance.below(100) < lossPercent;
    }
}
