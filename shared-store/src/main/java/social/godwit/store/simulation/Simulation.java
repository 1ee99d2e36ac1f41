package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Evidence;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.negentropy.Item;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.Replica;

/** One run: trouble for a while, then peace, then everything must be alike, and stay so when all but one are lost. */
public final class Simulation {
    static {
        // Once, under the lock of the class: Mutiny's first use looks for extensions, and two side by side fail.
        var unused = Uni.createFrom().item(() -> 0);
    }

    private static final Duration TROUBLE = Duration.ofMinutes(5);

    /** So long it may take after the trouble: a few sessions of anti-entropy, and pauses after failures. */
    private static final Duration PEACE = Duration.ofMinutes(45);

    private static final Duration SKEW = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMinutes(1);

    private final SimulatedTime time = new SimulatedTime();
    private final MemoVerifier verifier = new MemoVerifier();
    private final Privacy privacy = new Privacy(verifier);
    private final Chance chance;
    private final Trace trace;
    private final SimulatedNetwork network;
    private final DeliveryQueue.Remotes remotes;
    private final List<SimulatedInstance> honest = new ArrayList<>();
    private final List<SimulatedInstance> all = new ArrayList<>();
    private final List<SimulatedOwner> owners = new ArrayList<>();
    private final Set<SimulatedInstance> down = new HashSet<>();
    private final Set<Peer> liars = new HashSet<>();
    private boolean skewed;
    private boolean late;

    /**
     * What came of a run.
     *
     * @param problems what is not as it must be; empty when all converged
     * @param trace what happened, if it was asked for
     * @param documents acknowledged
     * @param minutes until all were alike after the trouble
     */
    public record Result(long seed, List<String> problems, List<String> trace, int documents, long minutes) {
        /** Whether all is as it must be. */
        public boolean converged() {
            return problems.isEmpty();
        }
    }

    private Simulation(long seed, boolean traced) {
        this.chance = new Chance(seed);
        this.trace = new Trace(time, traced);
        this.network = new SimulatedNetwork(time, chance.branch(), trace, privacy);
        this.remotes = new DeliveryQueue.Remotes(time, chance.branch());
    }

    /**
     * Runs a seed.
     *
     * @param traced whether to keep what happens, which is slower
     */
    public static Result run(long seed, boolean traced) {
        Simulation simulation = new Simulation(seed, traced);
        List<String> problems = new ArrayList<>();
        long minutes = 0;
        try {
            simulation.begin();
            simulation.trouble();
            minutes = simulation.peace(problems, "after the trouble");
            if (problems.isEmpty()) {
                simulation.forge(problems);
            }
            if (problems.isEmpty()) {
                simulation.loseAllButOne(problems);
            }
            if (problems.isEmpty()) {
                simulation.erase(problems);
            }
            problems.addAll(simulation.privacy.violations());
            simulation.honest.forEach(instance -> problems.addAll(instance.violations));
        } catch (RuntimeException e) {
            problems.add("failed: " + e + " at "
                    + List.of(e.getStackTrace()).stream().limit(8).toList());
        }
        int documents = simulation.owners.stream()
                .mapToInt(owner -> owner.acknowledged.size())
                .sum();
        return new Result(seed, problems, simulation.trace.lines(), documents, minutes);
    }

    private void begin() {
        int count = 3 + chance.below(2) + (chance.oneIn(6) ? 1 : 0);
        boolean lies = chance.oneIn(3);
        int wrongClock = chance.oneIn(3) ? chance.below(count) : -1;
        skewed = wrongClock >= 0;
        for (int i = 0; i < count; i++) {
            Origin origin = Origin.parse("https://node" + i + ".example").orElseThrow();
            Duration skew = i == wrongClock ? (chance.oneIn(2) ? SKEW : SKEW.negated()) : Duration.ZERO;
            SimulatedInstance instance =
                    new SimulatedInstance(origin, skew, time, network, remotes, verifier, chance.branch(), trace);
            all.add(instance);
            if (lies && i == count - 1) {
                network.add(origin, new Liar(instance, chance.branch()));
                liars.add(instance.peer);
            } else {
                honest.add(instance);
            }
        }
        int accounts = 1 + chance.below(2);
        for (int i = 0; i < accounts; i++) {
            SimulatedOwner owner = new SimulatedOwner(
                    i, List.of(chance.of(honest).peer), liars, time, network, verifier, chance.branch(), trace);
            owners.add(owner);
            privacy.add(owner);
            owner.begin(1 + chance.below(2));
        }
        time.run(Duration.ofSeconds(30));
        for (SimulatedOwner owner : owners) {
            for (int i = 0; i < 2; i++) {
                if (owner.begun()) {
                    owner.add(chance.of(honest).peer);
                }
                time.run(Duration.ofSeconds(5));
            }
        }
    }

