package social.godwit.instance.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.store.Timers;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerState;
import social.godwit.store.replication.Replicas;
import social.godwit.store.replication.Replicas.Lag;

/** How replication with each peer goes, for {@code /q/metrics}; looked up now and then. */
@ApplicationScoped
class ReplicationMeters {
    private static final Duration BEAT = Duration.ofSeconds(15);

    /** Every peer is a label of its own: no more than these. */
    private static final int PEERS = 200;

    private final Replicas replicas;
    private final InstantSource clock;
    private final MultiGauge accounts;
    private final MultiGauge numbers;
    private final MultiGauge answered;
    private final MultiGauge reconciled;
    private final MultiGauge rejected;
    private final MultiGauge demerits;

    private record Seen(Peer peer, PeerState state, Lag lag) {}

    ReplicationMeters(Replicas replicas, InstantSource clock, MeterRegistry meters) {
        this.replicas = replicas;
        this.clock = clock;
        this.accounts = gauge(meters, "behind.accounts", "Accounts that the peer has not all of");
        this.numbers = gauge(meters, "lag", "Numbers of documents and records that the peer's positions are behind");
        this.answered = gauge(meters, "answered.age.seconds", "Time since the peer last answered or asked");
        this.reconciled = gauge(meters, "reconciled.age.seconds", "Time since a session ended with nothing left to do");
        this.rejected = gauge(meters, "rejected", "Records and hashes of the peer that were refused");
        this.demerits = gauge(meters, "demerits", "What is held against the peer; from 100 on it is left alone");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder("godwit.replication." + name)
                .description(description)
                .register(meters);
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(BEAT, "metrics of replication", this::look);
    }

    private Uni<Void> look() {
        return replicas.lags().chain(lags -> {
            Map<Did, Lag> lacking =
                    lags.stream().collect(Collectors.toMap(lag -> lag.peer().key(), Function.identity()));
            return replicas.peers(Optional.empty())
                    .chain(peers -> Multi.createFrom()
                            .iterable(peers.subList(0, Math.min(PEERS, peers.size())))
                            .onItem()
                            .transformToUniAndConcatenate(peer -> replicas.state(peer.key())
                                    .map(state -> new Seen(
                                            peer, state, lacking.getOrDefault(peer.key(), new Lag(peer, 0, 0)))))
                            .collect()
                            .asList()
                            .invoke(this::show)
                            .replaceWithVoid());
        });
    }

    private void show(List<Seen> all) {
        show(accounts, all, seen -> seen.lag.accounts());
        show(numbers, all, seen -> seen.lag.numbers());
        show(rejected, all, seen -> seen.state.rejected());
        Instant now = clock.instant();
        show(demerits, all, seen -> seen.state.demerits(now));
        show(answered, all, seen -> age(seen.state.lastSuccess(), now));
        show(reconciled, all, seen -> age(seen.state.lastReconciled(), now));
    }

    private static void show(MultiGauge gauge, List<Seen> all, ToDoubleFunction<Seen> value) {
        gauge.register(
                all.stream()
                        .map(seen -> Row.of(
                                Tags.of(
                                        "peer",
                                        seen.peer.origin().toString(),
                                        "key",
                                        seen.peer.key().toString()),
                                value.applyAsDouble(seen)))
                        .collect(Collectors.toList()),
                true);
    }

    private static double age(Optional<Instant> at, Instant now) {
        return at.map(then -> Duration.between(then, now).toMillis() / 1_000.0).orElse(Double.NaN);
    }
}
