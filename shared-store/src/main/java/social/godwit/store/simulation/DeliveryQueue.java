package social.godwit.store.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerState;

/**
 * Who delivers an account's public activities to the rest of the fediverse: its home; when that was asked and has been silent for
 * a minute, the gateway that took the activity, and every other that the account lists, each a minute after the one before it.
 * What was delivered is a record that the gateways share. Outlives a crash, but for what is under way.
 */
final class DeliveryQueue {
    /** Inboxes of servers that know nothing of this. */
    static final List<String> INBOXES = List.of("https://one.remote.example/inbox", "https://two.remote.example/inbox");

    /** After so long without the home a gateway stands in, times its place among the account's gateways. */
    private static final Duration TURN = Duration.ofMinutes(1);

    private final SimulatedInstance instance;
    private final Map<Sha256, Task> tasks = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();

    private record Task(StoredDocument activity, boolean takenHere, Instant since) {}

    DeliveryQueue(SimulatedInstance instance) {
        this.instance = instance;
    }

    /** The servers that are delivered to. */
    static final class Remotes {
        private final SimulatedTime time;
        private final Chance chance;
        private final Map<String, Map<String, Sha256>> received = new HashMap<>();
        private int lossPercent;
        private int deliveries;

        Remotes(SimulatedTime time, Chance chance) {
            this.time = time;
            this.chance = chance;
        }

        void disturb(int percent) {
            lossPercent = percent;
        }

        /** Delivers; the answer may be lost although the delivery was not. */
        void deliver(String inbox, StoredDocument activity, Runnable answered) {
            time.after(chance.upTo(Duration.ofMillis(300)), () -> {
                if (chance.below(100) >= lossPercent) {
                    deliveries++;
                    Sha256 bytes = Sha256.of(activity.bytes());
                    Sha256 before = received.computeIfAbsent(inbox, first -> new HashMap<>())
                            .putIfAbsent(activity.id().canonical(), bytes);
                    if (before != null && !before.equals(bytes)) {
                        throw new IllegalStateException(activity.id() + " was delivered with other bytes");
                    }
                    if (chance.below(100) >= lossPercent) {
                        time.after(chance.upTo(Duration.ofMillis(300)), answered);
                    }
                }
            });
        }

        boolean has(String inbox, StoredDocument activity) {
            return received.getOrDefault(inbox, Map.of())
                    .containsKey(activity.id().canonical());
        }

        int deliveries() {
            return deliveries;
        }
    }

    /** The owner posted it here. */
    void posted(RepositoryChange change) {
        change.counting().forEach(document -> add(document, true));
    }

    /** It came from another gateway. */
    void learned(RepositoryChange change) {
        change.counting().forEach(document -> add(document, false));
    }

    private void add(StoredDocument document, boolean takenHere) {
        if (delivered(document)) {
            tasks.putIfAbsent(document.hash(), new Task(document, takenHere, instance.clock.instant()));
        }
    }

    /** Whether it is one of those that are delivered. */
    static boolean delivered(StoredDocument document) {
        return document.kind() == DocumentKind.ACTIVITY && document.visibility() == Visibility.PUBLIC;
    }

    /** After a crash nothing is under way. */
    void forget() {
        underWay.clear();
    }

    /** Delivers what is due. */
    void work() {
        Map<Did, List<Did>> gateways = new HashMap<>();
        List.copyOf(tasks.values()).stream()
                .filter(task -> responsible(task, gateways.computeIfAbsent(task.activity.owner(), this::gateways)))
                .limit(20)
                .forEach(this::deliver);
    }

    /** The keys of the account's gateways in order, its home first. */
    private List<Did> gateways(Did owner) {
        return View.actor(instance.repositories, owner)
                .map(actor ->
                        Peer.gateways(actor.json()).stream().map(Peer::key).toList())
                .orElse(List.of());
    }

    private boolean responsible(Task task, List<Did> gateways) {
        int place = gateways.indexOf(instance.peer.key());
        return place == 0 || (place > 0 && isAway(gateways.getFirst(), task, task.takenHere ? 1 : place));
    }

    /** Whether the home was asked in vain, and has been silent for this gateway's turn since it last answered and since the task came. */
    private boolean isAway(Did home, Task task, int place) {
        PeerState state = Now.of(instance.replicas.state(home));
        Instant heard = state.lastSuccess().orElse(task.since);
        Instant since = heard.isAfter(task.since) ? heard : task.since;
        return state.failures() > 0 && !since.plus(TURN.multipliedBy(place)).isAfter(instance.clock.instant());
    }

    private void deliver(Task task) {
        Set<String> done = done(task.activity);
        if (done.containsAll(INBOXES)) {
            tasks.remove(task.activity.hash());
            return;
        }
        for (String inbox : INBOXES) {
            String name = inbox + " " + task.activity.hash();
            if (!done.contains(inbox) && underWay.add(name)) {
                int life = instance.life();
                instance.later(Duration.ofSeconds(20), () -> underWay.remove(name));
                instance.remotes().deliver(inbox, task.activity, () -> {
                    if (instance.life() == life) {
                        underWay.remove(name);
                        note(task.activity, inbox);
                    }
                });
            }
        }
    }

    private Set<String> done(StoredDocument activity) {
        Set<String> done = new HashSet<>();
        Now.of(instance.records.about(
                        activity.owner(), RecordKind.DELIVERED, activity.hash().multibase(), 100))
                .forEach(stored -> done.addAll(stored.record().inboxes()));
        return done;
    }

    private void note(StoredDocument activity, String inbox) {
        GatewayRecord record = GatewayRecord.delivered(
                activity.owner(),
                instance.peer.origin(),
                instance.peer.key(),
                activity.hash(),
                List.of(inbox),
                false,
                instance.clock.instant().truncatedTo(ChronoUnit.SECONDS));
        instance.keep(record.sign(instance.key()).orElseThrow());
    }

    /** What is still to be delivered by somebody. */
    int left() {
        return tasks.size();
    }
}