    private void trouble() {
        Snoop snoop = new Snoop(network, chance.branch());
        int steps = (int) (TROUBLE.toSeconds() / 10);
        for (int i = 0; i < steps; i++) {
            time.run(chance.upTo(Duration.ofSeconds(20)));
            disturb();
            for (SimulatedOwner owner : owners) {
                if (chance.oneIn(2)) {
                    act(owner);
                }
                snoop.ask(chance.of(all).peer.origin(), owner);
            }
        }
    }

    private void disturb() {
        switch (chance.below(12)) {
            case 0 -> network.disturb(chance.below(40), chance.below(30), chance.upTo(Duration.ofSeconds(4)));
            case 1 -> network.disturb(0, 0, Duration.ofMillis(20));
            case 2, 3 ->
                network.part(chance.of(all).peer.origin(), chance.of(all).peer.origin());
            case 4, 5 ->
                network.join(chance.of(all).peer.origin(), chance.of(all).peer.origin());
            case 6 -> network.heal();
            case 7 -> remotes.disturb(chance.below(60));
            case 8 -> crash(chance.of(all));
            case 9 -> {
                SimulatedInstance instance = chance.of(all);
                instance.crashAfterCommit(() -> crash(instance));
            }
            default -> {}
        }
    }

    private void crash(SimulatedInstance instance) {
        instance.crash();
        down.add(instance);
        Duration away = chance.oneIn(3) ? Duration.ofMinutes(3) : Duration.ofSeconds(5);
        time.after(chance.upTo(away), () -> back(instance));
    }

    private void back(SimulatedInstance instance) {
        if (down.remove(instance)) {
            instance.restart();
        }
    }

    private void act(SimulatedOwner owner) {
        if (!owner.begun()) {
            return;
        }
        switch (chance.below(17)) {
            case 0, 1 -> owner.edit();
            case 2 -> owner.delete();
            case 3 -> owner.equivocate();
            case 4 -> quietly(owner, () -> owner.add(chance.of(all).peer));
            case 5 -> {
                if (gateways(owner).stream()
                        .noneMatch(gateway -> lost(owner, gateway).isPresent())) {
                    quietly(owner, owner::drop);
                }
            }
            case 6 -> quietly(owner, owner::join);
            case 7 -> quietly(owner, owner::revoke);
            case 8 ->
                honest.stream()
                        .filter(instance -> Now.of(
                                        instance.repositories.audits().keyLog(owner.did()))
                                .isPresent())
                        .forEach(instance -> owner.beginAgain(instance.peer));
            default -> owner.post();
        }
    }

    private static void quietly(SimulatedOwner owner, Runnable what) {
        if (owner.quiet()) {
            what.run();
        }
    }

    /** Runs until all are alike; minutes that it took. */
    private long peace(List<String> problems, String when) {
        trace.note(() -> "peace");
        network.heal();
        remotes.disturb(0);
        all.forEach(SimulatedInstance::steady);
        List.copyOf(down).forEach(this::back);
        long most = PEACE.plus(skewed ? SKEW : Duration.ZERO).toMinutes();
        List<String> left = List.of();
        for (long minute = 1; minute <= most; minute++) {
            time.run(STEP);
            left = differences();
            if (left.isEmpty()) {
                return minute;
            }
        }
        left.forEach(one -> problems.add(when + ": " + one));
        return most;
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (SimulatedOwner owner : owners) {
            if (!owner.quiet()) {
                differences.add(owner.name() + " waits for an answer");
                continue;
            }
            List<SimulatedInstance> gateways = gateways(owner);
            View first = view(gateways.getFirst(), owner);
            for (SimulatedInstance gateway : gateways) {
                View view = view(gateway, owner);
                if (!view.equals(first)) {
                    differences.add(owner.name() + ": " + gateways.getFirst().name() + " and " + gateway.name()
                            + " differ in " + View.difference(first, view));
                }
                lost(owner, gateway).ifPresent(differences::add);
                unsent(owner, gateway, gateways).ifPresent(differences::add);
                if (late && differences.isEmpty()) {
                    differences.addAll(Fortnight.kept(owner, gateway));
                }
                if (!late && owner.unmoved.contains(gateway.peer) && !knowsOfTwoGeneses(gateway, owner)) {
                    differences.add(gateway.name() + " has no evidence of two geneses of " + owner.name());
                }
            }
            undelivered(owner, gateways.getFirst()).ifPresent(differences::add);
        }
        return differences;
    }

    private View view(SimulatedInstance gateway, SimulatedOwner owner) {
        View view = View.of(gateway, owner.did(), owner.paths);
        return late ? view.latecomers() : view;
    }

    private static boolean knowsOfTwoGeneses(SimulatedInstance gateway, SimulatedOwner owner) {
        return Now.of(gateway.repositories.evidence(owner.did(), 1_000)).stream()
                .anyMatch(one -> one.kind() == Evidence.Kind.KEY_LOG);
    }

    /** The honest ones. */
    private List<SimulatedInstance> gateways(SimulatedOwner owner) {
        Map<Peer, SimulatedInstance> byPeer = new LinkedHashMap<>();
        honest.forEach(instance -> byPeer.put(instance.peer, instance));
        return owner.gateways().stream()
                .map(byPeer::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Optional<String> lost(SimulatedOwner owner, SimulatedInstance gateway) {
        List<Sha256> owed = owner.owed();
        Collection<Sha256> held =
                Now.of(gateway.repositories.held(owner.did(), owed)).keySet();
        long missing = owed.stream().filter(hash -> !held.contains(hash)).count();
        return missing == 0
                ? Optional.empty()
                : Optional.of(gateway.name() + " lacks " + missing + " acknowledged documents of " + owner.name());
    }

    /** Who has everything knows that the others have it, too: nothing is sent again and again. */
    private static Optional<String> unsent(
            SimulatedOwner owner, SimulatedInstance gateway, List<SimulatedInstance> gateways) {
        return gateways.stream()
                .filter(other -> Now.of(gateway.replicas.find(other.peer.key(), owner.did()))
                        .filter(Replica::behind)
                        .isPresent())
                .findFirst()
                .map(other ->
                        gateway.name() + " still has something of " + owner.name() + " to send to " + other.name());
    }

    private Optional<String> undelivered(SimulatedOwner owner, SimulatedInstance gateway) {
        for (StoredDocument document : gateway.shown(owner.did())) {
            for (String host : DeliveryQueue.INBOXES) {
                if (DeliveryQueue.delivered(document) && !remotes.has(host, document)) {
                    return Optional.of(document + " was not delivered to " + host);
                }
            }
        }
        return Optional.empty();
    }

    /** Two gateways each have a document that the other lacks, and their sums are alike: only a salted comparison finds it. */
    private void forge(List<String> problems) {
        if (!chance.oneIn(4)) {
            return;
        }
        SimulatedOwner owner = chance.of(owners);
        List<SimulatedInstance> gateways = gateways(owner);
        if (gateways.size() < 2) {
            return;
        }
        trace.note(() -> "sums of " + owner.name() + " are forged");
        List<PortableDocument> twins = owner.twins();
        List<Peer> peers = all.stream().map(instance -> instance.peer).toList();
        for (int i = 0; i < 2; i++) {
            gateways.get(i).plant(twins.get(i), peers);
        }
        gateways.get(1).sets.forge(item(twins.get(1)), item(twins.get(0)));
        peace(problems, "after a forgery");
    }

    private static Item item(PortableDocument document) {
        return Item.of(document.proofTime(), document.hash());
    }

    /** All disks but one are lost; the owners register again, and what was there must be there again. */
    private void loseAllButOne(List<String> problems) {
        List<SimulatedInstance> candidates = honest.stream()
                .filter(instance ->
                        owners.stream().allMatch(owner -> gateways(owner).contains(instance)))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        SimulatedInstance survivor = chance.of(candidates);
        trace.note(() -> "all but " + survivor.name() + " lose their disks");
        Map<SimulatedOwner, View> before = new LinkedHashMap<>();
        owners.forEach(owner -> before.put(owner, View.of(survivor, owner.did(), owner.paths)));
        honest.stream().filter(instance -> instance != survivor).forEach(SimulatedInstance::wipe);
        for (SimulatedOwner owner : owners) {
            owner.unmoved.clear();
            owner.gateways().stream()
                    .filter(peer -> !peer.equals(survivor.peer))
                    .forEach(owner::registerAgain);
        }
        peace(problems, "after all but one were lost");
        if (problems.isEmpty()) {
            before.forEach((owner, view) -> gateways(owner).forEach(gateway -> {
                View after = View.of(gateway, owner.did(), owner.paths);
                // A liar may bring back what nobody else ever had.
                boolean lies = owner.gateways().stream().anyMatch(liars::contains);
                if (!after.holds(view) || !(lies || after.shows(view))) {
                    problems.add(gateway.name() + " has not got back everything of " + owner.name() + ": "
                            + View.difference(view, after));
                }
            }));
        }
    }

    /**
     * What owners have deleted is erased, while old versions are replayed. Then an instance loses its disk, and so never had what
     * was erased; what a liar gives it nevertheless is erased two weeks later.
     */
    private void erase(List<String> problems) {
        if (!chance.oneIn(3)) {
            return;
        }
        owners.forEach(SimulatedOwner::delete);
        peace(problems, "after the last deletions");
        if (!problems.isEmpty()) {
            return;
        }
        trace.note(() -> "a fortnight");
        late = true;
        Fortnight fortnight = new Fortnight(time, chance.branch(), network, honest);
        fortnight.pass(owners);
        SimulatedInstance latecomer =
                chance.of(honest.stream().filter(SimulatedInstance::onTime).toList());
        if (owners.stream().allMatch(owner -> gateways(owner).size() > 1)) {
            latecomer.wipe();
            owners.stream()
                    .filter(owner -> owner.gateways().contains(latecomer.peer))
                    .forEach(owner -> owner.registerAgain(latecomer.peer));
            fortnight.replay(owners);
        }
        fortnight.pass(owners);
        peace(problems, "after the second erasure");
    }
}
